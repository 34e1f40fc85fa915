import { require } from "../../mechanism/answer";
import type { Property } from "../../mechanism/property";
import type { Resource } from "../../mechanism/resource";
import type { StackRule } from "../../mechanism/rule";

const alertPolicy = "gcp:monitoring/alertPolicy:AlertPolicy";

function watches(filter: Property): boolean {
  return /gce_firewall_rule|compute\.firewalls\./.test(filter.isKnown() ? (filter.text() ?? "") : "");
}

/** Whether a condition is about a log metric, by its name. */
function names(filter: Property, metric: Resource): boolean {
  const name = metric.properties.get("name");
  return (
    name.isKnown() && (filter.text() ?? "").includes(`logging.googleapis.com/user/${name.text() ?? " "}`)
  );
}

/** Somebody is told when a firewall rule changes. */
export const rule: StackRule = {
  id: "gcp-firewall-change-alert",
  title: "Somebody is told when a firewall rule changes.",
  severity: "medium",
  controls: { cis: ["2.7"] },
  enforcement: "prod",
  reason: "A way in that was opened by hand stays open unnoticed.",
  remedy: "Make an AlertPolicy whose conditionMatchedLog, or whose log metric, looks for gce_firewall_rule.",
  types: ["gcp:compute/network:Network"],
  scope: "stack",
  check: (resource, stack) => {
    const metrics = stack
      .ofType(["gcp:logging/metric:Metric"])
      .filter(({ properties }) => watches(properties.get("filter")));
    const alerts = stack
      .ofType([alertPolicy])
      .filter(({ properties }) => properties.get("enabled").flag() !== false);
    const unread: Property[] = [];
    const told = alerts.some((alert) => {
      if (metrics.some((metric) => alert.sources("conditions").includes(metric.urn))) return true;
      return alert.properties
        .get("conditions")
        .items()
        .some((condition) => {
          const matched = condition.get("conditionMatchedLog").get("filter");
          const threshold = condition.get("conditionThreshold").get("filter");
          for (const filter of [matched, threshold]) if (!filter.isKnown()) unread.push(filter);
          if (matched.isKnown() && watches(matched)) return true;
          return threshold.isKnown() && metrics.some((metric) => names(threshold, metric));
        });
    });
    // A filter that is not known yet may be the one that is looked for; reading it says so.
    if (!told) unread.forEach((filter) => filter.text());
    return require(told, `nobody is told when a firewall rule of "${resource.name}" changes`);
  },
};
