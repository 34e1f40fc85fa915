import type { Input } from "@pulumi/pulumi";
import type { Measure, Metric } from "./metrics";

/**
 * A measure of a target group as one of both groups of a service, whose requests go from one to the other with each version.
 * Counts are added up; of a share or a time the worse one counts.
 */
export function overBoth(measure: Measure, alternate: Input<string>): Measure {
  const twin = ([id, metric]: [string, Metric]): [string, Metric][] =>
    "TargetGroup" in metric.dimensions
      ? [[`${id}Other`, { ...metric, dimensions: { ...metric.dimensions, TargetGroup: alternate } }]]
      : [];
  const metrics = {
    ...measure.metrics,
    ...Object.fromEntries(Object.entries(measure.metrics).flatMap(twin)),
  };
  const expression = (measure.expression ?? "{value}").replaceAll(
    // PERIOD takes the name of a metric, and both have the same.
    /(?<!PERIOD\()\{(\w+)\}/g,
    (one, id: string) => {
      const statistic = metrics[id]?.statistic ?? "";
      if (metrics[`${id}Other`] === undefined) return one;
      if (statistic.startsWith("PR")) return `MIN([${one}, {${id}Other}])`;
      if (statistic.startsWith("p")) return `MAX([${one}, {${id}Other}])`;
      return `(FILL(${one}, 0) + FILL({${id}Other}, 0))`;
    },
  );
  return { metrics, expression };
}
