import * as monitoring from "@pulumi/gcp/monitoring";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../../components/component";
import { alerts } from "../../observability/alerts";
import { alarms, type Channel } from "./alarm";
import { uptimeMeasures } from "./metrics";

interface GcpUptimeCheckArgs {
  /** Host name of the entry, `api.example.com`. */
  readonly host: pulumi.Output<string>;
  readonly path: string;
  readonly channel: Channel;
}

/** Asks the entry by HTTPS from several continents, every minute, and raises an alert when most of them get no answer. */
export class GcpUptimeCheck extends Component {
  constructor(
    name: string,
    { channel, host, path }: GcpUptimeCheckArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("gcp", "UptimeCheck", name, opts);
    const { project } = channel;
    const check = new monitoring.UptimeCheckConfig(
      this.child("check"),
      {
        project: project.id,
        displayName: name,
        timeout: "10s",
        period: "60s",
        httpCheck: { path, port: 443, useSsl: true, validateSsl: true },
        monitoredResource: { type: "uptime_url", labels: { project_id: project.id, host } },
        userLabels: { ...project.labels },
      },
      { parent: this, dependsOn: project.after("monitoring") },
    );
    const measures = uptimeMeasures(check.uptimeCheckId);
    for (const alert of alerts.uptime)
      alarms(this.name, alert, measures[alert.signal], channel, { parent: this });
    this.registerOutputs({ uptimeCheckId: check.uptimeCheckId });
  }
}
