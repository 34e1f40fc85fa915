import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Networks keep what names were asked for. */
export const rule: ResourceRule = {
  id: "gcp-dns-logs",
  title: "Networks keep what names were asked for.",
  severity: "low",
  controls: { cis: ["2.12"] },
  enforcement: "prod",
  reason: "A broken-in program asks for names before it sends anything out; nothing else shows it.",
  remedy: "Make a gcp.dns.Policy for the network with enableLogging true.",
  types: ["gcp:dns/policy:Policy"],
  scope: "resource",
  check: ({ properties }) => require(properties.get("enableLogging").flag() === true, "enableLogging is off"),
};
