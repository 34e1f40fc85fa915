import type * as pulumi from "@pulumi/pulumi";
import { Audit, type AuditArgs } from "../../components/audit";
import { GcpAuditTrail } from "./audit-trail";
import { budget } from "./budget";
import type { GcpSharedComponents } from "./components";
import { GcpPosture } from "./posture";
import { GcpThreatDetection } from "./threat-detection";

/** Audit logs, Security Command Center, organization policies and a budget: each where the stack asks for it. */
export class GcpAudit extends Audit {
  constructor(name: string, args: AuditArgs<GcpSharedComponents>, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    const { budgetEmail: email, key, monthlyBudget, protection, retentionDays, telemetry: channel } = args;
    const within = { parent: this };
    if (args.trail)
      new GcpAuditTrail(this.child("trail"), { key, retentionDays, channel, protection }, within);
    if (args.threatDetection) new GcpThreatDetection(this.child("threats"), { key, channel }, within);
    if (args.posture) new GcpPosture(this.child("posture"), { key, channel }, within);
    if (monthlyBudget !== undefined)
      budget(this.child("budget"), { limit: monthlyBudget, email, project: key.project }, within);
    this.registerOutputs({});
  }
}
