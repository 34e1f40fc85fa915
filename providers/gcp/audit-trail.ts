import * as logging from "@pulumi/gcp/logging";
import * as monitoring from "@pulumi/gcp/monitoring";
import * as projects from "@pulumi/gcp/projects";
import * as storage from "@pulumi/gcp/storage";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../components/component";
import type { Channel } from "./alarm";
import { type AuditEvent, auditEvents } from "./audit-events";
import { GcpBucket } from "./bucket";
import type { GcpEncryptionKey } from "./encryption-key";

interface GcpAuditTrailArgs {
  readonly key: GcpEncryptionKey;
  readonly retentionDays: number;
  readonly channel: Channel;
  readonly protection: boolean;
}

/** The logs of who did what. Cloud Logging has them of all regions in one place. */
const records = ["activity", "data_access", "system_event", "policy"]
  .map((log) => `log_id("cloudaudit.googleapis.com/${log}")`)
  .join(" OR ");

/**
 * Everything that is done to the project, who reads its data too, into a bucket whose objects nobody can change or delete for
 * `retentionDays` (without `protection`: nobody but who takes the bucket's retention policy away). Cloud Storage checks each
 * object's checksum. A stack that goes leaves its record behind.
 *
 * Recording reads is a setting of the whole project: one stack of a project makes it. Events that matter are told about at
 * once.
 */
export class GcpAuditTrail extends Component {
  readonly bucketName: pulumi.Output<string>;

  constructor(name: string, args: GcpAuditTrailArgs, opts: pulumi.ComponentResourceOptions) {
    super("gcp", "AuditTrail", name, opts);
    const { key, protection, retentionDays } = args;
    const { project } = key;
    const within = { parent: this };
    new projects.IAMAuditConfig(
      this.child("data-access"),
      {
        project: project.id,
        service: "allServices",
        auditLogConfigs: ["ADMIN_READ", "DATA_READ", "DATA_WRITE"].map((logType) => ({ logType })),
      },
      { ...within, protect: protection },
    );
    const bucket = new GcpBucket(
      this.child("records"),
      {
        key,
        expireAfterDays: retentionDays,
        retention: protection ? "locked" : "held",
        protection,
      },
      within,
    );
    const sink = new logging.ProjectSink(
      this.child("sink"),
      {
        project: project.id,
        description: "Who did what, kept unchangeable",
        destination: pulumi.interpolate`storage.googleapis.com/${bucket.bucketName}`,
        filter: records,
        uniqueWriterIdentity: true,
      },
      { ...within, protect: protection, dependsOn: project.after("logging") },
    );
    new storage.BucketIAMMember(
      this.child("writer"),
      { bucket: bucket.bucketName, role: "roles/storage.objectCreator", member: sink.writerIdentity },
      within,
    );
    for (const event of auditEvents) this.watch(event, args.channel);
    this.bucketName = bucket.bucketName;
    this.registerOutputs({ bucketName: this.bucketName });
  }

  private watch(event: AuditEvent, { notificationChannels, project }: Channel): void {
    new monitoring.AlertPolicy(
      this.child(`${event.id}-alert`),
      {
        project: project.id,
        displayName: `${this.child(event.id)}: ${event.summary}`,
        severity: "WARNING",
        combiner: "OR",
        conditions: [
          {
            displayName: event.summary,
            conditionMatchedLog: {
              filter: `log_id("cloudaudit.googleapis.com/activity") AND ${event.filter}`,
              labelExtractors: { who: "EXTRACT(protoPayload.authenticationInfo.principalEmail)" },
            },
          },
        ],
        // One message for what belongs together, such as a deployment.
        alertStrategy: { notificationRateLimit: { period: "300s" }, autoClose: "1800s" },
        documentation: {
          subject: `[warning] ${event.summary}`,
          content: `[warning] ${event.summary}. What to do: docs/runbooks.md#audit`,
          mimeType: "text/markdown",
        },
        notificationChannels: [...notificationChannels],
        userLabels: { ...project.labels },
      },
      { parent: this, dependsOn: project.after("monitoring") },
    );
  }
}
