import * as sql from "@pulumi/gcp/sql";
import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Component } from "../../components/component";
import type { GcpDatabase } from "./database";
import { databaseParameters } from "./database-parameters";
import type { GcpEncryptionKey } from "./encryption-key";
import { physicalName } from "./names";
import type { GcpNetwork } from "./network";

interface GcpBackupReplicaArgs {
  readonly database: GcpDatabase;
  /** Key of the recovery region, in which the replica is. */
  readonly key: GcpEncryptionKey;
  readonly network: GcpNetwork;
  readonly protection: boolean;
}

/**
 * A replica of the database in the recovery region, under a key of that region and seconds behind: what is left when the
 * stack's region, and with it the key of its backups, is lost. It becomes a database of its own with
 * `gcloud sql instances promote-replica`. Nothing connects to it before.
 */
export class GcpBackupReplica extends Component {
  readonly instanceName: pulumi.Output<string>;

  constructor(name: string, args: GcpBackupReplicaArgs, opts: pulumi.ComponentResourceOptions) {
    super("gcp", "BackupReplica", name, opts);
    const { database, key, network, protection } = args;
    const { project } = key;
    const { size, version } = database;
    // A name stays taken for a week.
    const suffix = new random.RandomId(
      this.child("suffix"),
      { byteLength: 4, keepers: { primary: database.instance.name, key: key.reference } },
      { parent: this },
    );
    const replica = new sql.DatabaseInstance(
      this.child("instance"),
      {
        project: project.id,
        name: suffix.hex.apply((hex) => physicalName("sqlInstance", name, hex)),
        region: key.location,
        databaseVersion: version,
        masterInstanceName: database.instance.name,
        encryptionKeyName: key.reference,
        deletionProtection: protection,
        settings: {
          tier: size.tier,
          edition: size.edition,
          availabilityType: "ZONAL",
          diskType: "PD_SSD",
          diskAutoresize: true,
          deletionProtectionEnabled: protection,
          userLabels: { ...project.labels },
          databaseFlags: databaseParameters(size.connections),
          ipConfiguration: {
            ipv4Enabled: false,
            privateNetwork: network.id,
            allocatedIpRange: network.privateRangeName,
            sslMode: "ENCRYPTED_ONLY",
          },
        },
      },
      {
        parent: this,
        protect: protection,
        retainOnDelete: protection,
        dependsOn: [...key.grant("sqladmin"), network.privateConnection],
      },
    );
    this.instanceName = replica.name;
    this.registerOutputs({ instanceName: this.instanceName });
  }
}
