import type { Harmless } from "./platform";
import { harmlessInClusters } from "./harmless-in-clusters";

/** Weakenings on AWS that no rule has to notice. */
export const harmless: Harmless = [
  ...harmlessInClusters,
  {
    because:
      "A service's availability and rollouts are promises of the platform, which tests/contract judges on the same resources.",
    what: [
      "aws:ecs/service:Service alarms.enable",
      "aws:ecs/service:Service alarms.rollback",
      "aws:ecs/service:Service availabilityZoneRebalancing",
      "aws:ecs/service:Service deploymentCircuitBreaker.enable",
      "aws:ecs/service:Service deploymentCircuitBreaker.rollback",
      "aws:ecs/service:Service enableEcsManagedTags",
      "aws:ecs/service:Service waitForSteadyState",
      "aws:ecs/taskDefinition:TaskDefinition containerDefinitions[].essential",
      "aws:ecs/taskDefinition:TaskDefinition containerDefinitions[].linuxParameters.initProcessEnabled",
      "aws:ecs/taskDefinition:TaskDefinition containerDefinitions[].restartPolicy.enabled",
      "aws:eks/cluster:Cluster zonalShiftConfig.enabled",
      "aws:route53/record:Record aliases[].evaluateTargetHealth",
      "kubernetes:apps/v1:Deployment spec.template.spec.initContainers[].livenessProbe",
    ],
  },
  {
    because:
      "Absent means the cloud's default, which is long enough for the rule about it, or the longest there is.",
    what: [
      "aws:elasticache/replicationGroup:ReplicationGroup snapshotRetentionLimit",
      "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication retentionPeriod",
    ],
  },
  {
    because: "Another standard is left, and one is what the rule asks for.",
    what: ["aws:securityhub/standardsSubscription:StandardsSubscription (removed)"],
  },
  {
    because: "Holds no data, or nothing that is not elsewhere: it can be made again.",
    what: ["aws:cloudwatch/logGroup:LogGroup (protect)", "aws:lb/loadBalancer:LoadBalancer (protect)"],
  },
  {
    because:
      "Keeps an update from taking back what the cloud changes by itself; the autoscaler's count is noticed where it is kept so.",
    what: ["aws:ec2/defaultNetworkAcl:DefaultNetworkAcl (ignoreChanges)"],
  },
  {
    because:
      "Locking for good can't be taken back, so each stack chooses it (backup.lock); unlocked, only who has been given the right can.",
    what: ["aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration rule.defaultRetention.mode"],
  },
  {
    because: "No subnet has it: each tier has an ACL of its own.",
    what: ["aws:ec2/defaultNetworkAcl:DefaultNetworkAcl (removed)"],
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
      "aws:cloudwatch/metricAlarm:MetricAlarm metricQueries[].returnData",
      "aws:ec2/subnet:Subnet cidrBlock",
      "aws:ec2/vpc:Vpc cidrBlock",
      "aws:ec2/vpc:Vpc enableDnsHostnames",
      "aws:ec2/vpc:Vpc enableDnsSupport",
      "aws:ec2/vpcEndpoint:VpcEndpoint privateDnsEnabled",
      "aws:eks/cluster:Cluster computeConfig.enabled",
      "aws:eks/cluster:Cluster kubernetesNetworkConfig.elasticLoadBalancing.enabled",
      "aws:eks/cluster:Cluster kubernetesNetworkConfig.serviceIpv4Cidr",
      "aws:eks/cluster:Cluster storageConfig.blockStorage.enabled",
      "aws:elasticache/replicationGroup:ReplicationGroup transitEncryptionMode",
      "aws:s3/bucket:Bucket objectLockEnabled",
      "aws:s3/bucketPolicy:BucketPolicy policy.Statement[].Condition.NumericLessThan.s3:TlsVersion",
      "aws:wafv2/webAcl:WebAcl scope",
      "aws:wafv2/webAclAssociation:WebAclAssociation webAclArn",
    ],
  },
  {
    because:
      "The other way round it is as safe: a switch that is on for convenience, or off by the cloud's default.",
    what: [
      "aws:elasticache/replicationGroup:ReplicationGroup applyImmediately",
      "aws:rds/instance:Instance applyImmediately",
      "aws:rds/instance:Instance iamDatabaseAuthenticationEnabled",
      "aws:rds/instance:Instance performanceInsightsEnabled",
      "aws:rds/instance:Instance performanceInsightsRetentionPeriod",
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration rules[].bucketKeyEnabled",
    ],
  },
  {
    because: "The program's own settings: what they must be is the service's business.",
    what: [
      "aws:ecs/taskDefinition:TaskDefinition containerDefinitions[].environment[].value",
      "aws:ecs/taskDefinition:TaskDefinition containerDefinitions[].environment[].value.exporters.prometheusremotewrite.resource_to_telemetry_conversion.enabled",
      "aws:ecs/taskDefinition:TaskDefinition containerDefinitions[].environment[].value.service.telemetry.logs",
      "aws:eks/addon:Addon configurationValues.containerLogs",
      "aws:eks/addon:Addon configurationValues.containerLogs.enabled",
      "aws:eks/addon:Addon configurationValues.secrets-store-csi-driver.syncSecret.enabled",
      "aws:rds/instance:Instance copyTagsToSnapshot",
      "docker:index/image:Image skipPush",
      "kubernetes:apps/v1:Deployment spec.template.spec.containers[].volumeMounts[].readOnly",
      "kubernetes:apps/v1:Deployment spec.template.spec.initContainers[].env[].value.exporters.prometheusremotewrite.resource_to_telemetry_conversion.enabled",
      "kubernetes:apps/v1:Deployment spec.template.spec.initContainers[].env[].value.service.telemetry.logs",
      "kubernetes:apps/v1:Deployment spec.template.spec.tolerations[].value",
      "kubernetes:apps/v1:Deployment spec.template.spec.volumes[].csi.readOnly",
      "kubernetes:batch/v1:CronJob spec.jobTemplate.spec.template.spec.containers[].volumeMounts[].readOnly",
      "kubernetes:batch/v1:CronJob spec.jobTemplate.spec.template.spec.volumes[].csi.readOnly",
      "kubernetes:core/v1:Namespace metadata.labels.eks.amazonaws.com/pod-readiness-gate-inject",
      "kubernetes:karpenter.sh/v1:NodePool spec.template.spec.taints[].value",
      "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass spec.parameters.usePodIdentity",
    ],
  },
  {
    because: "Tidying and cost: what must be kept is held by locks and retention, which are noticed.",
    what: [
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration rules[].expiration.days",
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration rules[].noncurrentVersionExpiration.noncurrentDays",
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration rules[].status",
    ],
  },
  {
    because: "Waived for the platform: policy/waivers.json says why.",
    what: [
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration rules[].applyServerSideEncryptionByDefault",
    ],
  },
  {
    because:
      "Watching by eye, and the comfort of whoever is called; what must be told is noticed at the alert.",
    what: [
      "aws:route53/healthCheck:HealthCheck enableSni",
      "aws:route53/healthCheck:HealthCheck type",
      "aws:s3/bucketNotification:BucketNotification eventbridge",
      "aws:wafv2/webAcl:WebAcl rules[].visibilityConfig.cloudwatchMetricsEnabled",
      "aws:wafv2/webAcl:WebAcl rules[].visibilityConfig.sampledRequestsEnabled",
      "aws:wafv2/webAcl:WebAcl visibilityConfig.cloudwatchMetricsEnabled",
      "aws:wafv2/webAcl:WebAcl visibilityConfig.sampledRequestsEnabled",
    ],
  },
  {
    because: "Within the network or on its ways out: what comes in from the internet is noticed.",
    what: ["aws:ec2/networkAcl:NetworkAcl egress[].cidrBlock"],
  },
];
