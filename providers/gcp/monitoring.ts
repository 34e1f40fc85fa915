import * as pulumi from "@pulumi/pulumi";
import { Monitoring, type MonitoringArgs } from "../../components/monitoring";
import type { GcpComponents } from "./components";

export class GcpMonitoring extends Monitoring {
  override readonly dashboardUrl: pulumi.Output<string>;

  constructor(name: string, _args: MonitoringArgs<GcpComponents>, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    this.dashboardUrl = pulumi.output("");
    this.registerOutputs({});
  }
}
