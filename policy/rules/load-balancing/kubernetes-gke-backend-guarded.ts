import { all, require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Backends of a Google gateway have a firewall and logs. */
export const rule: ResourceRule = {
  id: "kubernetes-gke-backend-guarded",
  title: "Backends of a Google gateway have a firewall and logs.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "Attacks reach the service, and nobody sees them.",
  remedy: "Set spec.default.securityPolicy, and spec.default.logging.enabled to true.",
  types: ["kubernetes:networking.gke.io/v1:GCPBackendPolicy"],
  scope: "resource",
  check: ({ properties }) => {
    const settings = properties.get("spec").get("default");
    return all(
      () => require(settings.get("securityPolicy").isSet(), "it has no securityPolicy"),
      () => require(settings.get("logging").get("enabled").flag() === true, "its logging is off"),
    );
  },
};
