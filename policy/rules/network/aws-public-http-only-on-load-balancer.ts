import { compliant, every, require } from "../../mechanism/answer";
import { loadBalancers } from "../../subjects/load-balancer";
import { admits, everyPublicIngress, ingressTypes, opens } from "../../subjects/security-group";
import { groupsOf, usersOf } from "../../subjects/security-group-users";
import type { StackRule } from "../../mechanism/rule";

/** Port 80 is open to the internet on load balancers only. */
export const rule: StackRule = {
  id: "aws-public-http-only-on-load-balancer",
  title: "Port 80 is open to the internet on load balancers only.",
  severity: "high",
  controls: { checkov: ["CKV_AWS_260"] },
  enforcement: "always",
  reason:
    "A server that answers plain HTTP itself has neither TLS, nor a firewall, nor a way to take it out of service.",
  remedy:
    "Put a load balancer in front, and let the group take its port from the load balancer's group only.",
  types: ingressTypes,
  scope: "stack",
  check: (resource, stack) => {
    const groups = groupsOf(resource, stack);
    const answer = everyPublicIngress(resource, (ingress) =>
      admits(ingress, 80, ["tcp"]) ? opens(ingress, "port 80") : compliant,
    );
    if (answer.kind !== "violation") return answer;
    return every(
      groups.flatMap((group) => usersOf(group, stack)),
      (user) =>
        require(loadBalancers.includes(
          user.type,
        ), `${answer.details.join(", ")}, and ${user.type} "${user.name}" has this group`),
    );
  },
};
