import type { Rule } from "../mechanism/rule";
import { rule as defaultSecurityGroupClosed } from "../rules/network/aws-default-security-group-closed";
import { rule as networkAclNoPublicAdministrationPorts } from "../rules/network/aws-network-acl-no-public-administration-ports";
import { rule as noPublicAdministrationPorts } from "../rules/network/aws-no-public-administration-ports";
import { rule as noPublicPortRange } from "../rules/network/aws-no-public-port-range";
import { rule as publicHttpOnlyOnLoadBalancer } from "../rules/network/aws-public-http-only-on-load-balancer";
import { rule as subnetNoPublicAddress } from "../rules/network/aws-subnet-no-public-address";
import { rule as vpcFlowLogs } from "../rules/network/aws-vpc-flow-logs";
import { rule as publicIngressOnlyOnLoadBalancer } from "../rules/network/aws-public-ingress-only-on-load-balancer";
import { rule as loadBalancerAccessLogs } from "../rules/load-balancing/aws-load-balancer-access-logs";
import { rule as loadBalancerDeletionProtection } from "../rules/load-balancing/aws-load-balancer-deletion-protection";
import { rule as loadBalancerDropsInvalidHeaders } from "../rules/load-balancing/aws-load-balancer-drops-invalid-headers";
import { rule as loadBalancerHttps } from "../rules/load-balancing/aws-load-balancer-https";
import { rule as publicLoadBalancerFirewall } from "../rules/load-balancing/aws-public-load-balancer-firewall";
import { rule as tlsVersion } from "../rules/load-balancing/aws-tls-version";
import { rule as autoscaledServiceIgnoresCount } from "../rules/containers/aws-autoscaled-service-ignores-count";
import { rule as ecrImmutableTags } from "../rules/containers/aws-ecr-immutable-tags";
import { rule as ecrOwnKey } from "../rules/containers/aws-ecr-own-key";
import { rule as ecrScanOnPush } from "../rules/containers/aws-ecr-scan-on-push";
import { rule as ecsContainerInsights } from "../rules/containers/aws-ecs-container-insights";
import { rule as ecsNoPublicAddress } from "../rules/containers/aws-ecs-no-public-address";
import { rule as ecsNotPrivileged } from "../rules/containers/aws-ecs-not-privileged";
import { rule as ecsReadOnlyRoot } from "../rules/containers/aws-ecs-read-only-root";
import { rule as ecsSeparateRoles } from "../rules/containers/aws-ecs-separate-roles";
import { rule as noSecretInEnvironment } from "../rules/containers/aws-no-secret-in-environment";
import { rule as ecsNoShell } from "../rules/containers/aws-ecs-no-shell";
import { rule as ecsCapabilitiesDropped } from "../rules/containers/aws-ecs-capabilities-dropped";
import { rule as eksApiNotWorldOpen } from "../rules/clusters/aws-eks-api-not-world-open";
import { rule as eksApiWithinNetwork } from "../rules/clusters/aws-eks-api-within-network";
import { rule as eksLogs } from "../rules/clusters/aws-eks-logs";
import { rule as eksNodesNoOpenSsh } from "../rules/clusters/aws-eks-nodes-no-open-ssh";
import { rule as eksSecretsOwnKey } from "../rules/clusters/aws-eks-secrets-own-key";
import { rule as eksDeletionProtection } from "../rules/clusters/aws-eks-deletion-protection";
import { rule as eksNetworkPolicy } from "../rules/clusters/aws-eks-network-policy";
import { rule as iamNoAdministratorPolicy } from "../rules/identity/aws-iam-no-administrator-policy";
import { rule as iamNoFullAdministration } from "../rules/identity/aws-iam-no-full-administration";
import { rule as iamNoWildcardResource } from "../rules/identity/aws-iam-no-wildcard-resource";
import { rule as kmsKeyRotation } from "../rules/identity/aws-kms-key-rotation";
import { rule as noPublicPrincipal } from "../rules/identity/aws-no-public-principal";
import { rule as secretOwnKey } from "../rules/identity/aws-secret-own-key";
import { rule as secretRotated } from "../rules/identity/aws-secret-rotated";
import { rule as ownKey } from "../rules/identity/aws-own-key";
import { rule as deletionWindow } from "../rules/identity/aws-deletion-window";
import { rule as bucketNotPublic } from "../rules/storage/aws-bucket-not-public";
import { rule as bucketEncryptionSaid } from "../rules/storage/aws-bucket-encryption-said";
import { rule as bucketPublicAccessBlocked } from "../rules/storage/aws-bucket-public-access-blocked";
import { rule as bucketReplicated } from "../rules/storage/aws-bucket-replicated";
import { rule as bucketTlsOnly } from "../rules/storage/aws-bucket-tls-only";
import { rule as bucketVersioned } from "../rules/storage/aws-bucket-versioned";
import { rule as objectLockKeeps } from "../rules/storage/aws-object-lock-keeps";
import { rule as backupCopyInAnotherRegion } from "../rules/database/aws-backup-copy-in-another-region";
import { rule as cacheEncrypted } from "../rules/database/aws-cache-encrypted";
import { rule as databaseBackups } from "../rules/database/aws-database-backups";
import { rule as databaseDeletionProtection } from "../rules/database/aws-database-deletion-protection";
import { rule as databaseEncrypted } from "../rules/database/aws-database-encrypted";
import { rule as databaseLogs } from "../rules/database/aws-database-logs";
import { rule as databaseMultiZone } from "../rules/database/aws-database-multi-zone";
import { rule as databaseNotPublic } from "../rules/database/aws-database-not-public";
import { rule as databaseTlsOnly } from "../rules/database/aws-database-tls-only";
import { rule as databaseMinorUpgrades } from "../rules/database/aws-database-minor-upgrades";
import { rule as cacheMultiZone } from "../rules/database/aws-cache-multi-zone";
import { rule as cacheBackups } from "../rules/database/aws-cache-backups";
import { rule as backupVaultLocked } from "../rules/database/aws-backup-vault-locked";
import { rule as alarmHasAction } from "../rules/observability/aws-alarm-has-action";
import { rule as configurationRecorded } from "../rules/observability/aws-configuration-recorded";
import { rule as logGroupOwnKey } from "../rules/observability/aws-log-group-own-key";
import { rule as logRetentionSet } from "../rules/observability/aws-log-retention-set";
import { rule as logRetentionYear } from "../rules/observability/aws-log-retention-year";
import { rule as securityHubStandards } from "../rules/observability/aws-security-hub-standards";
import { rule as threatDetectionOn } from "../rules/observability/aws-threat-detection-on";
import { rule as trailMultiRegion } from "../rules/observability/aws-trail-multi-region";
import { rule as trailOwnKey } from "../rules/observability/aws-trail-own-key";
import { rule as trailValidated } from "../rules/observability/aws-trail-validated";
import { rule as dataProtected } from "../rules/platform/aws-data-protected";
import { rule as requiredTags } from "../rules/platform/aws-required-tags";
import { rule as noForcedDeletion } from "../rules/platform/aws-no-forced-deletion";

