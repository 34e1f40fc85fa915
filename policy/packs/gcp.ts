import type { Rule } from "../mechanism/rule";
import { rule as instanceNoPublicAddress } from "../rules/network/gcp-instance-no-public-address";
import { rule as noDefaultNetwork } from "../rules/network/gcp-no-default-network";
import { rule as noPublicAdministrationPorts } from "../rules/network/gcp-no-public-administration-ports";
import { rule as noPublicPortRange } from "../rules/network/gcp-no-public-port-range";
import { rule as noUnlimitedEgress } from "../rules/network/gcp-no-unlimited-egress";
import { rule as subnetFlowLogs } from "../rules/network/gcp-subnet-flow-logs";
import { rule as subnetPrivateGoogleAccess } from "../rules/network/gcp-subnet-private-google-access";
import { rule as noPublicDataPorts } from "../rules/network/gcp-no-public-data-ports";
import { rule as loadBalancerHttps } from "../rules/load-balancing/gcp-load-balancer-https";
import { rule as loadBalancerLogs } from "../rules/load-balancing/gcp-load-balancer-logs";
import { rule as publicLoadBalancerFirewall } from "../rules/load-balancing/gcp-public-load-balancer-firewall";
import { rule as tlsVersion } from "../rules/load-balancing/gcp-tls-version";
import { rule as firewallBlocks } from "../rules/load-balancing/gcp-firewall-blocks";
import { rule as artifactImmutableTags } from "../rules/containers/gcp-artifact-immutable-tags";
import { rule as artifactOwnKey } from "../rules/containers/gcp-artifact-own-key";
import { rule as autoscaledGroupIgnoresSize } from "../rules/containers/gcp-autoscaled-group-ignores-size";
import { rule as noDefaultServiceAccount } from "../rules/containers/gcp-no-default-service-account";
import { rule as noSecretInEnvironment } from "../rules/containers/gcp-no-secret-in-environment";
import { rule as registryNotPublic } from "../rules/containers/gcp-registry-not-public";
import { rule as runNotPublic } from "../rules/containers/gcp-run-not-public";
import { rule as gkeApiNotWorldOpen } from "../rules/clusters/gcp-gke-api-not-world-open";
import { rule as gkeBinaryAuthorization } from "../rules/clusters/gcp-gke-binary-authorization";
import { rule as gkeNetworkPolicy } from "../rules/clusters/gcp-gke-network-policy";
import { rule as gkeNoLegacyAuthentication } from "../rules/clusters/gcp-gke-no-legacy-authentication";
import { rule as gkePrivateNodes } from "../rules/clusters/gcp-gke-private-nodes";
import { rule as gkeReleaseChannel } from "../rules/clusters/gcp-gke-release-channel";
import { rule as gkeSecretsOwnKey } from "../rules/clusters/gcp-gke-secrets-own-key";
import { rule as gkeShieldedNodes } from "../rules/clusters/gcp-gke-shielded-nodes";
import { rule as gkeWorkloadIdentity } from "../rules/clusters/gcp-gke-workload-identity";
import { rule as gkeDeletionProtection } from "../rules/clusters/gcp-gke-deletion-protection";
import { rule as gkeNoInsecureBindings } from "../rules/clusters/gcp-gke-no-insecure-bindings";
import { rule as kmsKeyRotation } from "../rules/identity/gcp-kms-key-rotation";
import { rule as noBasicRoles } from "../rules/identity/gcp-no-basic-roles";
import { rule as noProjectWideImpersonation } from "../rules/identity/gcp-no-project-wide-impersonation";
import { rule as noPublicPrincipal } from "../rules/identity/gcp-no-public-principal";
import { rule as noServiceAccountKey } from "../rules/identity/gcp-no-service-account-key";
import { rule as secretOwnKey } from "../rules/identity/gcp-secret-own-key";
import { rule as ownKey } from "../rules/identity/gcp-own-key";
import { rule as bucketNotPublic } from "../rules/storage/gcp-bucket-not-public";
import { rule as bucketPublicAccessPrevented } from "../rules/storage/gcp-bucket-public-access-prevented";
import { rule as bucketUniformAccess } from "../rules/storage/gcp-bucket-uniform-access";
import { rule as bucketVersioned } from "../rules/storage/gcp-bucket-versioned";
import { rule as bucketRetentionLocked } from "../rules/storage/gcp-bucket-retention-locked";
import { rule as backupCopyInAnotherRegion } from "../rules/database/gcp-backup-copy-in-another-region";
import { rule as cacheEncrypted } from "../rules/database/gcp-cache-encrypted";
import { rule as databaseAudit } from "../rules/database/gcp-database-audit";
import { rule as databaseBackups } from "../rules/database/gcp-database-backups";
import { rule as databaseDeletionProtection } from "../rules/database/gcp-database-deletion-protection";
import { rule as databaseLogs } from "../rules/database/gcp-database-logs";
import { rule as databaseMultiZone } from "../rules/database/gcp-database-multi-zone";
import { rule as databaseNoPublicAddress } from "../rules/database/gcp-database-no-public-address";
import { rule as databaseNotWorldOpen } from "../rules/database/gcp-database-not-world-open";
import { rule as databaseSafeFlags } from "../rules/database/gcp-database-safe-flags";
import { rule as databaseTlsOnly } from "../rules/database/gcp-database-tls-only";
import { rule as cacheMultiZone } from "../rules/database/gcp-cache-multi-zone";
import { rule as alarmHasAction } from "../rules/observability/gcp-alarm-has-action";
import { rule as auditLogs } from "../rules/observability/gcp-audit-logs";
import { rule as firewallChangeAlert } from "../rules/observability/gcp-firewall-change-alert";
import { rule as logBucketOwnKey } from "../rules/observability/gcp-log-bucket-own-key";
import { rule as logRetentionYear } from "../rules/observability/gcp-log-retention-year";
import { rule as dnsLogs } from "../rules/observability/gcp-dns-logs";
import { rule as dataProtected } from "../rules/platform/gcp-data-protected";
import { rule as requiredLabels } from "../rules/platform/gcp-required-labels";
import { rule as noForcedDeletion } from "../rules/platform/gcp-no-forced-deletion";

