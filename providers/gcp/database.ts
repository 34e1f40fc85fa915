import * as sql from "@pulumi/gcp/sql";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Database, type DatabaseArgs } from "../../components/database";
import type { GcpSharedComponents } from "./components";
import { databaseParameters } from "./database-parameters";
import { type DatabaseSize, databaseSize } from "./database-size";
import { physicalName } from "./names";
import type { GcpProject } from "./project";

type Args = DatabaseArgs<GcpSharedComponents>;

/** Name of the first database and of its owner, which services connect as (see docs: a role per service is SQL, not infrastructure). */
const databaseName = "platform";
const owner = "platform";

/** UTC. A backup starts within four hours. */
const backupStart = "01:00";
/** Days that the last backup outlives the instance. */
const finalBackupDays = 35;

/**
 * PostgreSQL on Cloud SQL, in Google's network behind private services access. Its logs go where all logs go: see
 * `GcpTelemetry`.
 *
 * Anybody in the network who may call out to its address can knock: the firewall lets nobody out but the services that were
 * given it, each of which opens that way itself.
 */
export class GcpDatabase extends Database {
  readonly instance: {
    readonly name: pulumi.Output<string>;
    readonly id: pulumi.Output<string>;
    /** `PROJECT:REGION:INSTANCE`. */
    readonly connectionName: pulumi.Output<string>;
  };
  readonly databaseName = databaseName;
  readonly port = 5432;
  /** `POSTGRES_17`. */
  readonly version: string;
  /** The machine, and the first storage in GiB: what alerts are relative to. */
  readonly size: DatabaseSize;
  readonly storage: number;
  /** GiB that storage may grow to by itself. */
  readonly maximumStorage: number;
  /** Days that the instance's own daily backups are kept. */
  readonly retentionDays: number;
  readonly project: GcpProject;
  override readonly host: pulumi.Output<string>;
  override readonly url: pulumi.Output<string>;

  /** @throws pulumi.RunError when `restoreFrom` names no backup of an instance */
  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    const within = { parent: this };
    const { key, network, protection, restoreFrom } = args;
    const { project } = key;
    this.project = project;
    this.size = databaseSize(args.size, args.retentionDays);
    this.storage = args.storage;
    this.maximumStorage = args.maximumStorage;
    this.retentionDays = args.retentionDays;
    this.version = `POSTGRES_${args.version}`;

    // A name stays taken for a week: so it changes with whatever makes Google replace the instance.
    const suffix = new random.RandomId(
      this.child("suffix"),
      { byteLength: 4, keepers: { key: key.reference, restoreFrom: restoreFrom ?? "" } },
      within,
    );
    const instance = new sql.DatabaseInstance(
      this.child("instance"),
      {
        project: project.id,
        name: suffix.hex.apply((hex) => physicalName("sqlInstance", name, hex)),
        region: project.region,
        databaseVersion: this.version,
        encryptionKeyName: key.reference,
        ...(restoreFrom !== undefined && { restoreBackupContext: backupOf(restoreFrom) }),
        deletionProtection: protection,
        settings: this.settings(args),
      },
      {
        ...within,
        protect: protection,
        retainOnDelete: protection,
        // It grows by itself, and can't shrink.
        ignoreChanges: ["settings.diskSize"],
        dependsOn: [...project.after("sqladmin"), ...key.grant("sqladmin"), network.privateConnection],
      },
    );
    this.instance = { name: instance.name, id: instance.id, connectionName: instance.connectionName };
    this.host = instance.privateIpAddress;
    this.url = this.account(args);
    this.registerOutputs({ host: this.host, instance: this.instance.name });
  }

  private settings(args: Args) {
    const { network, protection } = args;
    const { labels } = this.project;
    return {
      tier: this.size.tier,
      edition: this.size.edition,
      availabilityType: args.highAvailability ? "REGIONAL" : "ZONAL",
      activationPolicy: "ALWAYS",
      diskType: "PD_SSD",
      diskSize: args.storage,
      diskAutoresize: true,
      diskAutoresizeLimit: args.maximumStorage,
      deletionProtectionEnabled: protection,
      retainBackupsOnDelete: protection,
      ...(protection && { finalBackupConfig: { enabled: true, retentionDays: finalBackupDays } }),
      // The provider's default labels do not reach this deep.
      userLabels: { ...labels },
      databaseFlags: databaseParameters(this.size.connections),
      ipConfiguration: {
        ipv4Enabled: false,
        privateNetwork: network.id,
        allocatedIpRange: network.privateRangeName,
        sslMode: "ENCRYPTED_ONLY",
      },
      backupConfiguration: {
        enabled: true,
        startTime: backupStart,
        // The logs between two backups stay beside the instance.
        ...(this.project.recoveryRegion !== undefined && { location: this.project.recoveryRegion }),
        pointInTimeRecoveryEnabled: true,
        transactionLogRetentionDays: args.retentionDays,
        backupRetentionSettings: { retainedBackups: args.retentionDays, retentionUnit: "COUNT" },
      },
      insightsConfig: {
        queryInsightsEnabled: true,
        queryStringLength: 1024,
        recordApplicationTags: true,
        recordClientAddress: false,
      },
      // UTC, Sunday.
      maintenanceWindow: { day: 7, hour: 2, updateTrack: "stable" },
    };
  }

  /** The first database and its owner. An instance that was restored has the database already. */
  private account({ restoreFrom, secretGeneration }: Args): pulumi.Output<string> {
    const within = { parent: this };
    const { name: instance } = this.instance;
    // Both go with the instance. By themselves they can't: the owner's tables hold them.
    const deletionPolicy = "ABANDON";
    const password = new random.RandomPassword(
      this.child("password"),
      // 40 letters and digits: 238 bits, and none of the characters that a URL must escape.
      { length: 40, special: false, keepers: { generation: secretGeneration } },
      within,
    );
    const user = new sql.User(
      this.child("owner"),
      { instance, name: owner, password: password.result, deletionPolicy },
      within,
    );
    const database =
      restoreFrom === undefined
        ? new sql.Database(
            this.child("database"),
            { instance, name: databaseName, charset: "UTF8", deletionPolicy },
            within,
          ).name
        : pulumi.output(databaseName);
    // `require` encrypts without proving who answers: `verify-full` needs the instance's own authority as a file in every
    // image, and a certificate that names the address. The address is private to the network either way.
    return pulumi.secret(
      pulumi.interpolate`postgresql://${user.name}:${password.result}@${this.host}:${String(this.port)}/${database}?sslmode=require`,
    );
  }
}

/**
 * A backup of an instance of this project, from `INSTANCE/BACKUP`, for example `database-1a2b3c4d/1700000000000`.
 *
 * @throws pulumi.RunError when it is written in another way
 */
export function backupOf(restoreFrom: string): { instanceId: string; backupRunId: number } {
  const [, instanceId, run] = /^([a-z][a-z0-9-]*)\/(\d+)$/.exec(restoreFrom) ?? [];
  if (instanceId === undefined || run === undefined)
    throw new pulumi.RunError(
      `\`restoreFrom\` is "${restoreFrom}", but Cloud SQL restores from INSTANCE/BACKUP: the instance's name and the ` +
        "number that `gcloud sql backups list --instance INSTANCE` shows",
    );
  return { instanceId, backupRunId: Number(run) };
}
