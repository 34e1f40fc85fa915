import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

const component = "azure-native:applicationinsights:Component";
const workspace = "azure-native:operationalinsights:Workspace";

/** Logs and traces are written by identities, not by a key. */
export const rule: ResourceRule = {
  id: "azure-telemetry-no-local-auth",
  title: "Logs and traces are written by identities, not by a key.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "A key of the workspace is in every program that writes, and lets anybody write false traces.",
  remedy: "Set disableLocalAuth of the component, or of the workspace's features, to true.",
  types: [component, workspace],
  scope: "resource",
  check: ({ type, properties }) => {
    const settings = type === workspace ? properties.get("features") : properties;
    return require(settings.get("disableLocalAuth").flag() === true, "disableLocalAuth is off");
  },
};
