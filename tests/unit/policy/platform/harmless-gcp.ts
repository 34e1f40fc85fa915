import type { Harmless } from "./platform";
import { harmlessInClusters } from "./harmless-in-clusters";

/** Weakenings on Google that no rule has to notice. */
export const harmless: Harmless = [
  ...harmlessInClusters,
  {
    because:
      "A service's availability and rollouts are promises of the platform, which tests/contract judges on the same resources.",
    what: [
      "gcp:cloudrunv2/job:Job template.template.containers[].resources.limits",
      "gcp:cloudrunv2/service:Service template.containers[].livenessProbe",
      "gcp:cloudrunv2/service:Service template.containers[].readinessProbe",
      "gcp:cloudrunv2/service:Service template.containers[].resources.limits",
      "gcp:cloudrunv2/service:Service template.containers[].resources.startupCpuBoost",
      "gcp:compute/network:Network routingMode",
      "gcp:compute/routerNat:RouterNat enableDynamicPortAllocation",
      "gcp:sql/databaseInstance:DatabaseInstance settings.diskAutoresize",
      "kubernetes:apps/v1:Deployment spec.template.spec.initContainers[].livenessProbe",
    ],
  },
  {
    because:
      "Absent means the cloud's default, which is long enough for the rule about it, or the longest there is.",
    what: [
      "gcp:compute/subnetwork:Subnetwork logConfig.flowSampling",
      "gcp:logging/projectBucketConfig:ProjectBucketConfig retentionDays",
      "gcp:pubsub/topic:Topic messageRetentionDuration",
      "gcp:sql/databaseInstance:DatabaseInstance settings.backupConfiguration.backupRetentionSettings",
      "gcp:sql/databaseInstance:DatabaseInstance settings.backupConfiguration.backupRetentionSettings.retentionUnit",
      "gcp:sql/databaseInstance:DatabaseInstance settings.backupConfiguration.transactionLogRetentionDays",
    ],
  },
  {
    because: "Holds no data, or nothing that is not elsewhere: it can be made again.",
    what: [
      "gcp:compute/globalAddress:GlobalAddress (protect)",
      "gcp:compute/globalForwardingRule:GlobalForwardingRule (protect)",
      "gcp:container/cluster:Cluster (protect)",
      "gcp:logging/projectBucketConfig:ProjectBucketConfig (protect)",
      "gcp:logging/projectSink:ProjectSink (protect)",
      "gcp:projects/iAMAuditConfig:IAMAuditConfig (protect)",
    ],
  },
  {
    because:
      "Keeps an update from taking back what the cloud changes by itself; the autoscaler's count is noticed where it is kept so.",
    what: [
      "gcp:sql/databaseInstance:DatabaseInstance (ignoreChanges)",
      "gcp:storage/bucket:Bucket (ignoreChanges)",
    ],
  },
  {
    because: "Matters only once a deletion is allowed, which is noticed.",
    what: [
      "gcp:secretmanager/secret:Secret versionDestroyTtl",
      "gcp:sql/databaseInstance:DatabaseInstance settings.finalBackupConfig.enabled",
      "gcp:sql/databaseInstance:DatabaseInstance settings.finalBackupConfig.retentionDays",
      "gcp:sql/databaseInstance:DatabaseInstance settings.retainBackupsOnDelete",
    ],
  },
  {
    because: "One stack of an account or project watches for all of them: a stack without it is no mistake.",
    what: ["gcp:projects/iAMAuditConfig:IAMAuditConfig (removed)"],
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
      "gcp:compute/route:Route destRange",
      "gcp:compute/securityPolicy:SecurityPolicy (removed)",
      "gcp:compute/subnetwork:Subnetwork ipCidrRange",
      "gcp:compute/subnetwork:Subnetwork secondaryIpRanges[].ipCidrRange",
      "gcp:monitoring/alertPolicy:AlertPolicy conditions[].conditionMatchedLog",
    ],
  },
  {
    because:
      "The other way round it is as safe: a switch that is on for convenience, or off by the cloud's default.",
    what: [
      "gcp:sql/databaseInstance:DatabaseInstance settings.insightsConfig.queryInsightsEnabled",
      "gcp:sql/databaseInstance:DatabaseInstance settings.insightsConfig.recordApplicationTags",
    ],
  },
  {
    because: "The program's own settings: what they must be is the service's business.",
    what: [
      "docker:index/image:Image skipPush",
      "gcp:cloudrunv2/service:Service template.containers[].envs[].value",
      "gcp:cloudrunv2/service:Service template.containers[].envs[].value.service.telemetry.logs",
      "gcp:container/cluster:Cluster secretSyncConfig.enabled",
      "gcp:logging/projectSink:ProjectSink uniqueWriterIdentity",
      "gcp:redis/instance:Instance authorizedNetwork",
      "gcp:sql/databaseInstance:DatabaseInstance settings.databaseFlags[].value",
      "kubernetes:apps/v1:Deployment spec.template.spec.initContainers[].env[].value.service.telemetry.logs",
      "kubernetes:apps/v1:Deployment spec.template.spec.nodeSelector.cloud.google.com/gke-spot",
      "kubernetes:apps/v1:Deployment spec.template.spec.tolerations[].value",
    ],
  },
  {
    because:
      "Watching by eye, and the comfort of whoever is called; what must be told is noticed at the alert.",
    what: [
      "gcp:compute/securityPolicy:SecurityPolicy adaptiveProtectionConfig",
      "gcp:compute/securityPolicy:SecurityPolicy adaptiveProtectionConfig.layer7DdosDefenseConfig.enable",
      "gcp:container/cluster:Cluster monitoringConfig.managedPrometheus.enabled",
      "gcp:monitoring/alertPolicy:AlertPolicy conditions[].conditionPrometheusQueryLanguage.disableMetricValidation",
      "gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig httpCheck.useSsl",
      "gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig httpCheck.validateSsl",
    ],
  },
  {
    because: "Within the network or on its ways out: what comes in from the internet is noticed.",
    what: [
      "gcp:cloudrunv2/service:Service defaultUriDisabled",
      "gcp:cloudrunv2/service:Service invokerIamDisabled",
      "gcp:compute/backendService:BackendService protocol",
      "gcp:compute/firewall:Firewall destinationRanges[]",
      "gcp:compute/firewall:Firewall logConfig",
      "gcp:compute/routerNat:RouterNat logConfig",
      "gcp:compute/routerNat:RouterNat logConfig.enable",
      "gcp:container/cluster:Cluster privateClusterConfig.enablePrivateEndpoint",
    ],
  },
];
