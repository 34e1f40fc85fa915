import * as pulumi from "@pulumi/pulumi";
import { Backup, type BackupArgs } from "../../components/backup";
import type { AzureComponents } from "./components";
import type { AzureRegistry } from "./registry";
import type { Scoped } from "./scope";

export class AzureBackup extends Backup {
  constructor(
    name: string,
    args: Scoped<BackupArgs<AzureComponents>> & { readonly registry: AzureRegistry | undefined },
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("azure", name, opts);
    const none = pulumi.output("");
    void args;
    void none;
    this.registerOutputs({});
  }
}
