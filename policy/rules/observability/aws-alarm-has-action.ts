import { all, compliant, require } from "../../mechanism/answer";
import { type Resource, refersTo, type Stack } from "../../mechanism/resource";
import type { StackRule } from "../../mechanism/rule";

const composite = "aws:cloudwatch/compositeAlarm:CompositeAlarm";

/** Whether an alarm with an action of its own is made of this one, directly or through others. */
function feedsAnother(alarm: Resource, stack: Stack, seen: readonly Resource[] = []): boolean {
  return stack
    .ofType([composite])
    .filter((other) => !seen.includes(other) && isPartOf(alarm, other))
    .some((other) => acts(other) || feedsAnother(other, stack, [...seen, other]));
}

function isPartOf(alarm: Resource, whole: Resource): boolean {
  const [rule, name] = [whole.properties.get("alarmRule"), alarm.properties.get("name")];
  if (refersTo(whole, "alarmRule", alarm)) return true;
  if (!rule.isKnown() || !name.isKnown()) return false;
  // In a rule an alarm stands by its name or ARN, in quotes or not: ALARM("high-latency").
  const parts = (rule.text() ?? "").split(/[()"\s]+/).map((part) => part.replace(/^arn:.*:alarm:/, ""));
  return parts.includes(name.text() ?? "");
}

function acts({ properties }: Resource): boolean {
  return properties.get("alarmActions").isSet();
}

/** Every alarm tells somebody, itself or as a part of one that does. */
export const rule: StackRule = {
  id: "aws-alarm-has-action",
  title: "Every alarm tells somebody.",
  severity: "medium",
  controls: { checkov: ["CKV_AWS_319"] },
  enforcement: "prod",
  reason: "An alarm without an action changes colour on a page that nobody looks at.",
  remedy:
    "Set alarmActions, for example to a notification topic, and leave actionsEnabled on; or make it part of a composite alarm that has them.",
  types: ["aws:cloudwatch/metricAlarm:MetricAlarm", composite],
  scope: "stack",
  check: (resource, stack) => {
    if (!acts(resource) && feedsAnother(resource, stack)) return compliant;
    return all(
      () => require(acts(resource), "alarmActions is empty"),
      () => require(resource.properties.get("actionsEnabled").flag() !== false, "actionsEnabled is off"),
    );
  },
};
