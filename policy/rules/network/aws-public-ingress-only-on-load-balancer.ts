import { every, require } from "../../mechanism/answer";
import { loadBalancers } from "../../subjects/load-balancer";
import { everyPublicIngress, ingressTypes, opens } from "../../subjects/security-group";
import { groupsOf, usersOf } from "../../subjects/security-group-users";
import type { StackRule } from "../../mechanism/rule";

/** Only load balancers are open to the internet. */
export const rule: StackRule = {
  id: "aws-public-ingress-only-on-load-balancer",
  title: "Only load balancers are open to the internet.",
  severity: "high",
  controls: {},
  enforcement: "prod",
  reason:
    "What answers the internet itself has neither a firewall in front of it nor a way to be taken out of service.",
  remedy:
    "Put a load balancer in front, and let the group take its ports from the load balancer's group only.",
  types: ingressTypes,
  scope: "stack",
  check: (resource, stack) => {
    const answer = everyPublicIngress(resource, (ingress) =>
      opens(ingress, `port ${String(ingress.first)} to ${String(ingress.last)}`),
    );
    if (answer.kind !== "violation") return answer;
    return every(
      groupsOf(resource, stack).flatMap((group) => usersOf(group, stack)),
      (user) =>
        require(loadBalancers.includes(
          user.type,
        ), `${answer.details.join(", ")}, and ${user.type} "${user.name}" has this group`),
    );
  },
};
