import * as monitor from "@pulumi/azure-native/monitor";
import type * as pulumi from "@pulumi/pulumi";
import type { Severity } from "../../observability/alerts";
import type { AzureScope } from "./scope";

/** Azure's own numbers: 0 critical, 1 error, 2 warning. */
export const severityNumbers: Readonly<Record<Severity, number>> = { critical: 0, warning: 2 };

/** Minutes of log that a rule can look back over (documentation: "Log search alert rules, window size"). */
const windows = [5, 10, 15, 30, 45, 60, 120, 180, 240, 300, 360, 1440, 2880];

interface QueryRuleArgs {
  readonly scope: AzureScope;
  readonly description: string;
  readonly severity: Severity;
  /** KQL; what it says about time must lie within `lookBack`. */
  readonly query: pulumi.Input<string>;
  /** Seconds that the query looks back over; at most two days. */
  readonly lookBack: number;
  /** Whether rows mean trouble, or their absence does. */
  readonly troubleIs: "rows" | "none";
  /** `state`: told of when it begins and when it ends. `event`: told of each time. */
  readonly tells: "state" | "event";
  readonly actionGroup: pulumi.Input<string>;
}

/** An alert on what a query finds in the stack's logs. */
export function queryRule(
  name: string,
  { actionGroup, description, lookBack, query, scope, severity, tells, troubleIs }: QueryRuleArgs,
  opts: pulumi.CustomResourceOptions,
): monitor.ScheduledQueryRule {
  return new monitor.ScheduledQueryRule(
    name,
    {
      resourceGroupName: scope.resourceGroup,
      location: scope.location,
      tags: scope.tags,
      displayName: name,
      description,
      enabled: true,
      severity: severityNumbers[severity],
      scopes: [scope.workspace.id],
      evaluationFrequency: duration(frequency(lookBack)),
      windowSize: duration(window(lookBack)),
      criteria: {
        allOf: [
          {
            query,
            timeAggregation: "Count",
            operator: troubleIs === "rows" ? "GreaterThan" : "LessThan",
            threshold: troubleIs === "rows" ? 0 : 1,
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 },
          },
        ],
      },
      autoMitigate: tells === "state",
      // A table is there only from its first row on.
      skipQueryValidation: true,
      actions: { actionGroups: [actionGroup] },
    },
    opts,
  );
}

/**
 * The shortest time that Azure lets a rule look back over and that holds so many seconds.
 *
 * @throws RangeError when none does
 */
function window(seconds: number): number {
  const found = windows.find((minutes) => minutes * 60 >= seconds);
  if (found === undefined)
    throw new RangeError(
      `a log alert can't look back over ${String(seconds)} s; two days (172800 s) is the most`,
    );
  return found;
}

/** Minutes between two looks: the longer the view, the less a look adds. */
function frequency(seconds: number): number {
  if (seconds <= 7200) return 5;
  return seconds <= 8 * 3600 ? 15 : 60;
}

/** Minutes as ISO 8601 writes them, in the units that Azure keeps. */
function duration(minutes: number): string {
  if (minutes % 1440 === 0) return `P${String(minutes / 1440)}D`;
  return minutes % 60 === 0 ? `PT${String(minutes / 60)}H` : `PT${String(minutes)}M`;
}
