import * as alertsmanagement from "@pulumi/azure-native/alertsmanagement";
import type * as pulumi from "@pulumi/pulumi";
import { Backup, type BackupArgs } from "../../components/backup";
import { alerts } from "../../observability/alerts";
import { events } from "../../observability/events";
import type { Signal } from "../../observability/signals";
import { alarms, description } from "./alarm";
import { AzureBackupVault } from "./backup-vault";
import type { AzureSharedComponents } from "./components";
import { backupMeasures } from "./metrics";
import type { Scoped } from "./scope";

/** A dump, as it is watched. */
export interface WatchedDump {
  readonly storage: { readonly id: pulumi.Output<string> };
}

export type MakeDump = (name: string, opts: pulumi.ComponentResourceOptions) => WatchedDump;

type Args = Scoped<BackupArgs<AzureSharedComponents>> & {
  /** Makes the nightly dump; absent: the stack has no image for it. */
  readonly makeDump: MakeDump | undefined;
};

/**
 * Azure Backup takes a full backup each day into a vault, which Azure copies to the paired region where there is a
 * recovery region. Points in time are kept by the server itself (`retentionDays` of the database), geo-redundant and under
 * a key of the paired region too; they go with the server, five days after it, and the vault's do not.
 *
 * What can be lost: 5 minutes in the region, an hour in the paired one, a day if only the vault or the dumps are left.
 */
export class AzureBackup extends Backup {
  readonly vaultId: pulumi.Output<string>;

  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("azure", name, opts);
    const within = { parent: this };
    const vault = new AzureBackupVault(
      this.child("vault"),
      { ...args, copied: args.recoveryRegion !== undefined },
      within,
    );
    const dump = args.makeDump?.(this.child("dump"), within);
    this.tellOfFailures(vault, args);
    this.raise(vault, dump, args);
    this.vaultId = vault.id;
    this.registerOutputs({ vaultId: this.vaultId });
  }

  /** Azure Backup raises alerts by itself, but tells nobody. */
  private tellOfFailures(vault: AzureBackupVault, { scope, telemetry }: Args): void {
    const { runbook, severity, summary } = events.failedJob;
    new alertsmanagement.AlertProcessingRuleByName(
      this.child("failures"),
      {
        resourceGroupName: scope.resourceGroup,
        location: "Global",
        tags: scope.tags,
        properties: {
          description: description(severity, summary, runbook),
          enabled: true,
          scopes: [vault.id],
          actions: [{ actionType: "AddActionGroups", actionGroupIds: [telemetry.actionGroup] }],
        },
      },
      { parent: this },
    );
  }

  private raise(vault: AzureBackupVault, dump: WatchedDump | undefined, { scope, telemetry }: Args): void {
    const channel = { scope, actionGroup: telemetry.actionGroup };
    const measures = backupMeasures({ vault: vault.id, dumps: dump?.storage.id });
    for (const alert of alerts.backup) {
      const signal: Signal<"backup"> = alert.signal;
      const measure = measures[signal];
      if (measure) alarms(this.name, alert, measure, channel, { parent: this });
    }
  }
}
