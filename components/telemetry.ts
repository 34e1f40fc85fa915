import type * as pulumi from "@pulumi/pulumi";
import { Component } from "./component";
import type { Components } from "./provider";
import type { CloudName, TelemetrySpecification } from "./specification";

export interface TelemetryArgs<C extends Components> extends Omit<TelemetrySpecification, "webhook"> {
  /** Secret: whoever knows the address of a chat's webhook can post there. */
  readonly webhook?: pulumi.Output<string>;
  /** Key that logs and notifications are encrypted with. */
  readonly key: C["key"];
  /** Refuse deletion of what logs and metrics are kept in. */
  readonly protection: boolean;
}

/**
 * Where logs, metrics, traces and alerts of everything else go. Made first, so that all others can send there;
 * what watches them is `Monitoring`, made last.
 *
 * Every cloud guarantees: a store for Prometheus metrics, a notification channel that reaches each given address, and
 * nobody but the cloud's own alerting service may publish to it. Logs are encrypted with our key, unless the cloud says
 * what it gives instead (`telemetryEncryptionKey`).
 */
export abstract class Telemetry extends Component {
  protected constructor(cloud: CloudName, name: string, opts: pulumi.ComponentResourceOptions) {
    super(cloud, "Telemetry", name, opts);
  }
}
