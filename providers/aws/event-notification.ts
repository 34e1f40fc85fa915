import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import type { Event } from "../../observability/events";

interface EventNotificationArgs {
  readonly event: Event;
  /** EventBridge pattern of what is told about. */
  readonly pattern: pulumi.Input<Readonly<Record<string, unknown>>>;
  /** JSON paths of what the message names, for example `{ service: "$.detail.group" }`. */
  readonly details: Readonly<Record<string, string>>;
  readonly topicArn: pulumi.Input<string>;
}

/** Sends one readable line to the alert topic each time that something happens. */
export function eventNotification(
  name: string,
  { event, pattern, details, topicArn }: EventNotificationArgs,
  opts: pulumi.CustomResourceOptions,
): cloudwatch.EventRule {
  const rule = new cloudwatch.EventRule(
    name,
    { description: event.summary, eventPattern: pulumi.jsonStringify(pattern) },
    opts,
  );
  const named = Object.keys(details)
    .map((detail) => `${detail} <${detail}>`)
    .join(", ");
  new cloudwatch.EventTarget(
    `${name}-target`,
    {
      rule: rule.name,
      arn: topicArn,
      inputTransformer: {
        inputPaths: { ...details },
        inputTemplate: `"[${event.severity}] ${event.summary}: ${named}. What to do: docs/runbooks.md#${event.runbook}"`,
      },
    },
    opts,
  );
  return rule;
}
