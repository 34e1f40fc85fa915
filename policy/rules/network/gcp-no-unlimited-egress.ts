import { compliant, violation } from "../../mechanism/answer";
import { everyOpenWay, firewallTypes } from "../../subjects/gcp-firewall";
import { isEveryProtocol } from "../../subjects/security-group";
import type { ResourceRule } from "../../mechanism/rule";

/** No firewall rule lets everything out to the internet. */
export const rule: ResourceRule = {
  id: "gcp-no-unlimited-egress",
  title: "No firewall rule lets everything out to the internet.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "An intruder sends the data wherever he likes, over any port.",
  remedy: "Allow single ports, to the addresses that are needed where these are known.",
  types: firewallTypes,
  scope: "resource",
  check: (resource) =>
    everyOpenWay(resource, "EGRESS", (way) => {
      const everyPort = way.first === 0 && way.last === 65535;
      return isEveryProtocol(way) || (["tcp", "udp"].includes(way.protocol) && everyPort)
        ? violation(`${way.where} lets ${way.protocol} out to the internet on every port`)
        : compliant;
    }),
};
