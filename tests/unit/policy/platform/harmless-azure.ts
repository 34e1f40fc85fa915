import type { Harmless } from "./platform";
import { harmlessInClusters } from "./harmless-in-clusters";

/** Weakenings on Azure that no rule has to notice. */
export const harmless: Harmless = [
  ...harmlessInClusters,
  {
    because:
      "A second hold on what the account and Pulumi's protection hold already, or on what its bucket says.",
    what: [
      "azure-native:authorization:ManagementLockByScope (removed)",
      "azure-native:storage:BlobContainerImmutabilityPolicy (removed)",
    ],
  },
  {
    because:
      "A service's availability and rollouts are promises of the platform, which tests/contract judges on the same resources.",
    what: [
      "azure-native:app:ContainerApp configuration.ingress.traffic[].latestRevision",
      "azure-native:app:ManagedEnvironment zoneRedundant",
      "azure-native:containerregistry:Registry zoneRedundancy",
      "azure-native:containerservice:AgentPool enableAutoScaling",
      "azure-native:containerservice:ManagedCluster agentPoolProfiles[].enableAutoScaling",
      "azure-native:containerservice:ManagedCluster sku.tier",
      "azure-native:dbforpostgresql:Server storage.autoGrow",
    ],
  },
  {
    because:
      "Absent means the cloud's default, which is long enough for the rule about it, or the longest there is.",
    what: [
      "azure-native:dataprotection:BackupVault properties.securitySettings.softDeleteSettings.retentionDurationInDays",
      "azure-native:dbforpostgresql:Server backup.backupRetentionDays",
      "azure-native:keyvault:Vault properties.softDeleteRetentionInDays",
      "azure-native:operationalinsights:Workspace retentionInDays",
    ],
  },
  {
    because: "Holds no data, or nothing that is not elsewhere: it can be made again.",
    what: [
      "azure-native:cdn:Profile (protect)",
      "azure-native:containerservice:ManagedCluster (protect)",
      "azure-native:monitor:SubscriptionDiagnosticSetting (protect)",
      "azure-native:resources:ResourceGroup (protect)",
      "azure-native:storage:BlobContainerImmutabilityPolicy (protect)",
    ],
  },
  {
    because:
      "Keeps an update from taking back what the cloud changes by itself; the autoscaler's count is noticed where it is kept so.",
    what: [
      "azure-native:consumption:Budget (ignoreChanges)",
      "azure-native:containerservice:AgentPool (ignoreChanges)",
      "azure-native:containerservice:ManagedCluster (ignoreChanges)",
    ],
  },
  {
    because:
      "Locking for good can't be taken back, so each stack chooses it (backup.lock); unlocked, only who has been given the right can.",
    what: ["azure-native:dataprotection:BackupVault properties.securitySettings.immutabilitySettings.state"],
  },
  {
    because: "Said a second time elsewhere in the same resource or beside it, where it is noticed.",
    what: [
      "kubernetes:apps/v1:Deployment spec.template.spec.initContainers[].securityContext.seccompProfile",
    ],
  },
  {
    because: "The cloud refuses it, or nothing works with it: no rule has to find it.",
    what: [
      "azure-native:cdn:AFDEndpoint enabledState",
      "azure-native:cdn:AFDOrigin enabledState",
      "azure-native:cdn:Route enabledState",
      "azure-native:containerservice:ManagedCluster networkProfile.podCidr",
      "azure-native:containerservice:ManagedCluster networkProfile.serviceCidr",
      "azure-native:dataprotection:BackupPolicy properties.policyRules[].isDefault",
      "azure-native:dataprotection:BackupPolicy properties.policyRules[].trigger.taggingCriteria[].isDefault",
      "azure-native:network:NatGateway sku.name",
      "azure-native:network:PrivateEndpoint subnet.privateLinkServiceNetworkPolicies",
      "azure-native:network:PublicIPAddress sku.name",
      "azure-native:network:Subnet addressPrefix",
      "azure-native:network:Subnet privateLinkServiceNetworkPolicies",
      "azure-native:network:VirtualNetwork addressSpace.addressPrefixes[]",
      "azure-native:redisenterprise:RedisEnterprise encryption.customerManagedKeyEncryption.keyEncryptionKeyIdentity",
      "azure-native:storage:BlobContainer immutableStorageWithVersioning",
      "azure-native:storage:BlobContainer immutableStorageWithVersioning.enabled",
      "azure-native:storage:StorageAccount encryption.encryptionIdentity",
      "azure-native:storage:StorageAccount encryption.encryptionIdentity.encryptionUserAssignedIdentity",
      "azure-native:storage:StorageAccount sku.name",
    ],
  },
  {
    because:
      "The other way round it is as safe: a switch that is on for convenience, or off by the cloud's default.",
    what: [
      "azure-native:dataprotection:BackupVault properties.securitySettings.encryptionSettings.infrastructureEncryption",
      "azure-native:dbforpostgresql:Server authConfig.passwordAuth",
      "azure-native:frontdoor:Policy policySettings.scrubbingRules[].state",
      "azure-native:frontdoor:Policy policySettings.state",
      "azure-native:redisenterprise:Database accessKeysAuthentication",
      "azure-native:storage:StorageAccount defaultToOAuthAuthentication",
    ],
  },
  {
    because: "The program's own settings: what they must be is the service's business.",
    what: [
      "azure-native:app:ContainerApp template.containers[].env[].value",
      "azure-native:app:ContainerApp template.containers[].env[].value.exporters.prometheusremotewrite.resource_to_telemetry_conversion.enabled",
      "azure-native:app:ContainerApp template.containers[].env[].value.service.telemetry.logs",
      "azure-native:applicationinsights:Workbook serializedData.items[].content.parameters[].isRequired",
      "azure-native:containerservice:ManagedCluster addonProfiles.azureKeyvaultSecretsProvider.enabled",
      "azure-native:containerservice:ManagedCluster addonProfiles.omsagent.config.useAADAuth",
      "azure-native:containerservice:ManagedCluster securityProfile.imageCleaner.enabled",
      "azure-native:dbforpostgresql:Configuration value",
      "azure-native:dbforpostgresql:Server maintenanceWindow.customWindow",
      "azure-native:monitor:ActionGroup emailReceivers[].useCommonAlertSchema",
      "azure-native:monitor:DataCollectionRule dataSources.extensions[].extensionSettings.dataCollectionSettings.enableContainerLogV2",
      "azure-native:redisenterprise:Database persistence.rdbEnabled",
      "azure-native:resources:DeploymentAtSubscriptionScope properties.template.resources[].properties.isEnabled",
      "docker:index/image:Image skipPush",
      "kubernetes:apps/v1:Deployment spec.template.metadata.labels.azure.workload.identity/use",
      "kubernetes:apps/v1:Deployment spec.template.spec.containers[].volumeMounts[].readOnly",
      "kubernetes:apps/v1:Deployment spec.template.spec.initContainers[].env[].value.exporters.prometheusremotewrite.resource_to_telemetry_conversion.enabled",
      "kubernetes:apps/v1:Deployment spec.template.spec.initContainers[].env[].value.service.telemetry.logs",
      "kubernetes:apps/v1:Deployment spec.template.spec.volumes[].csi.readOnly",
      "kubernetes:batch/v1:CronJob spec.jobTemplate.spec.template.metadata.labels.azure.workload.identity/use",
      "kubernetes:batch/v1:CronJob spec.jobTemplate.spec.template.spec.containers[].volumeMounts[].readOnly",
      "kubernetes:batch/v1:CronJob spec.jobTemplate.spec.template.spec.volumes[].csi.readOnly",
      "kubernetes:core/v1:Service metadata.annotations.service.beta.kubernetes.io/azure-pls-create",
    ],
  },
  {
    because: "Tidying and cost: what must be kept is held by locks and retention, which are noticed.",
    what: [
      "azure-native:containerregistry:Registry policies.retentionPolicy",
      "azure-native:containerregistry:Registry policies.retentionPolicy.days",
      "azure-native:containerregistry:Registry policies.retentionPolicy.status",
      "azure-native:containerregistry:Task status",
      "azure-native:containerregistry:Task trigger.timerTriggers[].status",
      "azure-native:dataprotection:BackupVault properties.featureSettings.crossRegionRestoreSettings.state",
      "azure-native:storage:ManagementPolicy policy.rules[].enabled",
    ],
  },
  {
    because: "Waived for the platform: policy/waivers.json says why.",
    what: ["azure-native:keyvault:Vault properties.networkAcls.defaultAction"],
  },
  {
    because:
      "Watching by eye, and the comfort of whoever is called; what must be told is noticed at the alert.",
    what: [
      "azure-native:applicationinsights:WebTest enabled",
      "azure-native:applicationinsights:WebTest retryEnabled",
      "azure-native:applicationinsights:WebTest validationRules.sSLCheck",
      "azure-native:consumption:Budget notifications.Forecast.enabled",
      "azure-native:consumption:Budget notifications.Spent.enabled",
      "azure-native:containerservice:ManagedCluster azureMonitorProfile.metrics.enabled",
      "azure-native:dataprotection:BackupVault properties.monitoringSettings.azureMonitorAlertSettings.alertsForAllJobFailures",
      "azure-native:monitor:DiagnosticSetting (removed)",
      "azure-native:monitor:DiagnosticSetting logs",
      "azure-native:monitor:DiagnosticSetting logs[]",
      "azure-native:monitor:DiagnosticSetting logs[].enabled",
      "azure-native:monitor:DiagnosticSetting metrics[].enabled",
      "azure-native:monitor:MetricAlert autoMitigate",
      "azure-native:monitor:ScheduledQueryRule autoMitigate",
      "azure-native:monitor:SubscriptionDiagnosticSetting logs[]",
      "azure-native:monitor:SubscriptionDiagnosticSetting logs[].enabled",
    ],
  },
  {
    because: "Within the network or on its ways out: what comes in from the internet is noticed.",
    what: [
      "azure-native:cdn:Route forwardingProtocol",
      "azure-native:cdn:Route linkToDefaultDomain",
      "azure-native:containerservice:ManagedCluster apiServerAccessProfile.enablePrivateClusterPublicFQDN",
      "azure-native:dbforpostgresql:Server network.publicNetworkAccess",
      "azure-native:network:FlowLog flowAnalyticsConfiguration.networkWatcherFlowAnalyticsConfiguration.enabled",
      "azure-native:network:FlowLog retentionPolicy",
      "azure-native:network:NetworkSecurityGroup securityRules[].access",
      "azure-native:network:NetworkSecurityGroup securityRules[].destinationAddressPrefix",
      "azure-native:network:NetworkSecurityGroup securityRules[].sourceAddressPrefix",
    ],
  },
];
