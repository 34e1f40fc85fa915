import type * as pulumi from "@pulumi/pulumi";
import type { MonitoringArgs } from "../../../components/monitoring";
import { type Alert } from "../../../observability/alerts";
import { events } from "../../../observability/events";
import { alarms } from "../alarm";
import { AwsMonitoring } from "../monitoring";
import type { AwsKubernetesComponents } from "./components";
import { restarts } from "./pod-metrics";

/**
 * As on Fargate, with Container Insights' metrics of the pods. A cluster sends no event when a container ends, so that its starts
 * again are counted.
 */
export class AwsKubernetesMonitoring extends AwsMonitoring {
  constructor(
    name: string,
    args: MonitoringArgs<AwsKubernetesComponents>,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super(name, args, opts);
    const { crash } = events;
    const alert: Alert = {
      id: crash.id,
      signal: "missingReplicas",
      summary: crash.summary,
      comparison: "above",
      thresholds: { [crash.severity]: 0 },
      window: 60,
      windows: 1,
      of: 1,
      missing: "good",
      runbook: crash.runbook,
    };
    for (const { handles, service } of args.services)
      alarms(
        this.child(`service-${service}`),
        alert,
        restarts(handles),
        { topics: [args.telemetry.alertTopicArn] },
        { parent: this },
      );
  }

  /** ECS has events of containers that end; a cluster has none. */
  protected override notifications(): void {
    // What they would tell is counted: see the constructor.
  }
}
