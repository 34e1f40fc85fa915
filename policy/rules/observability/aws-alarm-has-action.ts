import { all, require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Every alarm tells somebody. */
export const rule: ResourceRule = {
  id: "aws-alarm-has-action",
  title: "Every alarm tells somebody.",
  severity: "medium",
  controls: { checkov: ["CKV_AWS_319"] },
  enforcement: "prod",
  reason: "An alarm without an action changes colour on a page that nobody looks at.",
  remedy: "Set alarmActions, for example to a notification topic, and leave actionsEnabled on.",
  types: ["aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm"],
  scope: "resource",
  check: ({ properties }) =>
    all(
      () => require(properties.get("alarmActions").isSet(), "alarmActions is empty"),
      () => require(properties.get("actionsEnabled").flag() !== false, "actionsEnabled is off"),
    ),
};
