import type * as pulumi from "@pulumi/pulumi";
import { Audit, type AuditArgs } from "../../components/audit";
import { AwsAuditTrail } from "./audit-trail";
import { budget } from "./budget";
import type { AwsSharedComponents } from "./components";
import { AwsPosture } from "./posture";
import { AwsThreatDetection } from "./threat-detection";

/** CloudTrail, GuardDuty, Config with Security Hub, and a budget: each where the stack asks for it. */
export class AwsAudit extends Audit {
  constructor(name: string, args: AuditArgs<AwsSharedComponents>, opts: pulumi.ComponentResourceOptions) {
    super("aws", name, opts);
    const { key, protection, retentionDays } = args;
    const within = { parent: this };
    const topicArn = args.telemetry.alertTopicArn;
    const kept = { key, protection, retentionDays, topicArn };
    if (args.trail) new AwsAuditTrail(this.child("trail"), kept, within);
    if (args.threatDetection) new AwsThreatDetection(this.child("threats"), { topicArn }, within);
    if (args.posture) new AwsPosture(this.child("posture"), kept, within);
    if (args.monthlyBudget !== undefined)
      budget(this.child("budget"), { limit: args.monthlyBudget, email: args.budgetEmail, topicArn }, within);
    this.registerOutputs({});
  }
}
