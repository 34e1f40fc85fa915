import type { Rule } from "../mechanism/rule";
import { rule as networkFlowLogs } from "../rules/network/azure-network-flow-logs";
import { rule as noPublicAdministrationPorts } from "../rules/network/azure-no-public-administration-ports";
import { rule as noPublicPortRange } from "../rules/network/azure-no-public-port-range";
import { rule as subnetHasSecurityGroup } from "../rules/network/azure-subnet-has-security-group";
import { rule as firewallBlocks } from "../rules/load-balancing/azure-firewall-blocks";
import { rule as frontDoorOriginHttps } from "../rules/load-balancing/azure-front-door-origin-https";
import { rule as httpsOnly } from "../rules/load-balancing/azure-https-only";
import { rule as subnetNoDefaultOutbound } from "../rules/network/azure-subnet-no-default-outbound";
import { rule as noPublicDataPorts } from "../rules/network/azure-no-public-data-ports";
import { rule as publicEntryFirewall } from "../rules/load-balancing/azure-public-entry-firewall";
import { rule as tlsVersion } from "../rules/load-balancing/azure-tls-version";
import { rule as autoscaledCountIgnored } from "../rules/containers/azure-autoscaled-count-ignored";
import { rule as noSecretInEnvironment } from "../rules/containers/azure-no-secret-in-environment";
import { rule as registryNoAdminUser } from "../rules/containers/azure-registry-no-admin-user";
import { rule as registryNoAnonymousPull } from "../rules/containers/azure-registry-no-anonymous-pull";
import { rule as registryPrivate } from "../rules/containers/azure-registry-private";
import { rule as environmentEncrypted } from "../rules/containers/azure-environment-encrypted";
import { rule as aksApiNotWorldOpen } from "../rules/clusters/azure-aks-api-not-world-open";
import { rule as aksDisksOwnKey } from "../rules/clusters/azure-aks-disks-own-key";
import { rule as aksNetworkPolicy } from "../rules/clusters/azure-aks-network-policy";
import { rule as aksNoLocalAccounts } from "../rules/clusters/azure-aks-no-local-accounts";
import { rule as aksPolicyAddOn } from "../rules/clusters/azure-aks-policy-add-on";
import { rule as aksRbac } from "../rules/clusters/azure-aks-rbac";
import { rule as aksSecretsOwnKey } from "../rules/clusters/azure-aks-secrets-own-key";
import { rule as aksPrivateNodes } from "../rules/clusters/azure-aks-private-nodes";
import { rule as aksTrustedNodes } from "../rules/clusters/azure-aks-trusted-nodes";
import { rule as aksEntraRoles } from "../rules/clusters/azure-aks-entra-roles";
import { rule as aksLogs } from "../rules/clusters/azure-aks-logs";
import { rule as aksDefender } from "../rules/clusters/azure-aks-defender";
import { rule as aksWorkloadIdentity } from "../rules/clusters/azure-aks-workload-identity";
import { rule as keyRotation } from "../rules/identity/azure-key-rotation";
import { rule as keyVaultNotPublic } from "../rules/identity/azure-key-vault-not-public";
import { rule as keyVaultPurgeProtection } from "../rules/identity/azure-key-vault-purge-protection";
import { rule as keyVaultRoles } from "../rules/identity/azure-key-vault-roles";
import { rule as noFullAdministrationRole } from "../rules/identity/azure-no-full-administration-role";
import { rule as ownKey } from "../rules/identity/azure-own-key";
import { rule as secretExpiry } from "../rules/identity/azure-secret-expiry";
import { rule as storageClosedByDefault } from "../rules/storage/azure-storage-closed-by-default";
import { rule as storageGeoRedundant } from "../rules/storage/azure-storage-geo-redundant";
import { rule as storageHttpsOnly } from "../rules/storage/azure-storage-https-only";
import { rule as storageNoAnonymousBlobs } from "../rules/storage/azure-storage-no-anonymous-blobs";
import { rule as storageNoSharedKey } from "../rules/storage/azure-storage-no-shared-key";
import { rule as storageSoftDelete } from "../rules/storage/azure-storage-soft-delete";
import { rule as storageTlsVersion } from "../rules/storage/azure-storage-tls-version";
import { rule as storageVersioned } from "../rules/storage/azure-storage-versioned";
import { rule as storageNoCrossTenantReplication } from "../rules/storage/azure-storage-no-cross-tenant-replication";
import { rule as backupInAnotherRegion } from "../rules/database/azure-backup-in-another-region";
import { rule as backupVaultImmutable } from "../rules/database/azure-backup-vault-immutable";
import { rule as cacheEncrypted } from "../rules/database/azure-cache-encrypted";
import { rule as databaseBackups } from "../rules/database/azure-database-backups";
import { rule as databaseDeletionLock } from "../rules/database/azure-database-deletion-lock";
import { rule as databaseGeoBackup } from "../rules/database/azure-database-geo-backup";
import { rule as databaseMultiZone } from "../rules/database/azure-database-multi-zone";
import { rule as databaseNotPublic } from "../rules/database/azure-database-not-public";
import { rule as databasePrivate } from "../rules/database/azure-database-private";
import { rule as databaseTlsOnly } from "../rules/database/azure-database-tls-only";
import { rule as cacheMultiZone } from "../rules/database/azure-cache-multi-zone";
import { rule as activityLogComplete } from "../rules/observability/azure-activity-log-complete";
import { rule as activityLogKept } from "../rules/observability/azure-activity-log-kept";
import { rule as alertHasAction } from "../rules/observability/azure-alert-has-action";
import { rule as keyVaultLogs } from "../rules/observability/azure-key-vault-logs";
import { rule as logRetentionYear } from "../rules/observability/azure-log-retention-year";
import { rule as securityGroupChangeAlert } from "../rules/observability/azure-security-group-change-alert";
import { rule as defenderOn } from "../rules/observability/azure-defender-on";
import { rule as telemetryNoLocalAuth } from "../rules/observability/azure-telemetry-no-local-auth";
import { rule as dataProtected } from "../rules/platform/azure-data-protected";
import { rule as requiredTags } from "../rules/platform/azure-required-tags";

