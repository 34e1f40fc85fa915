import { all, every, require } from "../../mechanism/answer";
import type { Property } from "../../mechanism/property";
import type { ResourceRule } from "../../mechanism/rule";

function expressionOf(one: Property): Property {
  return one.get("match").get("expr").get("expression");
}

/** Web application firewalls block what they find. */
export const rule: ResourceRule = {
  id: "gcp-firewall-blocks",
  title: "Web application firewalls block what they find.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "A rule that finds an attack and lets it through, or only counts it, protects nobody.",
  remedy: "Give rules with evaluatePreconfiguredWaf an action such as deny(403), and leave preview off.",
  types: ["gcp:compute/securityPolicy:SecurityPolicy"],
  scope: "resource",
  check: ({ properties }) =>
    every(
      properties
        .get("rules")
        .items()
        .filter((one) => (expressionOf(one).text() ?? "").includes("evaluatePreconfigured")),
      (one) =>
        all(
          () =>
            require(one.get("action").text()?.toLowerCase() !== "allow", `${one.path} lets attacks through`),
          () => require(one.get("preview").flag() !== true, `${one.path} only counts attacks`),
        ),
    ),
};
