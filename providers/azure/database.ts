import * as authorization from "@pulumi/azure-native/authorization";
import * as dbforpostgresql from "@pulumi/azure-native/dbforpostgresql";
import * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Database, type DatabaseArgs } from "../../components/database";
import type { AzureComponents } from "./components";
import { setParameters } from "./database-parameters";
import { beginning } from "./database-restore";
import { type DatabaseSize, databaseSize, diskSize } from "./database-size";
import { AzureEncryptionKey } from "./encryption-key";
import type { Scoped } from "./scope";

type Args = Scoped<DatabaseArgs<AzureComponents>>;

/** Name of the first database and of its owner, which services connect as (see docs: a role per service is SQL, not infrastructure). */
const databaseName = "platform";
const owner = "platform";
export const databasePort = 5432;

/** Days that Azure keeps points in time, at least and at most. */
const retention = { least: 7, most: 35 };

/**
 * Azure Database for PostgreSQL, flexible server, inside of the network.
 *
 * All services of a stack share a subnet: it is the password, which only a service that was given the database can read, and
 * not the network that keeps the others of the stack out; whatever is outside of that subnet, the network keeps out.
 */
export class AzureDatabase extends Database {
  override readonly host: pulumi.Output<string>;
  override readonly url: pulumi.Output<string>;
  readonly server: { readonly id: pulumi.Output<string>; readonly name: pulumi.Output<string> };
  readonly databaseName: pulumi.Output<string>;
  /** The size it was made with: what alerts are relative to. */
  readonly size: DatabaseSize;
  /** Key in the recovery region; absent without one. */
  readonly recoveryKey: AzureEncryptionKey | undefined;

  /** @throws Error when `restoreFrom` is no server */
  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("azure", name, opts);
    const { network, protection, scope } = args;
    const { location, resourceGroup, tags } = scope;
    const within = { parent: this };
    this.size = databaseSize(args.size, args.highAvailability);
    this.recoveryKey = this.keyInRecovery(args);
    const password = new random.RandomPassword(
      this.child("password"),
      // 40 letters and digits: 238 bits, and nothing that a URL must escape; Azure wants three kinds of characters.
      {
        length: 40,
        special: false,
        minLower: 1,
        minUpper: 1,
        minNumeric: 1,
        keepers: { generation: args.secretGeneration },
      },
      within,
    );
    const start = beginning(args.restoreFrom);
    const server = new dbforpostgresql.Server(
      this.child("server"),
      {
        resourceGroupName: resourceGroup,
        location,
        tags,
        serverName: scope.uniqueName("postgresServer", name),
        ...start,
        version: args.version,
        sku: { name: this.size.sku, tier: this.size.tier },
        administratorLogin: owner,
        administratorLoginPassword: pulumi.secret(password.result),
        authConfig: { passwordAuth: "Enabled", activeDirectoryAuth: "Disabled" },
        storage: {
          type: "Premium_LRS",
          storageSizeGB: diskSize(args.storage),
          // Azure knows no limit for this; the alert on storage comes first.
          autoGrow: args.maximumStorage > args.storage ? "Enabled" : "Disabled",
        },
        network: {
          delegatedSubnetResourceId: network.subnets.database,
          privateDnsZoneArmResourceId: network.privateZone(`${name}.private.postgres.database.azure.com`),
          publicNetworkAccess: "Disabled",
        },
        highAvailability: { mode: args.highAvailability ? "ZoneRedundant" : "Disabled" },
        backup: {
          backupRetentionDays: Math.min(Math.max(args.retentionDays, retention.least), retention.most),
          geoRedundantBackup: this.recoveryKey ? "Enabled" : "Disabled",
        },
        ...this.encryption(args),
        // UTC: Sunday 02:00.
        maintenanceWindow: { customWindow: "Enabled", dayOfWeek: 0, startHour: 2, startMinute: 0 },
      },
      {
        ...within,
        protect: protection,
        retainOnDelete: protection,
        // It begins once; the newest copy is a later one at each update.
        ...(start.createMode === "GeoRestore" && { ignoreChanges: ["pointInTimeUTC"] }),
      },
    );
    const ready = this.contents(server, args, start.createMode === "Default");
    if (protection)
      new authorization.ManagementLockByScope(
        this.child("lock"),
        { scope: server.id, level: "CanNotDelete", notes: "Holds the platform's data" },
        // A lock would hold up what is still being set. It has no protection of its own, or it could never be lifted.
        { ...within, dependsOn: ready },
      );

    this.host = server.fullyQualifiedDomainName;
    this.server = { id: server.id, name: server.name };
    this.databaseName = pulumi.output(databaseName);
    // `require` encrypts without proving who answers: `verify-full` needs the authorities' certificates as a file in every
    // image. A service that ships them appends `sslrootcert`; the address is private to the network either way.
    this.url = pulumi.secret(
      pulumi.interpolate`postgresql://${owner}:${password.result}@${this.host}:${String(databasePort)}/${databaseName}?sslmode=require`,
    );
    this.registerOutputs({ host: this.host, server: this.server.name });
  }

  /** Azure's copy in the paired region is encrypted by a key there. */
  private keyInRecovery({ protection, scope }: Args): AzureEncryptionKey | undefined {
    if (scope.recoveryLocation === undefined) return undefined;
    return new AzureEncryptionKey(
      this.child("recovery-key"),
      { purpose: "data", protection, scope, location: scope.recoveryLocation, held: scope.held },
      { parent: this },
    );
  }

  private encryption({ key }: Args) {
    const copy = this.recoveryKey;
    const identities = [key, ...(copy ? [copy] : [])].map(({ identity }) => identity.id);
    return {
      identity: {
        type: "UserAssigned",
        userAssignedIdentities: pulumi
          .all(identities)
          .apply((ids) => Object.fromEntries(ids.map((id) => [id, {}]))),
      },
      dataEncryption: {
        type: "AzureKeyVault",
        primaryKeyURI: key.reference,
        primaryUserAssignedIdentityId: key.identity.id,
        ...(copy && {
          geoBackupKeyURI: copy.reference,
          geoBackupUserAssignedIdentityId: copy.identity.id,
        }),
      },
    };
  }

  /** Database, parameters and logs: each change waits for the one before, because a server makes one at a time. */
  private contents(server: dbforpostgresql.Server, args: Args, empty: boolean): pulumi.Resource[] {
    const { resourceGroup, workspace } = args.scope;
    const opts = { parent: this };
    const after: pulumi.Resource[] = [];
    // One that was restored brings its database along.
    if (empty)
      after.push(
        new dbforpostgresql.Database(
          this.child("database"),
          {
            resourceGroupName: resourceGroup,
            serverName: server.name,
            databaseName,
            charset: "UTF8",
            collation: "en_US.utf8",
          },
          { ...opts, protect: args.protection, retainOnDelete: args.protection },
        ),
      );
    const last = setParameters((role) => this.child(role), { resourceGroup, server, after }, opts);
    const logs = new monitor.DiagnosticSetting(
      this.child("logs"),
      {
        resourceUri: server.id,
        workspaceId: workspace.id,
        logAnalyticsDestinationType: "Dedicated",
        logs: [{ category: "PostgreSQLLogs", enabled: true }],
        metrics: [{ category: "AllMetrics", enabled: true }],
      },
      opts,
    );
    return [...(last ? [last] : []), logs];
  }
}