/** The rules for Microsoft Azure. */
export const azure: readonly Rule[] = [
  networkFlowLogs,
  noPublicAdministrationPorts,
  noPublicPortRange,
  subnetHasSecurityGroup,
  subnetNoDefaultOutbound,
  noPublicDataPorts,
  firewallBlocks,
  frontDoorOriginHttps,
  httpsOnly,
  publicEntryFirewall,
  tlsVersion,
  autoscaledCountIgnored,
  noSecretInEnvironment,
  registryNoAdminUser,
  registryNoAnonymousPull,
  registryPrivate,
  environmentEncrypted,
  aksApiNotWorldOpen,
  aksDisksOwnKey,
  aksNetworkPolicy,
  aksNoLocalAccounts,
  aksPolicyAddOn,
  aksRbac,
  aksSecretsOwnKey,
  aksPrivateNodes,
  aksTrustedNodes,
  aksEntraRoles,
  aksLogs,
  aksDefender,
  aksWorkloadIdentity,
  keyRotation,
  keyVaultNotPublic,
  keyVaultPurgeProtection,
  keyVaultRoles,
  noFullAdministrationRole,
  ownKey,
  secretExpiry,
  storageClosedByDefault,
  storageGeoRedundant,
  storageHttpsOnly,
  storageNoAnonymousBlobs,
  storageNoSharedKey,
  storageSoftDelete,
  storageTlsVersion,
  storageVersioned,
  storageNoCrossTenantReplication,
  backupInAnotherRegion,
  backupVaultImmutable,
  cacheEncrypted,
  databaseBackups,
  databaseDeletionLock,
  databaseGeoBackup,
  databaseMultiZone,
  databaseNotPublic,
  databasePrivate,
  databaseTlsOnly,
  cacheMultiZone,
  activityLogComplete,
  activityLogKept,
  alertHasAction,
  keyVaultLogs,
  logRetentionYear,
  securityGroupChangeAlert,
  defenderOn,
  telemetryNoLocalAuth,
  dataProtected,
  requiredTags,
];
