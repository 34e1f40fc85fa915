import * as monitoring from "@pulumi/gcp/monitoring";
import type * as pulumi from "@pulumi/pulumi";
import { Telemetry, type TelemetryArgs } from "../../components/telemetry";
import type { GcpSharedComponents } from "./components";
import { logStore } from "./log-store";
import type { GcpProject } from "./project";

/** What an identity needs to send logs, metrics and traces of its own: roles on the project. */
const writerRoles = ["roles/logging.logWriter", "roles/monitoring.metricWriter", "roles/cloudtrace.agent"];

export interface GcpTelemetryArgs extends TelemetryArgs<GcpSharedComponents> {
  /** What further writes logs of the platform, as Cloud Logging calls it. Default: nothing. */
  readonly logSources?: readonly string[] | undefined;
}

/**
 * One place for all logs, under our key, and the notification channels that alerts go to. Only Cloud Monitoring sends to a
 * channel. Prometheus metrics go to Managed Service for Prometheus and traces to Cloud Trace, which are there in every
 * project; Google offers no key of one's own for either.
 */
export class GcpTelemetry extends Telemetry {
  /** Resource names of the notification channels that every alert goes to. */
  readonly notificationChannels: readonly pulumi.Output<string>[];
  /** Roles on the project that let an identity send logs, metrics and traces, and nothing else. */
  readonly writerRoles: readonly string[] = writerRoles;
  /** `projects/…/locations/REGION/buckets/…`: where logs are kept. Resolves once they go there. */
  readonly logBucket: pulumi.Output<string>;
  /** What must be there before a sender is: for `dependsOn`. */
  readonly ready: readonly pulumi.Resource[];
  readonly project: GcpProject;

  constructor(name: string, args: GcpTelemetryArgs, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    const within = { parent: this };
    const { project } = args.key;
    this.project = project;
    this.ready = project.after("logging", "monitoring", "cloudtrace");

    this.logBucket = logStore(
      (role) => this.child(role),
      {
        key: args.key,
        retentionDays: args.logRetentionDays,
        protection: args.protection,
        sources: args.logSources,
      },
      within,
    );
    const receivers = [
      { role: "email", type: "email", label: "email_address", address: args.email },
      { role: "webhook", type: "webhook_tokenauth", label: "url", address: args.webhook },
    ];
    this.notificationChannels = receivers.flatMap(({ address, label, role, type }) => {
      if (address === undefined) return [];
      const channel = new monitoring.NotificationChannel(
        this.child(role),
        {
          project: project.id,
          displayName: `${name}: ${role}`,
          type,
          labels: { [label]: address },
          userLabels: { ...project.labels },
          // A channel that is replaced is still named by alerts that are updated only afterwards.
          forceDelete: true,
        },
        { ...within, dependsOn: project.after("monitoring") },
      );
      return [channel.name];
    });
    this.registerOutputs({ notificationChannels: this.notificationChannels, logBucket: this.logBucket });
  }
}
