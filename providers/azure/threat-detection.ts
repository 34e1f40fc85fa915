import * as security from "@pulumi/azure-native/security";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../components/component";
import { events } from "../../observability/events";
import { eventNotification } from "./event-notification";
import type { Scoped } from "./scope";
import { securityExport } from "./security-export";

interface AzureThreatDetectionArgs {
  /** Id of the action group. */
  readonly actionGroup: pulumi.Output<string>;
  readonly email: string | undefined;
}

/** Plans of Microsoft Defender for Cloud for what a stack uses; each is paid for by the resource or the call. */
const plans: readonly { readonly name: string; readonly subPlan?: string }[] = [
  { name: "Arm", subPlan: "PerSubscription" },
  { name: "Containers" },
  { name: "KeyVaults", subPlan: "PerKeyVault" },
  { name: "OpenSourceRelationalDatabases" },
  { name: "StorageAccounts", subPlan: "DefenderForStorageV2" },
];

/** Microsoft Defender for Cloud on the whole subscription. */
export class AzureThreatDetection extends Component {
  /** The last of the plans: the next change of the subscription's plans waits for it. */
  readonly lastPlan: pulumi.Resource | undefined;

  constructor(name: string, args: Scoped<AzureThreatDetectionArgs>, opts: pulumi.ComponentResourceOptions) {
    super("azure", "ThreatDetection", name, opts);
    const { actionGroup, email, scope } = args;
    const within = { parent: this };
    const scopeId = pulumi.interpolate`subscriptions/${scope.subscription}`;
    let previous: pulumi.Resource | undefined;
    // One after the other: Defender refuses two changes of a subscription's plans at once.
    for (const { name: pricingName, subPlan } of plans)
      previous = new security.Pricing(
        this.child(pricingName.toLowerCase()),
        { scopeId, pricingName, pricingTier: "Standard", ...(subPlan !== undefined && { subPlan }) },
        { ...within, ...(previous && { dependsOn: [previous] }) },
      );
    this.lastPlan = previous;
    if (email !== undefined)
      new security.SecurityContact(
        this.child("contact"),
        {
          securityContactName: "default",
          emails: email,
          isEnabled: true,
          notificationsByRole: { state: "On", roles: ["Owner"] },
          notificationsSources: [{ sourceType: "Alert", minimalSeverity: "Medium" }],
        },
        within,
      );
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
