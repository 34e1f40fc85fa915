import * as pulumi from "@pulumi/pulumi";

/**
 * How a signal is measured: a query in PromQL over a window such as `300s`. Cloud Monitoring's own metrics are asked for like
 * those of Prometheus: `run.googleapis.com/request_count` is `run_googleapis_com:request_count`.
 */
export type Measure = (window: string) => pulumi.Output<string>;

/** A name that is known, or what it looks like where Google makes it: a regular expression for the whole of it. */
export type Named = pulumi.Input<string> | { readonly pattern: pulumi.Input<string> };

export type Labels = Readonly<Record<string, Named>>;
export type Series = pulumi.Output<string>;

/** One metric of one kind of resource, `name{label="value",…}`: several kinds have metrics of the same name. */
export function series(metric: string, resource: string, labels: Labels): Series {
  return labelled(metric, { monitored_resource: resource, ...labels });
}

/** A metric of Prometheus's own, which is of one kind of resource only. */
export function labelled(metric: string, labels: Labels): Series {
  return pulumi.output(labels).apply((known) => {
    const matchers = Object.entries(known).map(([label, value]) =>
      typeof value === "string" ? `${label}="${value}"` : `${label}=~"${value.pattern}"`,
    );
    return `${metric}{${matchers.join(",")}}`;
  });
}

/** A query of one series. */
export function ofOne(series: Series, query: (series: string, window: string) => string): Measure {
  return (window) => series.apply((text) => query(text, window));
}

/** A query of two series. */
export function ofTwo(
  first: Series,
  second: Series,
  query: (first: string, second: string, window: string) => string,
): Measure {
  return (window) => pulumi.all([first, second]).apply(([a, b]) => query(a, b, window));
}

/** The highest value, times a factor such as `100 * `. */
export const highest = (value: Series, factor = ""): Measure =>
  ofOne(value, (value, window) => `${factor}max(max_over_time(${value}[${window}]))`);
/** A count as a rate a minute. */
export const perMinute = (value: Series): Measure =>
  ofOne(value, (value, window) => `60 * sum(rate(${value}[${window}]))`);

/** Entries that a log metric counted, by the kind of resource that they are of. */
export function logSeries(metric: pulumi.Input<string>, resource: string): Series {
  return pulumi.output(metric).apply((name) => series(`logging_googleapis_com:user_${name}`, resource, {}));
}

/** How many entries a log metric counted. */
export function counted(metric: pulumi.Input<string>, resource: string): Measure {
  return ofOne(logSeries(metric, resource), (value, window) => `sum(increase(${value}[${window}]))`);
}
