import { every } from "../../mechanism/answer";
import { aclTypes, everyPublicEntry } from "../../subjects/network-acl";
import { opens } from "../../subjects/security-group";
import type { StackRule } from "../../mechanism/rule";

const ports = [
  { name: "SSH", port: 22, protocol: "tcp" },
  { name: "RDP", port: 3389, protocol: "tcp" },
  { name: "RDP", port: 3389, protocol: "udp" },
];

/** No network ACL lets SSH and RDP in from the internet. */
export const rule: StackRule = {
  id: "aws-network-acl-no-public-administration-ports",
  title: "No network ACL lets SSH and RDP in from the internet.",
  severity: "medium",
  controls: { cis: ["5.2"], checkov: ["CKV_AWS_231", "CKV_AWS_232", "CKV_AWS_352"] },
  enforcement: "always",
  reason: "One wrong security group then opens a server's administration to everybody.",
  remedy:
    "Name the addresses that need it, deny port 22 and 3389 by a rule with a lower number, or leave 3389 out of the range for replies.",
  types: aclTypes,
  scope: "stack",
  check: (resource, stack) =>
    every(ports, (one) =>
      everyPublicEntry(resource, stack, one, (entry) =>
        opens(entry, `${one.name} (port ${String(one.port)})`),
      ),
    ),
};
