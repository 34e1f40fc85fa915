import * as logging from "@pulumi/gcp/logging";
import type * as pulumi from "@pulumi/pulumi";
import type { GcpProject } from "./project";

interface LogMetricArgs {
  readonly project: GcpProject;
  readonly description: string;
  /** Which entries are counted, in the query language of Cloud Logging. */
  readonly filter: pulumi.Input<string>;
}

/**
 * Counts log entries, wherever they are kept: unlike an alert on the entries themselves, a metric also sees those that do not
 * stay in the project's own place for logs.
 *
 * @param name logical name; the metric's own has underscores, so that a query can name it
 * @returns the metric's name
 */
export function logMetric(
  name: string,
  { description, filter, project }: LogMetricArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const metric = new logging.Metric(
    name,
    {
      project: project.id,
      name: project.suffix.apply((suffix) => `${name.replaceAll("-", "_")}_${suffix}`),
      description,
      filter,
      metricDescriptor: { metricKind: "DELTA", valueType: "INT64", unit: "1" },
    },
    // Its name is fixed: there can't be two of it, not even while one takes the other's place.
    { ...opts, deleteBeforeReplace: true, dependsOn: project.after("logging") },
  );
  return metric.name;
}
