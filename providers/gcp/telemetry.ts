import type * as pulumi from "@pulumi/pulumi";
import { Telemetry, type TelemetryArgs } from "../../components/telemetry";
import type { GcpComponents } from "./components";
import type { GcpProject } from "./project";

/** What an identity needs to send logs, metrics and traces of its own: roles on the project. */
const writerRoles = ["roles/logging.logWriter", "roles/monitoring.metricWriter", "roles/cloudtrace.agent"];

export class GcpTelemetry extends Telemetry {
  /** Names of the notification channels that every alert goes to. */
  readonly notificationChannels: readonly pulumi.Output<string>[];
  readonly writerRoles: readonly string[] = writerRoles;
  readonly project: GcpProject;

  constructor(name: string, args: TelemetryArgs<GcpComponents>, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    this.project = args.key.project;
    this.notificationChannels = [];
    this.registerOutputs({ notificationChannels: this.notificationChannels });
  }
}
