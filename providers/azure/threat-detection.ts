import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../../components/component";
import { events } from "../../observability/events";
import { eventNotification } from "./event-notification";
import type { Scoped } from "./scope";
import { securityExport } from "./security-export";
import { type SecurityPlan, securityPlans } from "./security-plans";

interface AzureThreatDetectionArgs {
  /** Id of the action group. */
  readonly actionGroup: pulumi.Output<string>;
  readonly email: string | undefined;
}

/** Plans of Microsoft Defender for Cloud for what a stack uses; each is paid for by the resource or the call. */
const plans: readonly SecurityPlan[] = [
  { name: "Arm", subPlan: "PerSubscription" },
  { name: "Containers" },
  { name: "KeyVaults", subPlan: "PerKeyVault" },
  { name: "OpenSourceRelationalDatabases" },
  { name: "StorageAccounts", subPlan: "DefenderForStorageV2" },
];

/** Microsoft Defender for Cloud on the whole subscription. */
export class AzureThreatDetection extends Component {
  /** The next change of the subscription's plans waits for this one. */
  readonly plans: pulumi.Resource;

  constructor(name: string, args: Scoped<AzureThreatDetectionArgs>, opts: pulumi.ComponentResourceOptions) {
    super("azure", "ThreatDetection", name, opts);
    const { actionGroup, email, scope } = args;
    const within = { parent: this };
    this.plans = securityPlans(this.child("plans"), { scope, plans, email }, within);
    securityExport(this.child("export"), { scope, source: "Alerts" }, within);
    eventNotification(
      this.child("findings"),
      {
        scope,
        event: events.threat,
        query:
          'SecurityAlert\n| where ProviderName != "" and AlertSeverity in ("High", "Medium") and Status == "New"',
        actionGroup,
      },
      within,
    );
    this.registerOutputs({});
  }
}
