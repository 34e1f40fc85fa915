import type { Evidence } from "../evidence";
import { at, number, type Resource, type Resources, text } from "../resource";

const instance = "gcp:sql/databaseInstance:DatabaseInstance";

export function recovery(resources: Resources): Pick<Evidence, "backups"> {
  const instances = resources.of(instance);
  const primary = instances.filter(({ inputs }) => text(inputs["masterInstanceName"]) === "");
  const backed = primary.filter(({ inputs }) => at(inputs, "settings.backupConfiguration.enabled") === true);
  return {
    backups: {
      // One a day, so that the number of backups is the number of days.
      retentionDays: backed.map(({ inputs }) =>
        number(at(inputs, "settings.backupConfiguration.backupRetentionSettings.retainedBackups")),
      ),
      copies: [
        ...backed.map(({ inputs }) => text(at(inputs, "settings.backupConfiguration.location"))),
        ...instances.filter((each) => !primary.includes(each)).map(({ inputs }) => text(inputs["region"])),
      ],
      locked: resources
        .of("gcp:storage/bucket:Bucket")
        .filter(
          ({ name, inputs }) => name.startsWith("backup") && at(inputs, "retentionPolicy.isLocked") === true,
        )
        .map(({ name }) => name),
      dumps: [...onCloudRun(resources), ...inCluster(resources)].flatMap((name) =>
        dumpRegions(resources, name),
      ),
      failureAlerts: resources
        .of("gcp:monitoring/alertPolicy:AlertPolicy")
        .filter(({ component }) => component === "backup")
        .map(({ name }) => name),
    },
  };
}

/** Buckets that jobs of a schedule write dumps to. */
function onCloudRun(resources: Resources): string[] {
  return resources.of("gcp:cloudscheduler/job:Job").map(({ inputs }) => {
    const uri = text(at(inputs, "httpTarget.uri"));
    const job = resources
      .of("gcp:cloudrunv2/job:Job")
      .find((each) => uri.endsWith(`/jobs/${text(each.inputs["name"])}:run`));
    return bucketIn(job);
  });
}

/** Buckets that jobs of a cluster write dumps to. */
function inCluster(resources: Resources): string[] {
  return resources
    .of("kubernetes:batch/v1:CronJob")
    .filter(({ inputs }) => at(inputs, "spec.suspend") !== true)
    .map(bucketIn);
}

function bucketIn(job: Resource | undefined): string {
  return /gs:\/\/([^/"]+)/.exec(JSON.stringify(job?.inputs ?? null))?.[1] ?? "";
}

function dumpRegions(resources: Resources, name: string): string[] {
  const bucket = resources.with("gcp:storage/bucket:Bucket", name, "name");
  return bucket === undefined ? [] : [text(bucket.inputs["location"]).toLowerCase()];
}
