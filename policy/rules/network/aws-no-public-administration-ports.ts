import { compliant, every } from "../../mechanism/answer";
import { admits, everyPublicIngress, ingressTypes, opens } from "../../subjects/security-group";
import type { ResourceRule } from "../../mechanism/rule";

const ssh = { name: "SSH", port: 22, protocols: ["tcp"] };
const remoteDesktop = { name: "RDP", port: 3389, protocols: ["tcp", "udp"] };

/** SSH and RDP are not open to the internet. */
export const rule: ResourceRule = {
  id: "aws-no-public-administration-ports",
  title: "SSH and RDP are not open to the internet.",
  severity: "critical",
  controls: { cis: ["5.3", "5.4"], checkov: ["CKV_AWS_24", "CKV_AWS_25"] },
  enforcement: "always",
  reason: "Password guessing against port 22 and 3389 starts minutes after they open.",
  remedy: "Remove the rule and use Session Manager, or name the few addresses that need it.",
  types: ingressTypes,
  scope: "resource",
  check: (resource) =>
    every([ssh, remoteDesktop], ({ name, port, protocols }) =>
      everyPublicIngress(resource, (ingress) =>
        admits(ingress, port, protocols) ? opens(ingress, `${name} (port ${String(port)})`) : compliant,
      ),
    ),
};
