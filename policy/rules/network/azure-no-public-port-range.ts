import { compliant } from "../../mechanism/answer";
import { everyPublicInbound, inboundTypes } from "../../subjects/azure-network-security-group";
import { opens } from "../../subjects/security-group";
import type { ResourceRule } from "../../mechanism/rule";

/** More ports than any one service listens on; the same as on AWS. */
const widest = 100;

/** No wide range of ports is open to the internet. */
export const rule: ResourceRule = {
  id: "azure-no-public-port-range",
  title: "No wide range of ports is open to the internet.",
  severity: "critical",
  controls: { cis: ["7.3"], checkov: ["CKV_AZURE_77"] },
  enforcement: "always",
  reason: "Whatever listens on any of these ports is reachable by everybody, now and in future.",
  remedy:
    "Open single ports, and only to the service tag of what stands in front, such as AzureFrontDoor.Backend.",
  types: inboundTypes,
  scope: "resource",
  check: (resource) =>
    everyPublicInbound(resource, (ingress) => {
      const ports = ingress.last - ingress.first + 1;
      return ["tcp", "udp"].includes(ingress.protocol) && ports > widest
        ? opens(ingress, `${String(ports)} ports (${String(ingress.first)} to ${String(ingress.last)})`)
        : compliant;
    }),
};
