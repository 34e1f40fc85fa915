import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../components/component";
import { events } from "../../observability/events";
import { eventNotification } from "./event-notification";
import type { Scoped } from "./scope";
import { securityExport } from "./security-export";
import { securityPlans } from "./security-plans";

interface AzurePostureArgs {
  /** Id of the action group. */
  readonly actionGroup: pulumi.Output<string>;
  /** Another change of the subscription's plans, which this one waits for. */
  readonly after: pulumi.Resource | undefined;
}

/** Azure's own sets of policies, by their ids (documentation: "Azure Policy built-in initiative definitions"). */
const initiatives = [
  {
    role: "benchmark",
    displayName: "Microsoft cloud security benchmark",
    id: "1f3afdf9-d0c9-4c3d-847f-89da613e70a8",
  },
  {
    role: "cis",
    displayName: "CIS Microsoft Azure Foundations Benchmark 2.0.0",
    id: "06f19060-9e68-4070-92ca-f15cc126059e",
  },
];

/**
 * Azure Policy judges every resource of the subscription by two sets of rules, and Microsoft Defender's plan for posture
 * looks for ways in that several weak settings make together. They judge and refuse nothing: what is refused, is refused
 * before it is made, by the policies of this repository.
 */
export class AzurePosture extends Component {
  constructor(name: string, args: Scoped<AzurePostureArgs>, opts: pulumi.ComponentResourceOptions) {
    super("azure", "Posture", name, opts);
    const { actionGroup, after, scope } = args;
    const within = { parent: this };
    const subscription = pulumi.interpolate`/subscriptions/${scope.subscription}`;
    for (const { displayName, id, role } of initiatives)
      new authorization.PolicyAssignment(
        this.child(role),
        {
          scope: subscription,
          displayName,
          policyDefinitionId: `/providers/Microsoft.Authorization/policySetDefinitions/${id}`,
          enforcementMode: "Default",
        },
        within,
      );
    securityPlans(
      this.child("plan"),
      { scope, plans: [{ name: "CloudPosture" }] },
      // Defender refuses two changes of a subscription's plans at once.
      { ...within, ...(after && { dependsOn: [after] }) },
    );
    securityExport(this.child("export"), { scope, source: "Assessments" }, within);
    eventNotification(
      this.child("findings"),
      {
        scope,
        event: events.posture,
        query:
          'SecurityRecommendation\n| where RecommendationState == "Unhealthy" and RecommendationSeverity == "High"',
        actionGroup,
      },
      within,
    );
    this.registerOutputs({});
  }
}
