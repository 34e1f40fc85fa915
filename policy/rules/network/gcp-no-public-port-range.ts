import { compliant } from "../../mechanism/answer";
import { everyOpenWay, firewallTypes } from "../../subjects/gcp-firewall";
import { isEveryProtocol, opens } from "../../subjects/security-group";
import type { ResourceRule } from "../../mechanism/rule";

/** More ports than any one service listens on; below the 1000 ports of a passive FTP server. */
const widest = 100;

/** No wide range of ports is open to the internet. */
export const rule: ResourceRule = {
  id: "gcp-no-public-port-range",
  title: "No wide range of ports is open to the internet.",
  severity: "critical",
  controls: { checkov: ["CKV2_GCP_12"] },
  enforcement: "always",
  reason: "Whatever listens on any of these ports is reachable by everybody, now and in future.",
  remedy: "Open single ports, and only to the addresses of the load balancer and its health checks.",
  types: firewallTypes,
  scope: "resource",
  check: (resource) =>
    everyOpenWay(resource, "INGRESS", (way) => {
      if (isEveryProtocol(way)) return opens(way, "every port");
      const ports = way.last - way.first + 1;
      return ["tcp", "udp"].includes(way.protocol) && ports > widest
        ? opens(way, `${String(ports)} ports (${String(way.first)} to ${String(way.last)})`)
        : compliant;
    }),
};
