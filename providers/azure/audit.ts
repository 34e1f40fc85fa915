import type * as pulumi from "@pulumi/pulumi";
import { Audit, type AuditArgs } from "../../components/audit";
import { AzureAuditTrail } from "./audit-trail";
import { budget } from "./budget";
import type { AzureComponents } from "./components";
import { AzurePosture } from "./posture";
import type { Scoped } from "./scope";
import { AzureThreatDetection } from "./threat-detection";

type AzureAuditArgs = Scoped<AuditArgs<AzureComponents>> & {
  /** A change of the subscription's plans that is made elsewhere; absent: there is none. */
  readonly plans: pulumi.Resource | undefined;
};

/**
 * The activity log, Microsoft Defender for Cloud, Azure Policy, and a budget: each where the stack asks for it. All are of
 * the whole subscription: one stack of a subscription makes them.
 */
export class AzureAudit extends Audit {
  constructor(name: string, args: AzureAuditArgs, opts: pulumi.ComponentResourceOptions) {
    super("azure", name, opts);
    const { budgetEmail: email, key, protection, retentionDays, scope } = args;
    const { actionGroup } = args.telemetry;
    const within = { parent: this };
    if (args.trail)
      new AzureAuditTrail(
        this.child("trail"),
        { scope, key, protection, retentionDays, actionGroup },
        within,
      );
    const threats = args.threatDetection
      ? new AzureThreatDetection(this.child("threats"), { scope, actionGroup, email }, within)
      : undefined;
    if (args.posture)
      new AzurePosture(
        this.child("posture"),
        { scope, actionGroup, after: threats?.plans ?? args.plans },
        within,
      );
    if (args.monthlyBudget !== undefined)
      budget(this.child("budget"), { scope, limit: args.monthlyBudget, email, actionGroup }, within);
    this.registerOutputs({});
  }
}
