/** What a cloud charges for in a resource type. Prices are not in here: they differ by account, region and day. */
export interface Priced {
  /** For people: `NAT gateway`. */
  readonly what: string;
  /** Inputs that decide how much, as paths of a difference without the places in lists, with words for people. */
  readonly by?: Readonly<Record<string, string>>;
  /** Whether having one costs nothing by itself: only changes of `by` are told. */
  readonly free?: boolean;
  /** Only those of which an input has this value cost: a VPC's gateway endpoints do not. */
  readonly only?: readonly [path: string, value: string];
}

const retention = { retentionInDays: "days of logs" };

/** By type. What is charged for by use alone (requests, traffic, what a bucket holds) is named where its rules change. */
export const priced: Readonly<Record<string, Priced>> = {
  "aws:ec2/natGateway:NatGateway": { what: "NAT gateway" },
  "aws:ec2/eip:Eip": { what: "public IPv4 address" },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    what: "interface endpoint",
    only: ["vpcEndpointType", "Interface"],
  },
  "aws:lb/loadBalancer:LoadBalancer": { what: "load balancer" },
  "aws:wafv2/webAcl:WebAcl": { what: "web application firewall" },
  "aws:ecs/service:Service": { what: "containers on Fargate", by: { desiredCount: "replicas at first" } },
  "aws:ecs/taskDefinition:TaskDefinition": {
    what: "size of a replica",
    by: { cpu: "CPU units", memory: "memory in MiB" },
    free: true,
  },
  "aws:appautoscaling/target:Target": {
    what: "number of replicas",
    by: { minCapacity: "at least", maxCapacity: "at most" },
    free: true,
  },
  "aws:rds/instance:Instance": {
    what: "PostgreSQL server",
    by: {
      instanceClass: "class",
      multiAz: "second zone",
      allocatedStorage: "GiB of storage",
      maxAllocatedStorage: "GiB of storage at most",
      storageType: "kind of storage",
      iops: "IOPS",
      backupRetentionPeriod: "days of backups",
      performanceInsightsRetentionPeriod: "days of performance data",
      monitoringInterval: "seconds between measurements",
    },
  },
  "aws:rds/clusterInstance:ClusterInstance": { what: "Aurora instance", by: { instanceClass: "class" } },
  "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": {
    what: "backups in the second region",
    by: { retentionPeriod: "days of backups" },
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    what: "Redis cluster",
    by: {
      nodeType: "class",
      numCacheClusters: "nodes",
      numNodeGroups: "shards",
      replicasPerNodeGroup: "replicas per shard",
      snapshotRetentionLimit: "days of snapshots",
    },
  },
  "aws:eks/cluster:Cluster": { what: "Kubernetes cluster" },
  "aws:eks/nodeGroup:NodeGroup": {
    what: "Kubernetes nodes",
    by: {
      instanceTypes: "class",
      "scalingConfig.minSize": "at least",
      "scalingConfig.desiredSize": "at first",
      "scalingConfig.maxSize": "at most",
    },
  },
  "aws:kms/key:Key": { what: "encryption key" },
  "aws:kms/replicaKey:ReplicaKey": { what: "encryption key in the second region" },
  "aws:secretsmanager/secret:Secret": { what: "secret" },
  "aws:cloudwatch/logGroup:LogGroup": { what: "retention of logs", by: retention, free: true },
  "aws:cloudwatch/metricAlarm:MetricAlarm": { what: "alarm" },
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": { what: "composite alarm" },
  "aws:cloudwatch/dashboard:Dashboard": { what: "dashboard" },
  "aws:synthetics/canary:Canary": { what: "uptime check", by: { "schedule.expression": "schedule" } },
  "aws:amp/workspace:Workspace": { what: "managed Prometheus" },
  "aws:route53/zone:Zone": { what: "DNS zone" },
  "aws:route53/healthCheck:HealthCheck": { what: "health check" },
  "aws:backup/plan:Plan": {
    what: "backup plan",
    by: { "rules.lifecycle.deleteAfter": "days of backups", "rules.schedule": "schedule" },
    free: true,
  },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
    what: "retention of objects",
    by: { "rules.expiration.days": "days" },
    free: true,
  },
  "aws:guardduty/detector:Detector": { what: "threat detection" },
  "aws:securityhub/account:Account": { what: "security posture" },
  "aws:cfg/recorder:Recorder": { what: "record of configurations" },

  "azure-native:network:NatGateway": { what: "NAT gateway" },
  "azure-native:network:PublicIPAddress": { what: "public IP address" },
  "azure-native:network:PrivateEndpoint": { what: "private endpoint" },
  "azure-native:app:ManagedEnvironment": {
    what: "Container Apps environment",
    by: {
      zoneRedundant: "several zones",
      "workloadProfiles.workloadProfileType": "profile",
      "workloadProfiles.minimumCount": "nodes at least",
      "workloadProfiles.maximumCount": "nodes at most",
    },
  },
  "azure-native:app:ContainerApp": {
    what: "container app",
    by: {
      "template.scale.minReplicas": "replicas at least",
      "template.scale.maxReplicas": "replicas at most",
      "template.containers.resources.cpu": "CPU of a replica",
      "template.containers.resources.memory": "memory of a replica",
    },
  },
  "azure-native:dbforpostgresql:Server": {
    what: "PostgreSQL server",
    by: {
      "sku.name": "class",
      "sku.tier": "tier",
      "highAvailability.mode": "standby",
      "storage.storageSizeGB": "GiB of storage",
      "storage.tier": "tier of storage",
      "backup.backupRetentionDays": "days of backups",
      "backup.geoRedundantBackup": "backups in the paired region",
    },
  },
  "azure-native:redisenterprise:RedisEnterprise": {
    what: "managed Redis",
    by: { "sku.name": "class", "sku.capacity": "capacity", highAvailability: "standby" },
  },
  "azure-native:containerservice:ManagedCluster": {
    what: "Kubernetes cluster",
    by: {
      "sku.tier": "tier",
      "agentPoolProfiles.vmSize": "class",
      "agentPoolProfiles.count": "nodes",
      "agentPoolProfiles.maxCount": "nodes at most",
    },
  },
  "azure-native:cdn:Profile": { what: "Front Door", by: { "sku.name": "tier" } },
  "azure-native:frontdoor:Policy": { what: "web application firewall", by: { "sku.name": "tier" } },
  "azure-native:containerregistry:Registry": { what: "registry", by: { "sku.name": "tier" } },
  "azure-native:storage:StorageAccount": { what: "storage", by: { "sku.name": "redundancy" } },
  "azure-native:operationalinsights:Workspace": {
    what: "log workspace",
    by: { ...retention, "workspaceCapping.dailyQuotaGb": "GiB a day at most" },
  },
  "azure-native:operationalinsights:Table": {
    what: "retention of logs",
    by: { ...retention, totalRetentionInDays: "days of archive" },
    free: true,
  },
  "azure-native:applicationinsights:WebTest": { what: "uptime check", by: { frequency: "seconds" } },
  "azure-native:monitor:MetricAlert": { what: "metric alert" },
  "azure-native:monitor:ScheduledQueryRule": {
    what: "log alert",
    by: { evaluationFrequency: "looks every" },
  },
  "azure-native:security:Pricing": { what: "Defender plan", by: { pricingTier: "tier" } },
  "azure-native:dataprotection:BackupInstance": { what: "protected instance" },
  "azure-native:dns:Zone": { what: "DNS zone" },
  "azure-native:privatedns:PrivateZone": { what: "private DNS zone" },

  "gcp:compute/routerNat:RouterNat": { what: "Cloud NAT" },
  "gcp:compute/address:Address": { what: "external address" },
  "gcp:compute/globalForwardingRule:GlobalForwardingRule": { what: "load balancer's rule" },
  "gcp:compute/securityPolicy:SecurityPolicy": { what: "Cloud Armor policy" },
  "gcp:cloudrunv2/service:Service": {
    what: "Cloud Run service",
    by: {
      "template.scaling.minInstanceCount": "instances at least",
      "template.scaling.maxInstanceCount": "instances at most",
      "scaling.minInstanceCount": "instances at least",
      "template.containers.resources.limits.cpu": "CPU of an instance",
      "template.containers.resources.limits.memory": "memory of an instance",
      "template.containers.resources.cpuIdle": "CPU only during requests",
    },
  },
  "gcp:sql/databaseInstance:DatabaseInstance": {
    what: "PostgreSQL server",
    by: {
      "settings.tier": "class",
      "settings.edition": "edition",
      "settings.availabilityType": "availability",
      "settings.diskSize": "GiB of storage",
      "settings.diskAutoresizeLimit": "GiB of storage at most",
      "settings.diskType": "kind of storage",
      "settings.backupConfiguration.backupRetentionSettings.retainedBackups": "backups kept",
      "settings.backupConfiguration.transactionLogRetentionDays": "days of logs for recovery",
    },
  },
  "gcp:redis/instance:Instance": {
    what: "Redis instance",
    by: { memorySizeGb: "GiB of memory", tier: "tier", replicaCount: "replicas" },
  },
  "gcp:container/cluster:Cluster": { what: "Kubernetes cluster" },
  "gcp:container/nodePool:NodePool": {
    what: "Kubernetes nodes",
    by: {
      "nodeConfig.machineType": "class",
      nodeCount: "nodes",
      "autoscaling.maxNodeCount": "nodes at most",
    },
  },
  "gcp:kms/cryptoKey:CryptoKey": { what: "encryption key", by: { rotationPeriod: "rotated every" } },
  "gcp:secretmanager/secretVersion:SecretVersion": { what: "secret's version" },
  "gcp:storage/bucket:Bucket": {
    what: "storage",
    by: {
      storageClass: "class",
      location: "place",
      "retentionPolicy.retentionPeriod": "seconds kept",
      "lifecycleRules.condition.age": "days",
    },
    free: true,
  },
  "gcp:logging/projectBucketConfig:ProjectBucketConfig": {
    what: "retention of logs",
    by: { retentionDays: "days of logs" },
    free: true,
  },
  "gcp:dns/managedZone:ManagedZone": { what: "DNS zone" },
  "gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig": { what: "uptime check", by: { period: "every" } },
};
