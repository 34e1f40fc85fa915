import * as app from "@pulumi/azure-native/app";
import * as pulumi from "@pulumi/pulumi";
import { dumpSecrets, type BackupArgs } from "../../components/backup";
import { Component } from "../../components/component";
import { events } from "../../observability/events";
import type { MakeDump } from "./backup";
import type { AzureComponents } from "./components";
import { dumpContainer } from "./dump-container";
import { grantDumps } from "./dump-roles";
import { AzureDumpStorage } from "./dump-storage";
import { eventNotification } from "./event-notification";
import { jobFailures } from "./metrics";
import { physicalName } from "./names";
import type { AzureRegistry } from "./registry";
import type { Scoped } from "./scope";
import { AzureSecrets } from "./secrets";
import { configurationOf, workloadIdentity } from "./service-identity";

export type AzureDumpArgs = Scoped<BackupArgs<AzureComponents>> & {
  readonly image: pulumi.Input<string>;
  readonly registry: AzureRegistry | undefined;
};

/** UTC, an hour before the backup of the vault. */
const cronExpression = "0 4 * * *";
/** Seconds that a dump may take. */
const replicaTimeout = 4 * 3600;

/** The dump as a job of Container Apps, where the stack has an image for it. */
export function dumpAsJob(args: Omit<AzureDumpArgs, "image">): MakeDump | undefined {
  const { dumpImage: image } = args;
  return image === undefined ? undefined : (name, opts) => new AzureDump(name, { ...args, image }, opts);
}

/**
 * The nightly logical dump: a job of Container Apps that reads the database and writes
 * `backups/NAME_backup_YYYYMMDD_HHMMSS` to a storage account, in the recovery region where there is one.
 *
 * The image's contract: it finds `DATABASE_URL` (a secret), `BACKUP_DESTINATION` (an address of Blob Storage), `BACKUP_NAME`
 * and `AZURE_CLIENT_ID` (whose token it writes with) in its environment, writes one dump, and ends with 0 only when the
 * dump is complete. Where the address has `?lockDays=DAYS`, it locks the dump for so long.
 */
export class AzureDump extends Component {
  readonly storage: AzureDumpStorage;
  readonly jobName: pulumi.Output<string>;

  constructor(name: string, args: AzureDumpArgs, opts: pulumi.ComponentResourceOptions) {
    super("azure", "Dump", name, opts);
    const { cluster, database, lock, registry, scope } = args;
    const { location, resourceGroup: resourceGroupName, tags } = scope;
    const within = { parent: this };
    const child = (role: string) => this.child(role);
    this.storage = new AzureDumpStorage(
      child("storage"),
      {
        ...args,
        key: database.recoveryKey ?? args.key,
        location: args.recoveryRegion ?? location,
      },
      within,
    );
    const secrets = new AzureSecrets(child("secrets"), { ...dumpSecrets(args), scope }, within);
    const identity = workloadIdentity(child, { scope, secrets, registry }, within);
    const writer = grantDumps(
      child("writer"),
      { scope, lock, principalId: identity.principalId, container: this.storage.container },
      within,
    );
    const job = new app.Job(
      child("job"),
      {
        resourceGroupName,
        location,
        tags,
        // Its name is shorter than Pulumi's would be.
        jobName: physicalName("containerAppJob", name),
        environmentId: cluster.environment.id,
        workloadProfileName: "Consumption",
        identity: { type: "UserAssigned", userAssignedIdentities: [identity.id] },
        configuration: {
          triggerType: "Schedule",
          scheduleTriggerConfig: { cronExpression, parallelism: 1, replicaCompletionCount: 1 },
          replicaTimeout,
          replicaRetryLimit: 1,
          ...configurationOf(identity, secrets, registry),
        },
        template: {
          containers: [
            dumpContainer({
              image: args.image,
              destination: this.storage.destination,
              // What the dumps are called after.
              backupName: database.server.name,
              secrets,
              clientId: identity.clientId,
            }),
          ],
          volumes: [{ name: "tmp", storageType: "EmptyDir" }],
        },
      },
      { ...within, dependsOn: [...identity.grants, writer] },
    );
    eventNotification(
      child("failures"),
      {
        scope,
        event: events.failedDump,
        query: jobFailures(job.name),
        actionGroup: args.telemetry.actionGroup,
      },
      within,
    );
    this.jobName = job.name;
    this.registerOutputs({ jobName: this.jobName });
  }
}
