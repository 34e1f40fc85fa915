import type * as pulumi from "@pulumi/pulumi";
import { Component } from "./component";
import type { Components } from "./provider";
import type { CloudName } from "./specification";

export interface MonitoringArgs<C extends Components> {
  readonly telemetry: C["telemetry"];
  readonly services: readonly C["service"][];
  readonly database?: C["database"] | undefined;
  readonly cache?: C["cache"] | undefined;
  readonly loadBalancer?: C["loadBalancer"] | undefined;
  /** Path asked for by the uptime check, from outside, on the load balancer's address. */
  readonly uptimePath: string;
  /** Whether an uptime check from outside is made. */
  readonly uptimeCheck: boolean;
}

/**
 * What watches the rest: the alerts of `observability/`, the objectives' burn-rate alerts, a dashboard, an uptime check.
 *
 * Every cloud guarantees: each alert reaches the notification channel; missing data is decided on per alert.
 */
export abstract class Monitoring extends Component {
  /** Where a person looks at the dashboard. */
  abstract readonly dashboardUrl: pulumi.Output<string>;

  protected constructor(cloud: CloudName, name: string, opts: pulumi.ComponentResourceOptions) {
    super(cloud, "Monitoring", name, opts);
  }
}
