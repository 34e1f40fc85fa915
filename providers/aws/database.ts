import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as ec2 from "@pulumi/aws/ec2";
import * as rds from "@pulumi/aws/rds";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Database, type DatabaseArgs } from "../../components/database";
import type { AwsSharedComponents } from "./components";
import { type DatabaseSize, databaseSizes } from "./database-size";
import { databaseParameters } from "./database-parameters";
import { beginning } from "./database-restore";
import { onlyForAccount, ServiceRole } from "./role";
import { physicalName } from "./names";

/** Name of the first database and of its owner, which services connect as (see docs: a role per service is SQL, not infrastructure). */
const databaseName = "platform";
const owner = "platform";
/** Logs that RDS can send to CloudWatch for PostgreSQL. */
const logKinds = ["postgresql", "upgrade"];

/** PostgreSQL on Amazon RDS. */
export class AwsDatabase extends Database {
  /** Group of the server, open to nobody: whoever may connect adds a rule to it. */
  readonly securityGroupId: pulumi.Output<string>;
  readonly port = 5432;
  readonly instanceArn: pulumi.Output<string>;
  /** Name of the instance, and `DBInstanceIdentifier` of its metrics. */
  readonly identifier: pulumi.Output<string>;
  /** The size it was made with, and its first storage in GiB: what alerts are relative to. */
  readonly size: DatabaseSize;
  readonly storage: number;
  override readonly host: pulumi.Output<string>;
  override readonly url: pulumi.Output<string>;

  constructor(name: string, args: DatabaseArgs<AwsSharedComponents>, opts: pulumi.ComponentResourceOptions) {
    super("aws", name, opts);
    const within = { parent: this };
    this.size = databaseSizes[args.size];
    this.storage = args.storage;

    // Log groups must exist, with key and retention, before RDS makes them itself without either: so the identifier is
    // chosen here. It changes with whatever makes RDS replace the instance, so that old and new can exist side by side.
    const suffix = new random.RandomId(
      this.child("suffix"),
      { byteLength: 4, keepers: { key: args.key.arn, restoreFrom: args.restoreFrom ?? "" } },
      within,
    );
    const identifier = suffix.hex.apply((hex) => physicalName("databaseInstance", name, hex));
    const logs = logKinds.map(
      (kind) =>
        new cloudwatch.LogGroup(
          this.child(`logs-${kind}`),
          {
            name: pulumi.interpolate`/aws/rds/instance/${identifier}/${kind}`,
            kmsKeyId: args.logsKey.arn,
            retentionInDays: args.logRetentionDays,
          },
          within,
        ),
    );
    const password = new random.RandomPassword(
      this.child("password"),
      // 40 letters and digits: 238 bits, and none of the characters that RDS forbids or a URL must escape.
      { length: 40, special: false, keepers: { generation: args.secretGeneration } },
      within,
    );
    const subnets = new rds.SubnetGroup(
      this.child("subnets"),
      { description: "Data tier", subnetIds: args.network.dataSubnetIds },
      within,
    );
    const securityGroup = new ec2.SecurityGroup(
      this.child("security-group"),
      { description: "PostgreSQL: no way out, ways in by service", vpcId: args.network.vpcId },
      within,
    );
    const parameters = new rds.ParameterGroup(
      this.child("parameters"),
      {
        description: "TLS only, slow queries and connections logged",
        family: `postgres${args.version}`,
        parameters: databaseParameters(),
      },
      within,
    );
    const instance = new rds.Instance(
      this.child("instance"),
      {
        ...beginning(args.restoreFrom, { dbName: databaseName, username: owner, kmsKeyId: args.key.arn }),
        identifier,
        engine: "postgres",
        engineVersion: args.version,
        // A new major version is a decision of the stack file; minor ones come by themselves.
        allowMajorVersionUpgrade: true,
        autoMinorVersionUpgrade: true,
        instanceClass: this.size.instanceClass,
        password: password.result,
        port: this.port,
        ...this.storageArgs(args),
        ...this.logArgs(args),
        dbSubnetGroupName: subnets.name,
        vpcSecurityGroupIds: [securityGroup.id],
        publiclyAccessible: false,
        parameterGroupName: parameters.name,
        caCertIdentifier: "rds-ca-rsa2048-g1",
        iamDatabaseAuthenticationEnabled: true,
        multiAz: args.highAvailability,
        backupRetentionPeriod: args.retentionDays,
        // UTC; the plan of AWS Backup starts after both, because it may not overlap with them.
        backupWindow: "01:00-01:30",
        maintenanceWindow: "sun:02:00-sun:03:00",
        copyTagsToSnapshot: true,
        deleteAutomatedBackups: !args.protection,
        deletionProtection: args.protection,
        skipFinalSnapshot: !args.protection,
        ...(args.protection && {
          finalSnapshotIdentifier: suffix.hex.apply((hex) =>
            physicalName("databaseSnapshot", name, `${hex}-final`),
          ),
        }),
        // What restarts the server waits for the maintenance window where it matters.
        applyImmediately: !args.protection,
      },
      { ...within, dependsOn: logs, protect: args.protection, retainOnDelete: args.protection },
    );

    this.securityGroupId = securityGroup.id;
    this.instanceArn = instance.arn;
    this.identifier = instance.identifier;
    this.host = instance.address;
    // `require` encrypts without proving who answers: `verify-full` needs Amazon's root certificates as a file in every
    // image. A service that ships them appends `sslrootcert`; the address is private to the network either way.
    this.url = pulumi.secret(
      pulumi.interpolate`postgresql://${owner}:${password.result}@${instance.address}:${String(this.port)}/${databaseName}?sslmode=require`,
    );
    this.registerOutputs({ host: this.host, identifier: this.identifier });
  }

  private storageArgs(args: DatabaseArgs<AwsSharedComponents>) {
    return {
      storageType: "gp3",
      allocatedStorage: args.storage,
      // RDS wants a limit above the start, or none.
      ...(args.maximumStorage > args.storage && { maxAllocatedStorage: args.maximumStorage }),
      storageEncrypted: true,
    };
  }

  private logArgs(args: DatabaseArgs<AwsSharedComponents>) {
    const monitoring = new ServiceRole(
      this.child("monitoring"),
      {
        service: "monitoring.rds.amazonaws.com",
        condition: onlyForAccount(args.key.account.id),
        managedPolicies: ["arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"],
      },
      { parent: this },
    );
    return {
      enabledCloudwatchLogsExports: logKinds,
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: args.key.arn,
      // The longest period without a charge.
      performanceInsightsRetentionPeriod: 7,
      monitoringInterval: 60,
      monitoringRoleArn: monitoring.arn,
    };
  }
}
