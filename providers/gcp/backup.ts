import type * as pulumi from "@pulumi/pulumi";
import { Backup, type BackupArgs } from "../../components/backup";
import type { GcpComponents } from "./components";

export class GcpBackup extends Backup {
  constructor(name: string, _args: BackupArgs<GcpComponents>, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    this.registerOutputs({});
  }
}
