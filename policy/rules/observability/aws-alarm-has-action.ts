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
  const rule = whole.properties.get("alarmRule");
  const name = alarm.properties.get(alarm.type === composite ? "alarmName" : "name");
  if (refersTo(whole, "alarmRule", alarm)) return true;
  if (!rule.isKnown() || !name.isKnown()) return false;
  // In a rule an alarm stands by its name or ARN, in quotes or not: ALARM("high-latency").
  const parts = (rule.text() ?? "").split(/[()"\s]+/).map((part) => part.replace(/^arn:.*:alarm:/, ""));
  return parts.includes(name.text() ?? "");
}

/** Whether an event rule that names the alarm passes its changes on, as from another region, where no topic of ours is. */
function isListenedTo(alarm: Resource, stack: Stack): boolean {
  const arn = alarm.properties.get("arn");
  return stack
    .ofType(["aws:cloudwatch/eventRule:EventRule"])
    .filter((listener) => {
      if (listener.sources("eventPattern").includes(alarm.urn)) return true;
      const pattern = listener.properties.get("eventPattern");
      return pattern.isKnown() && arn.isKnown() && (pattern.text() ?? "").includes(`"${arn.text() ?? " "}"`);
    })
    .some(
      (listener) =>
        stack.referringTo(listener, ["aws:cloudwatch/eventTarget:EventTarget"], "rule").length > 0,
    );
}

function acts({ properties }: Resource): boolean {
  return properties.get("alarmActions").isSet();
}

/** Every alarm tells somebody, itself as a part of one that does, or through an event rule. */
export const rule: StackRule = {
  id: "aws-alarm-has-action",
  title: "Every alarm tells somebody.",
  severity: "medium",
  controls: { checkov: ["CKV_AWS_319"] },
  enforcement: "prod",
  reason: "An alarm without an action changes colour on a page that nobody looks at.",
  remedy:
    "Set alarmActions, for example to a notification topic, and leave actionsEnabled on; or make it part of a composite alarm, or the subject of an event rule, that tells somebody.",
  types: ["aws:cloudwatch/metricAlarm:MetricAlarm", composite],
  scope: "stack",
  check: (resource, stack) => {
    if (!acts(resource) && (feedsAnother(resource, stack) || isListenedTo(resource, stack))) return compliant;
    return all(
      () => require(acts(resource), "alarmActions is empty"),
      () => require(resource.properties.get("actionsEnabled").flag() !== false, "actionsEnabled is off"),
    );
  },
};
