import { all, require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Every alert tells somebody. */
export const rule: ResourceRule = {
  id: "gcp-alarm-has-action",
  title: "Every alert tells somebody.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "An alert without a channel changes colour on a page that nobody looks at.",
  remedy: "Set notificationChannels, and leave enabled on.",
  types: ["gcp:monitoring/alertPolicy:AlertPolicy"],
  scope: "resource",
  check: ({ properties }) =>
    all(
      () => require(properties.get("notificationChannels").isSet(), "notificationChannels is empty"),
      () => require(properties.get("enabled").flag() !== false, "enabled is off"),
    ),
};
