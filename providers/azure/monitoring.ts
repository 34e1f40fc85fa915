import * as pulumi from "@pulumi/pulumi";
import { Monitoring, type MonitoringArgs } from "../../components/monitoring";
import type { AzureComponents } from "./components";
import type { Scoped } from "./scope";

export class AzureMonitoring extends Monitoring {
  override readonly dashboardUrl: pulumi.Output<string>;

  constructor(
    name: string,
    args: Scoped<MonitoringArgs<AzureComponents>>,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("azure", name, opts);
    const none = pulumi.output("");
    void args;
    this.dashboardUrl = none;
    this.registerOutputs({});
  }
}
