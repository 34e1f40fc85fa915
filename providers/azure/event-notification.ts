import type * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";
import type { Event } from "../../observability/events";
import { description } from "./alarm";
import { queryRule } from "./query-rule";
import type { AzureScope } from "./scope";

interface EventNotificationArgs {
  readonly scope: AzureScope;
  readonly event: Event;
  /** KQL that finds what is told about, one row each. */
  readonly query: pulumi.Input<string>;
  readonly actionGroup: pulumi.Input<string>;
}

/** Tells the action group each time that something happens. */
export function eventNotification(
  name: string,
  { actionGroup, event, query, scope }: EventNotificationArgs,
  opts: pulumi.CustomResourceOptions,
): monitor.ScheduledQueryRule {
  return queryRule(
    name,
    {
      scope,
      description: description(event.severity, event.summary, event.runbook),
      severity: event.severity,
      // By when a row arrived, not by when it was written: each is seen by one look and one alone, however late it comes.
      query: pulumi.interpolate`${query}\n| where ingestion_time() > ago(5m)`,
      lookBack: 3600,
      troubleIs: "rows",
      tells: "event",
      actionGroup,
    },
    opts,
  );
}
