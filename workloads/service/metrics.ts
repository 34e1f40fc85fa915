import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

export interface Observation {
  /** The endpoint's path as it is registered, never the path that was asked for: labels stay few. */
  readonly endpoint: string;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
}

/**
 * The service's Prometheus metrics: `NAME_requests_total`, `NAME_errors_total` (answers of 500 and above),
 * `NAME_request_duration_seconds`, what is in flight and its limit, and the process's own. NAME is the service's name
 * with underscores for hyphens.
 */
export class Metrics {
  private readonly registry = new Registry();
  private readonly requests;
  private readonly errors;
  private readonly duration;

  constructor(service: string, version: string, limit: number, inFlight: () => number) {
    const prefix = service.replaceAll("-", "_");
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.requests = new Counter({
      name: `${prefix}_requests_total`,
      help: "Requests answered",
      labelNames: ["endpoint", "method", "status"] as const,
      registers,
    });
    this.errors = new Counter({
      name: `${prefix}_errors_total`,
      help: "Requests answered with a status of 500 or above",
      labelNames: ["endpoint", "method", "status"] as const,
      registers,
    });
    this.duration = new Histogram({
      name: `${prefix}_request_duration_seconds`,
      help: "Time from a request's first byte to its answer's last",
      labelNames: ["endpoint", "method"] as const,
      // Dense around 0.1 s, the objective for the 95th percentile, so that the percentile can be told from it.
      buckets: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    });
    new Gauge({
      name: `${prefix}_requests_in_flight`,
      help: "Requests being worked on",
      registers,
      collect() {
        this.set(inFlight());
      },
    });
    new Gauge({
      name: `${prefix}_requests_in_flight_limit`,
      help: "Requests worked on at a time before more are refused",
      registers,
    }).set(limit);
    new Gauge({
      name: `${prefix}_build_info`,
      help: "Always 1; the version is the label",
      labelNames: ["version"] as const,
      registers,
    }).set({ version }, 1);
  }

  observe({ endpoint, method, status, seconds }: Observation): void {
    this.requests.inc({ endpoint, method, status });
    if (status >= 500) this.errors.inc({ endpoint, method, status });
    this.duration.observe({ endpoint, method }, seconds);
  }

  /** Everything in Prometheus's text format. */
  expose(): Promise<string> {
    return this.registry.metrics();
  }

  get contentType(): string {
    return this.registry.contentType;
  }
}
