import { compliant } from "../../mechanism/answer";
import { everyPublicIngress, ingressTypes, isEveryProtocol, opens } from "../../subjects/security-group";
import type { ResourceRule } from "../../mechanism/rule";

/** More ports than any one service listens on; below the 1000 ports of a passive FTP server. */
const widest = 100;

/** No wide range of ports is open to the internet. */
export const rule: ResourceRule = {
  id: "aws-no-public-port-range",
  title: "No wide range of ports is open to the internet.",
  severity: "critical",
  controls: { checkov: ["CKV_AWS_277"] },
  enforcement: "always",
  reason: "Whatever listens on any of these ports is reachable by everybody, now and in future.",
  remedy: "Open single ports, and only on the load balancer.",
  types: ingressTypes,
  scope: "resource",
  check: (resource) =>
    everyPublicIngress(resource, (ingress) => {
      if (isEveryProtocol(ingress)) return opens(ingress, "every port");
      const ports = ingress.last - ingress.first + 1;
      return ["tcp", "udp"].includes(ingress.protocol) && ports > widest
        ? opens(ingress, `${String(ports)} ports (${String(ingress.first)} to ${String(ingress.last)})`)
        : compliant;
    }),
};
