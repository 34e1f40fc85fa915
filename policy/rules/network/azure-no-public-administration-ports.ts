import { compliant, every } from "../../mechanism/answer";
import { everyPublicInbound, inboundTypes } from "../../subjects/azure-network-security-group";
import { admits, opens } from "../../subjects/security-group";
import type { ResourceRule } from "../../mechanism/rule";

const ssh = { name: "SSH", port: 22, protocols: ["tcp"] };
const remoteDesktop = { name: "RDP", port: 3389, protocols: ["tcp", "udp"] };

/** SSH and RDP are not open to the internet. */
export const rule: ResourceRule = {
  id: "azure-no-public-administration-ports",
  title: "SSH and RDP are not open to the internet.",
  severity: "critical",
  controls: { cis: ["7.1", "7.2"], checkov: ["CKV_AZURE_9", "CKV_AZURE_10"] },
  enforcement: "always",
  reason: "Password guessing against port 22 and 3389 starts minutes after they open.",
  remedy: "Remove the rule and use Azure Bastion, or name the few addresses that need it.",
  types: inboundTypes,
  scope: "resource",
  check: (resource) =>
    every([ssh, remoteDesktop], ({ name, port, protocols }) =>
      everyPublicInbound(resource, (ingress) =>
        admits(ingress, port, protocols) ? opens(ingress, `${name} (port ${String(port)})`) : compliant,
      ),
    ),
};