/** The rules for Amazon Web Services. */
export const aws: readonly Rule[] = [
  defaultSecurityGroupClosed,
  networkAclNoPublicAdministrationPorts,
  noPublicAdministrationPorts,
  noPublicPortRange,
  publicHttpOnlyOnLoadBalancer,
  subnetNoPublicAddress,
  vpcFlowLogs,
  publicIngressOnlyOnLoadBalancer,
  loadBalancerAccessLogs,
  loadBalancerDeletionProtection,
  loadBalancerDropsInvalidHeaders,
  loadBalancerHttps,
  publicLoadBalancerFirewall,
  tlsVersion,
  autoscaledServiceIgnoresCount,
  ecrImmutableTags,
  ecrOwnKey,
  ecrScanOnPush,
  ecsContainerInsights,
  ecsNoPublicAddress,
  ecsNotPrivileged,
  ecsReadOnlyRoot,
  ecsSeparateRoles,
  noSecretInEnvironment,
  ecsNoShell,
  ecsCapabilitiesDropped,
  eksApiNotWorldOpen,
  eksApiWithinNetwork,
  eksLogs,
  eksNodesNoOpenSsh,
  eksSecretsOwnKey,
  eksDeletionProtection,
  eksNetworkPolicy,
  iamNoAdministratorPolicy,
  iamNoFullAdministration,
  iamNoWildcardResource,
  kmsKeyRotation,
  noPublicPrincipal,
  secretOwnKey,
  secretRotated,
  ownKey,
  deletionWindow,
  bucketNotPublic,
  bucketEncryptionSaid,
  bucketPublicAccessBlocked,
  bucketReplicated,
  bucketTlsOnly,
  bucketVersioned,
  objectLockKeeps,
  backupCopyInAnotherRegion,
  cacheEncrypted,
  databaseBackups,
  databaseDeletionProtection,
  databaseEncrypted,
  databaseLogs,
  databaseMultiZone,
  databaseNotPublic,
  databaseTlsOnly,
  databaseMinorUpgrades,
  cacheMultiZone,
  cacheBackups,
  backupVaultLocked,
  alarmHasAction,
  configurationRecorded,
  logGroupOwnKey,
  logRetentionSet,
  logRetentionYear,
  securityHubStandards,
  threatDetectionOn,
  trailMultiRegion,
  trailOwnKey,
  trailValidated,
  dataProtected,
  requiredTags,
  noForcedDeletion,
];
