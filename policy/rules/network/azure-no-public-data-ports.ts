import { compliant, every } from "../../mechanism/answer";
import { everyPublicInbound, inboundTypes } from "../../subjects/azure-network-security-group";
import { dataPorts } from "../../subjects/data-ports";
import { admits, opens } from "../../subjects/security-group";
import type { ResourceRule } from "../../mechanism/rule";

/** Databases and caches are not open to the internet. */
export const rule: ResourceRule = {
  id: "azure-no-public-data-ports",
  title: "Databases and caches are not open to the internet.",
  severity: "critical",
  controls: {},
  enforcement: "always",
  reason: "Whoever finds the port tries passwords and known flaws on the data itself.",
  remedy: "Remove the rule, and let only the services' addresses in.",
  types: inboundTypes,
  scope: "resource",
  check: (resource) =>
    every(dataPorts, ({ name, port }) =>
      everyPublicInbound(resource, (way) =>
        admits(way, port, ["tcp"]) ? opens(way, `${name} (port ${String(port)})`) : compliant,
      ),
    ),
};
