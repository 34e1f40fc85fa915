import type { Evidence } from "../evidence";
import { at, list, number, type Resource, type Resources, text } from "../resource";
import type { Value } from "../../unit/mocks";

const vaultType = "aws:backup/vault:Vault";
const bucketType = "aws:s3/bucket:Bucket";

export function recovery(resources: Resources): Pick<Evidence, "backups"> {
  const rules = resources
    .of("aws:backup/plan:Plan")
    .filter((plan) => resources.some("aws:backup/selection:Selection", "planId", plan.id))
    .flatMap(({ inputs }) => list(inputs["rules"]));
  return {
    backups: {
      retentionDays: rules.flatMap((rule) => [
        number(at(rule, "lifecycle.deleteAfter")),
        ...list(at(rule, "copyActions")).map((copy) => number(at(copy, "lifecycle.deleteAfter"))),
      ]),
      copies: rules
        .flatMap((rule) => list(at(rule, "copyActions")))
        .map((copy) => resources.with(vaultType, at(copy, "destinationVaultArn"), "arn"))
        .map((vault) => text(vault?.inputs["region"])),
      locked: resources
        .of("aws:backup/vaultLockConfiguration:VaultLockConfiguration")
        .filter(({ inputs }) => number(inputs["minRetentionDays"]) > 0)
        .map(({ name }) => name),
      dumps: [...onFargate(resources), ...inCluster(resources)].flatMap((bucket) =>
        dumpRegions(resources, bucket),
      ),
      failureAlerts: resources
        .of("aws:cloudwatch/eventRule:EventRule")
        .filter(
          ({ name, inputs }) =>
            name.startsWith("backup") && /FAILED|stoppedReason|exitCode/.test(text(inputs["eventPattern"])),
        )
        .map(({ name }) => name),
    },
  };
}

/** Buckets that scheduled tasks write dumps to. */
function onFargate(resources: Resources): string[] {
  return resources.of("aws:scheduler/schedule:Schedule").map(({ inputs }) => {
    const task = resources.with(
      "aws:ecs/taskDefinition:TaskDefinition",
      at(inputs, "target.ecsParameters.taskDefinitionArn"),
      "arn",
    );
    return bucketIn(text(task?.inputs["containerDefinitions"]));
  });
}

/** Buckets that jobs of a cluster write dumps to. */
function inCluster(resources: Resources): string[] {
  return resources
    .of("kubernetes:batch/v1:CronJob")
    .filter(({ inputs }) => at(inputs, "spec.suspend") !== true)
    .map(({ inputs }) => bucketIn(JSON.stringify(inputs)));
}

function bucketIn(definition: string): string {
  return /s3:\/\/([^/"]+)/.exec(definition)?.[1] ?? "";
}

/** Regions of the bucket that a dump is written to, and of those that it is copied to. */
function dumpRegions(resources: Resources, bucket: string): string[] {
  const copies = resources
    .of("aws:s3/bucketReplicationConfig:BucketReplicationConfig")
    .filter((replication) => replication.inputs["bucket"] === bucket)
    .flatMap((replication) => list(replication.inputs["rules"]))
    .map((rule) => bucketWith(resources, "arn", at(rule, "destination.bucket")));
  return [bucketWith(resources, "id", bucket), ...copies]
    .filter((found) => found !== undefined)
    .map((found) => text(found.outputs["region"] ?? found.inputs["region"]));
}

function bucketWith(resources: Resources, output: string, value: Value): Resource | undefined {
  return resources.with(bucketType, value, output);
}
