import { every, require } from "../../mechanism/answer";
import { gkeCluster } from "../../subjects/gcp-kubernetes";
import type { ResourceRule } from "../../mechanism/rule";

/** A cluster takes no rights for everybody. */
export const rule: ResourceRule = {
  id: "gcp-gke-no-insecure-bindings",
  title: "A cluster takes no rights for everybody.",
  severity: "high",
  controls: { cis: ["4.1.9", "4.1.10"] },
  enforcement: "prod",
  reason: "A binding to system:authenticated is one to every Google account there is.",
  remedy: "Set both switches of rbacBindingConfig to false.",
  types: [gkeCluster],
  scope: "resource",
  check: ({ properties }) =>
    every(
      ["enableInsecureBindingSystemAuthenticated", "enableInsecureBindingSystemUnauthenticated"],
      (name) => require(properties.get("rbacBindingConfig").get(name).flag() === false, `${name} is not off`),
    ),
};
