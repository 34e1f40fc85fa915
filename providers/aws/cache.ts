import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as ec2 from "@pulumi/aws/ec2";
import * as elasticache from "@pulumi/aws/elasticache";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Cache, type CacheArgs } from "../../components/cache";
import type { SizeClass } from "../../components/specification";
import type { AwsSharedComponents } from "./components";
import { physicalName } from "./names";

/**
 * Size classes as ElastiCache node types of 0.5, 3.1, 6.4 and 12.9 GiB (ElastiCache's table of node types): burstable
 * Graviton 2 where load is small or uneven, steady Graviton 3 above.
 */
const nodeTypes: Readonly<Record<SizeClass, string>> = {
  micro: "cache.t4g.micro",
  small: "cache.t4g.medium",
  medium: "cache.m7g.large",
  large: "cache.m7g.xlarge",
};

/** Days that the daily snapshot is kept: a cache can be filled again, so only long enough to look into an accident. */
const snapshotDays = { standing: 7, single: 1 };

/** Slower commands, in microseconds, are logged. */
const slowCommand = 10_000;

/** Valkey on Amazon ElastiCache: one primary, and with high availability a replica in another zone. */
export class AwsCache extends Cache {
  /** Group of the nodes, open to nobody: whoever may connect adds a rule to it. */
  readonly securityGroupId: pulumi.Output<string>;
  readonly port = 6379;
  readonly replicationGroupId: pulumi.Output<string>;
  /** Name of each node: the dimension `CacheClusterId` of its metrics. */
  readonly nodeIds: readonly pulumi.Output<string>[];
  override readonly host: pulumi.Output<string>;
  override readonly url: pulumi.Output<string>;

  constructor(name: string, args: CacheArgs<AwsSharedComponents>, opts: pulumi.ComponentResourceOptions) {
    super("aws", name, opts);
    const within = { parent: this };
    const nodes = args.highAvailability ? 2 : 1;

    const password = new random.RandomPassword(
      this.child("password"),
      // Letters and digits only: ElastiCache forbids some signs, a URL would have to escape others.
      { length: 64, special: false, keepers: { generation: args.secretGeneration } },
      within,
    );
    const subnets = new elasticache.SubnetGroup(
      this.child("subnets"),
      { description: "Data tier", subnetIds: args.network.dataSubnetIds },
      within,
    );
    const securityGroup = new ec2.SecurityGroup(
      this.child("security-group"),
      { description: "Valkey: no way out, ways in by service", vpcId: args.network.vpcId },
      within,
    );
    const parameters = new elasticache.ParameterGroup(
      this.child("parameters"),
      {
        description: "Evict the least used of all keys when full; log slow commands",
        family: "valkey8",
        parameters: [
          { name: "maxmemory-policy", value: "allkeys-lru" },
          { name: "slowlog-log-slower-than", value: String(slowCommand) },
        ],
      },
      within,
    );
    const group = new elasticache.ReplicationGroup(
      this.child("group"),
      {
        description: "Cache of the platform",
        engine: "valkey",
        engineVersion: "8.0",
        autoMinorVersionUpgrade: true,
        nodeType: nodeTypes[args.size],
        numCacheClusters: nodes,
        automaticFailoverEnabled: args.highAvailability,
        multiAzEnabled: args.highAvailability,
        port: this.port,
        parameterGroupName: parameters.name,
        subnetGroupName: subnets.name,
        securityGroupIds: [securityGroup.id],
        transitEncryptionEnabled: true,
        transitEncryptionMode: "required",
        authToken: password.result,
        // The old password stays valid beside the new one until all services have been rolled out.
        authTokenUpdateStrategy: "ROTATE",
        atRestEncryptionEnabled: true,
        kmsKeyId: args.key.arn,
        logDeliveryConfigurations: this.logDelivery(args),
        snapshotRetentionLimit: args.highAvailability ? snapshotDays.standing : snapshotDays.single,
        // UTC; a snapshot may not overlap with maintenance.
        snapshotWindow: "01:00-02:00",
        maintenanceWindow: "sun:03:00-sun:04:00",
        ...(args.protection && { finalSnapshotIdentifier: this.finalSnapshot() }),
        applyImmediately: !args.protection,
      },
      { ...within, protect: args.protection, retainOnDelete: args.protection },
    );

    this.securityGroupId = securityGroup.id;
    this.replicationGroupId = group.id;
    this.nodeIds = Array.from(
      { length: nodes },
      (_, index) => pulumi.interpolate`${group.id}-${String(index + 1).padStart(3, "0")}`,
    );
    this.host = group.primaryEndpointAddress;
    this.url = pulumi.secret(
      pulumi.interpolate`rediss://:${password.result}@${this.host}:${String(this.port)}/0`,
    );
    this.registerOutputs({ host: this.host, replicationGroupId: this.replicationGroupId });
  }

  private logDelivery(args: CacheArgs<AwsSharedComponents>) {
    return ["slow-log", "engine-log"].map((logType) => ({
      logType,
      logFormat: "json",
      destinationType: "cloudwatch-logs",
      destination: new cloudwatch.LogGroup(
        this.child(logType),
        { kmsKeyId: args.logsKey.arn, retentionInDays: args.logRetentionDays },
        { parent: this },
      ).name,
    }));
  }

  /** Unlike most, a snapshot taken at deletion is not named by AWS. */
  private finalSnapshot(): pulumi.Output<string> {
    const suffix = new random.RandomId(this.child("suffix"), { byteLength: 4 }, { parent: this });
    return suffix.hex.apply((hex) => physicalName("cacheSnapshot", this.name, `${hex}-final`));
  }
}
