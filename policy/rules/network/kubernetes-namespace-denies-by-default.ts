import { every, require } from "../../mechanism/answer";
import {
  closes,
  liesIn,
  namespace,
  networkPolicyTypes,
  objectsOf,
  selectsAll,
} from "../../subjects/kubernetes-namespace";
import type { StackRule } from "../../mechanism/rule";

/** In a namespace nothing is reached, and nothing reaches out, until a policy allows it. */
export const rule: StackRule = {
  id: "kubernetes-namespace-denies-by-default",
  title: "In a namespace nothing is reached, and nothing reaches out, until a policy allows it.",
  severity: "high",
  controls: { cis: ["5.3.2"] },
  enforcement: "prod",
  reason:
    "Without one every pod of the cluster may connect to every pod of the namespace, and those to the internet.",
  remedy: "Make a NetworkPolicy with an empty podSelector, the policyTypes Ingress and Egress, and no rules.",
  types: [namespace],
  scope: "stack",
  check: (place, stack) => {
    const policies = objectsOf(stack, networkPolicyTypes)
      .filter((object) => liesIn(stack, object, place))
      .map(({ properties }) => properties.get("spec"))
      .filter((policy) => selectsAll(policy.get("podSelector")));
    return every(["Ingress", "Egress"] as const, (direction) => {
      // A policy that lets something through closes the rest.
      const closed = policies.some((policy) => closes(policy, direction));
      return require(closed, `no NetworkPolicy for all of its pods closes ${direction}`);
    });
  },
};
