import * as logging from "@pulumi/gcp/logging";
import * as pulumi from "@pulumi/pulumi";
import type { GcpEncryptionKey } from "./encryption-key";

interface LogStoreArgs {
  readonly key: GcpEncryptionKey;
  readonly retentionDays: number;
  /** Refuse its deletion. One that was deleted keeps its name for a week, and its logs are gone. */
  readonly protection: boolean;
  /** Beside what every platform has. */
  readonly sources?: readonly string[] | undefined;
}

/** What the platform makes that writes logs, as Cloud Logging calls it. */
const sources = [
  "cloud_run_revision",
  "cloud_run_job",
  "cloud_scheduler_job",
  "cloudsql_database",
  "dns_query",
  "gce_subnetwork",
  "http_load_balancer",
  "nat_gateway",
  "redis_instance",
];

/** Who did what is kept apart from all others' logs: see the audit trail. */
const filterOf = (types: readonly string[]) =>
  `resource.type=(${types.map((type) => `"${type}"`).join(" OR ")}) AND NOT log_id("cloudaudit.googleapis.com/activity") AND NOT log_id("cloudaudit.googleapis.com/data_access") AND NOT log_id("cloudaudit.googleapis.com/system_event")`;

/**
 * A place for the logs of all that the platform makes: in the stack's region, under our key, for as many days as asked.
 * They are taken out of the project's own place for logs, which is under Google's key and keeps all for 30 days.
 *
 * @returns the place's resource name, once logs go there
 */
export function logStore(
  child: (role: string) => string,
  { key, protection, retentionDays, sources: further = [] }: LogStoreArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const { project } = key;
  const filter = filterOf([...sources, ...further]);
  const bucket = new logging.ProjectBucketConfig(
    child("logs"),
    {
      project: project.id,
      location: key.location,
      bucketId: project.physicalName("logBucket", child("logs")),
      description: "Logs of the platform",
      retentionDays,
      cmekSettings: { kmsKeyName: key.reference },
    },
    { ...opts, protect: protection, dependsOn: [...project.after("logging"), ...key.grant("logging")] },
  );
  const sink = new logging.ProjectSink(
    child("logs-sink"),
    {
      project: project.id,
      description: "Logs of the platform go to their own place",
      destination: pulumi.interpolate`logging.googleapis.com/${bucket.id}`,
      filter,
    },
    opts,
  );
  const exclusion = new logging.ProjectExclusion(
    child("logs-elsewhere"),
    { project: project.id, description: "Logs of the platform have their own place", filter },
    // Else logs in between are kept nowhere.
    { ...opts, dependsOn: [sink] },
  );
  return pulumi.all([bucket.id, exclusion.id]).apply(([id]) => id);
}
