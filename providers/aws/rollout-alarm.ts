import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";

interface RolloutAlarmArgs {
  readonly alertTopicArn: pulumi.Output<string>;
  readonly logs: cloudwatch.LogGroup;
  /** What a rollout that is under way does when it is raised. */
  readonly consequence?: string;
  /** Pattern of the errors in the log, and the metric that they are counted in. Default: those of the group. */
  readonly errors?: { readonly pattern: string; readonly metricName: pulumi.Input<string> };
  /** `LoadBalancer` and `TargetGroup` of a public service's metrics. */
  readonly dimensions?: {
    readonly LoadBalancer: pulumi.Input<string>;
    readonly TargetGroup: pulumi.Input<string>;
  };
  /** Its second target group, if it has one: the new version is in one of the two. */
  readonly alternate?: pulumi.Input<string> | undefined;
}

/** Percent of requests that may fail in each of two minutes. */
const failedRequests = 5;
/** Errors that a service without requests may log in each of two minutes. */
const loggedErrors = 10;

/**
 * The alarm that ends a rollout and takes the service back to its last version: requests that fail, or, for a service
 * that takes none, errors in its log. It must not name the ECS service, which is made with the alarm's name.
 */
export function rolloutAlarm(
  child: (role: string) => string,
  args: RolloutAlarmArgs,
  opts: pulumi.CustomResourceOptions,
): cloudwatch.MetricAlarm {
  const { consequence = "a rollout that is under way goes back" } = args;
  const errors = args.errors ?? { pattern: errorPattern("$"), metricName: args.logs.name };
  const shared = {
    comparisonOperator: "GreaterThanThreshold",
    evaluationPeriods: 2,
    // No requests, no errors: nothing to go back for.
    treatMissingData: "notBreaching",
    alarmActions: [args.alertTopicArn],
  };
  if (args.dimensions)
    return new cloudwatch.MetricAlarm(
      child("rollout"),
      {
        ...shared,
        alarmDescription: `Requests fail: ${consequence}`,
        threshold: failedRequests,
        metricQueries: failureRate(args.dimensions, args.alternate),
      },
      opts,
    );
  const filter = new cloudwatch.LogMetricFilter(
    child("errors"),
    {
      logGroupName: args.logs.name,
      pattern: `{ ${errors.pattern} }`,
      metricTransformation: { namespace: "Platform", name: errors.metricName, value: "1", unit: "Count" },
    },
    opts,
  );
  return new cloudwatch.MetricAlarm(
    child("rollout"),
    {
      ...shared,
      alarmDescription: `Errors are logged: ${consequence}`,
      threshold: loggedErrors,
      namespace: filter.metricTransformation.namespace,
      metricName: filter.metricTransformation.name,
      statistic: "Sum",
      period: 60,
    },
    opts,
  );
}

/**
 * What of a filter matches an error, by the names that loggers give its level.
 *
 * @param entry where the program's own line is, for example `$`
 */
export function errorPattern(entry: string): string {
  return ["error", "fatal", "ERROR", "CRITICAL"].map((level) => `(${entry}.level = "${level}")`).join(" || ");
}

/** Failed requests in percent of all; none where there are none. */
function failureRate(
  dimensions: NonNullable<RolloutAlarmArgs["dimensions"]>,
  alternate: pulumi.Input<string> | undefined,
) {
  const count = (id: string, metricName: string, group: pulumi.Input<string> = dimensions.TargetGroup) => ({
    id,
    returnData: false,
    metric: {
      namespace: "AWS/ApplicationELB",
      metricName,
      dimensions: { ...dimensions, TargetGroup: group },
      period: 60,
      stat: "Sum",
    },
  });
  const rate = (expression: string) => ({ id: "rate", label: "failed %", expression, returnData: true });
  const [failures, requests] = ["HTTPCode_Target_5XX_Count", "RequestCount"] as const;
  const first = [count("failed", failures), count("requests", requests)];
  if (alternate === undefined) return [rate("100 * FILL(failed, 0) / requests"), ...first];
  return [
    rate("100 * (FILL(failed, 0) + FILL(failed2, 0)) / (FILL(requests, 0) + FILL(requests2, 0))"),
    ...first,
    count("failed2", failures, alternate),
    count("requests2", requests, alternate),
  ];
}
