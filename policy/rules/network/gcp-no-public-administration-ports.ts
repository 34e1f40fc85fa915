import { compliant, every } from "../../mechanism/answer";
import { everyOpenWay, firewallTypes } from "../../subjects/gcp-firewall";
import { admits, opens } from "../../subjects/security-group";
import type { ResourceRule } from "../../mechanism/rule";

const ssh = { name: "SSH", port: 22, protocols: ["tcp"] };
const remoteDesktop = { name: "RDP", port: 3389, protocols: ["tcp", "udp"] };

/** SSH and RDP are not open to the internet. */
export const rule: ResourceRule = {
  id: "gcp-no-public-administration-ports",
  title: "SSH and RDP are not open to the internet.",
  severity: "critical",
  controls: { cis: ["3.6", "3.7"], checkov: ["CKV_GCP_2", "CKV_GCP_3"] },
  enforcement: "always",
  reason: "Password guessing against port 22 and 3389 starts minutes after they open.",
  remedy:
    "Remove the rule and use Identity-Aware Proxy (35.235.240.0/20), or name the few addresses that need it.",
  types: firewallTypes,
  scope: "resource",
  check: (resource) =>
    every([ssh, remoteDesktop], ({ name, port, protocols }) =>
      everyOpenWay(resource, "INGRESS", (way) =>
        admits(way, port, protocols) ? opens(way, `${name} (port ${String(port)})`) : compliant,
      ),
    ),
};