/** The rules for Google Cloud. */
export const gcp: readonly Rule[] = [
  instanceNoPublicAddress,
  noDefaultNetwork,
  noPublicAdministrationPorts,
  noPublicPortRange,
  noUnlimitedEgress,
  subnetFlowLogs,
  subnetPrivateGoogleAccess,
  noPublicDataPorts,
  loadBalancerHttps,
  loadBalancerLogs,
  publicLoadBalancerFirewall,
  tlsVersion,
  firewallBlocks,
  artifactImmutableTags,
  artifactOwnKey,
  autoscaledGroupIgnoresSize,
  noDefaultServiceAccount,
  noSecretInEnvironment,
  registryNotPublic,
  runNotPublic,
  gkeApiNotWorldOpen,
  gkeBinaryAuthorization,
  gkeNetworkPolicy,
  gkeNoLegacyAuthentication,
  gkePrivateNodes,
  gkeReleaseChannel,
  gkeSecretsOwnKey,
  gkeShieldedNodes,
  gkeWorkloadIdentity,
  gkeDeletionProtection,
  gkeNoInsecureBindings,
  kmsKeyRotation,
  noBasicRoles,
  noProjectWideImpersonation,
  noPublicPrincipal,
  noServiceAccountKey,
  secretOwnKey,
  ownKey,
  bucketNotPublic,
  bucketPublicAccessPrevented,
  bucketUniformAccess,
  bucketVersioned,
  bucketRetentionLocked,
  backupCopyInAnotherRegion,
  cacheEncrypted,
  databaseAudit,
  databaseBackups,
  databaseDeletionProtection,
  databaseLogs,
  databaseMultiZone,
  databaseNoPublicAddress,
  databaseNotWorldOpen,
  databaseSafeFlags,
  databaseTlsOnly,
  cacheMultiZone,
  alarmHasAction,
  auditLogs,
  firewallChangeAlert,
  logBucketOwnKey,
  logRetentionYear,
  dnsLogs,
  dataProtected,
  requiredLabels,
  noForcedDeletion,
];
