import type { Path, Problem, Properties, StoredResource, World } from "../rules";
import { list, record, refuse, shown, text } from "../reading";
import { isGranted, type GrantPlace } from "./grants";
import { isOfProject, projectNumber } from "./project";
import { types } from "./types";

const places: readonly GrantPlace[] = [
  { type: types.secretMember, subject: "secretId" },
  { type: types.secretBinding, subject: "secretId" },
];
const readers = ["roles/secretmanager.secretAccessor", "roles/secretmanager.admin", "roles/owner"];

/** A secret by the name that Cloud Run takes: its own name, or `projects/PROJECT/secrets/NAME`. */
export function findSecret(world: World, reference: string): StoredResource | undefined {
  const name = reference.replace(/^projects\/[^/]+\/secrets\//, "");
  return world
    .all(types.secret)
    .find(({ inputs, outputs }) => inputs["secretId"] === name && isOfProject(outputs, world));
}

/** Why a version of a secret can't be read by a service account. */
export function secretProblem(
  world: World,
  reference: string,
  version: string,
  account: string | undefined,
): string | undefined {
  const full = /^projects\/([^/]+)\/secrets\/[^/]+$/.exec(reference);
  if (reference.includes("/") && full === null)
    return `'${reference}' is no secret: its name, or projects/PROJECT/secrets/NAME`;
  const project = full?.[1] ?? world.account;
  if (project !== world.account && project !== projectNumber) return undefined;
  const secret = findSecret(world, reference);
  if (secret === undefined) return `Secret ${reference} was not found`;
  if (!/^(latest|[1-9]\d*)$/.test(version)) return `'${version}' is no version: a number, or latest`;
  const versions = world
    .all(types.secretVersion)
    .filter(({ inputs }) => [secret.id, secret.inputs["secretId"]].includes(inputs["secret"] ?? ""));
  const found = versions.find(({ outputs }) => version === "latest" || shown(outputs["version"]) === version);
  if (found === undefined) return `Secret ${secret.id}/versions/${version} was not found`;
  if (found.outputs["enabled"] === false) return `Secret ${secret.id}/versions/${version} is disabled`;
  if (account === undefined) return undefined;
  return isGranted(world, `serviceAccount:${account}`, readers, places, [
    secret.id,
    shown(secret.inputs["secretId"]),
  ])
    ? undefined
    : `Permission denied on secret: ${secret.id}/versions/${version} for Revision service account ${account}. The service ` +
        "account used must be granted the 'Secret Manager Secret Accessor' role (roles/secretmanager.secretAccessor) at the secret, project or higher level.";
}

/** Problems of the secrets in a container's environment. */
export function secretProblems(
  container: Properties,
  path: Path,
  world: World,
  account: string | undefined,
): readonly Problem[] {
  return list(container["envs"]).flatMap((variable, index): readonly Problem[] => {
    const source = record(record(record(variable)["valueSource"])["secretKeyRef"]);
    const secret = text(source["secret"]);
    if (secret === undefined) return [];
    const wrong = secretProblem(world, secret, text(source["version"]) ?? "latest", account);
    return wrong === undefined
      ? []
      : refuse(`${path}.envs[${String(index)}].valueSource.secretKeyRef`, wrong);
  });
}
