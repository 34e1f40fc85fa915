import type * as pulumi from "@pulumi/pulumi";
import { Audit, type AuditArgs } from "../../components/audit";
import type { GcpComponents } from "./components";

export class GcpAudit extends Audit {
  constructor(name: string, _args: AuditArgs<GcpComponents>, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    this.registerOutputs({});
  }
}
