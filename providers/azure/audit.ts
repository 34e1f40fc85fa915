import * as pulumi from "@pulumi/pulumi";
import { Audit, type AuditArgs } from "../../components/audit";
import type { AzureComponents } from "./components";
import type { Scoped } from "./scope";

export class AzureAudit extends Audit {
  constructor(name: string, args: Scoped<AuditArgs<AzureComponents>>, opts: pulumi.ComponentResourceOptions) {
    super("azure", name, opts);
    const none = pulumi.output("");
    void args;
    void none;
    this.registerOutputs({});
  }
}
