import type { Path, Problem, Properties, World } from "../rules";
import { list, record, refuse, repeated, shown, text, texts } from "../reading";
import { bytes } from "./cloud-run-resources";
import { secretProblem } from "./cloud-run-secrets";
import { types } from "./types";

const kinds = ["secret", "cloudSqlInstance", "emptyDir", "gcs", "nfs"];

/** What is wrong with a template's volumes, as far as the inputs alone say it. */
export function volumeProblems(template: Properties, path: Path): readonly Problem[] {
  const volumes = list(template["volumes"]).map(record);
  const [twice] = repeated(volumes.map(({ name }) => text(name)));
  if (twice !== undefined) return refuse(`${path}.volumes`, `two volumes are called '${twice}'`);
  return volumes.flatMap((volume, index): readonly Problem[] => {
    const here = `${path}.volumes[${String(index)}]`;
    const given = kinds.filter((kind) => volume[kind] !== undefined);
    if (given.length !== 1) return refuse(here, `has exactly one of ${kinds.join(", ")}`);
    const first = template["executionEnvironment"] === "EXECUTION_ENVIRONMENT_GEN1";
    if (first && (given[0] === "gcs" || given[0] === "nfs"))
      return refuse(`${here}.${given[0]}`, "is only supported in the second execution environment");
    const size = text(record(volume["emptyDir"])["sizeLimit"]);
    return size !== undefined && bytes(size) === undefined
      ? refuse(`${here}.emptyDir.sizeLimit`, `'${size}' is no quantity, for example 512Mi`)
      : [];
  });
}

/** What volumes name must exist: buckets, database instances, secrets that the account may read. */
export function volumeWorldProblems(
  template: Properties,
  path: Path,
  world: World,
  account: string | undefined,
): readonly Problem[] {
  return list(template["volumes"]).flatMap((value, index): readonly Problem[] => {
    const volume = record(value);
    const here = `${path}.volumes[${String(index)}]`;
    const bucket = text(record(volume["gcs"])["bucket"]);
    if (bucket !== undefined && world.find(types.bucket, bucket) === undefined)
      return refuse(`${here}.gcs.bucket`, `there is no bucket '${bucket}'`);
    const absent = texts(record(volume["cloudSqlInstance"])["instances"]).find(
      (name) => world.find(types.databaseInstance, name, "connectionName") === undefined,
    );
    if (absent !== undefined)
      return refuse(`${here}.cloudSqlInstance.instances`, `there is no Cloud SQL instance '${absent}'`);
    const secret = record(volume["secret"]);
    const name = text(secret["secret"]);
    if (name === undefined) return [];
    const items = list(secret["items"]).map((item) => shown(record(item)["version"] ?? "latest"));
    const wrong = [...(items.length === 0 ? ["latest"] : items)]
      .map((version) => secretProblem(world, name, version, account))
      .find((problem) => problem !== undefined);
    return wrong === undefined ? [] : refuse(`${here}.secret`, wrong);
  });
}
