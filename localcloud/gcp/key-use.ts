import type { Check, Path, Problem, Properties, Value, World } from "../rules";
import { refuse, text } from "../reading";
import { isGranted, keyPlaces } from "./grants";
import { agentOf } from "./service-agents";
import { types } from "./types";

const keyName = /^projects\/([^/]+)\/locations\/([^/]+)\/keyRings\/([^/]+)\/cryptoKeys\/([^/]+)$/;

/** The role by which Google's services encrypt under a customer's key. */
const userRole = "roles/cloudkms.cryptoKeyEncrypterDecrypter";

/** What uses a key. */
export interface KeyUse {
  /** Interface whose own account must be allowed to use it, for example `sqladmin.googleapis.com`. */
  readonly api: string;
  /** Where the key must be; `undefined`: anywhere. */
  readonly location: string | undefined;
}

/** Problems of an input that names a key: its form, its place, its purpose, and whether the service may use it. */
export function keyProblems(
  path: Path,
  value: Value | undefined,
  world: World,
  use: KeyUse,
): readonly Problem[] {
  const reference = text(value);
  if (reference === undefined || reference === "") return [];
  const [, project, location = ""] = keyName.exec(reference) ?? [];
  if (project === undefined)
    return refuse(
      path,
      `'${reference}' is no key: projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY`,
    );
  if (use.location !== undefined && location.toLowerCase() !== use.location.toLowerCase())
    return refuse(
      path,
      `Error 400: the key is in ${location}, but it must be in ${use.location}, where what it encrypts is`,
    );
  if (project !== world.account) return [];
  const key = world.find(types.key, reference);
  if (key === undefined) return refuse(path, `Error 404: CryptoKey ${reference} not found.`);
  if ((key.inputs["purpose"] ?? "ENCRYPT_DECRYPT") !== "ENCRYPT_DECRYPT")
    return refuse(path, `the key is for ${text(key.inputs["purpose"]) ?? ""}, not for ENCRYPT_DECRYPT`);
  const agent = agentOf(use.api);
  const places = [reference, reference.replace(/\/cryptoKeys\/.*$/, "")];
  return isGranted(world, `serviceAccount:${agent}`, [userRole], keyPlaces, places)
    ? []
    : refuse(path, `Error 403: ${agent} may not use the key ${reference}: grant it ${userRole} before`);
}

/** The check of an input that names a key; `location` says where the resource is. */
export function key(
  path: Path,
  api: string,
  location: (inputs: Properties, world: World) => string | undefined,
): Check {
  return (inputs, world) =>
    keyProblems(path, inputs[path], world, { api, location: location(inputs, world) });
}
