import { parse, stringify } from "yaml";
import { Problem } from "../engine/problem";

/** A stack file for the local clouds, and the secrets that it needs made-up values for. */
export interface Derived {
  readonly text: string;
  /** Configuration keys, for example `platform:openaiApiKey`. */
  readonly secrets: readonly string[];
}

/** Where the stacks of a session run instead of where their files say. */
export interface Place {
  readonly cloud: string;
  readonly region: string;
  /** Only for files that name one. */
  readonly recoveryRegion: string;
}

type Mapping = Record<string, unknown>;

/**
 * A stack file without everything that only the owner of its key can read: the key's own settings and each encrypted
 * value. Every secret that a service lists gets a made-up value, unless the file holds it in plain text.
 *
 * @param text the stack file
 * @param name its name, for errors
 * @param place where it is to run, if not where it says
 * @throws Problem if the file is no YAML mapping
 */
export function derive(text: string, name: string, place?: Place): Derived {
  let file: unknown;
  try {
    file = parse(text);
  } catch (error) {
    throw new Problem(`${name} is not valid YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (file === null) file = {};
  if (!isMapping(file)) throw new Problem(`${name} must be a mapping with the key "config".`);
  const readable = withoutEncrypted(file);
  for (const key of ["encryptionsalt", "encryptedkey", "secretsprovider"])
    Reflect.deleteProperty(readable, key);
  const config = isMapping(readable.config) ? readable.config : {};
  if (place !== undefined) moveTo(place, config);
  const secrets = secretNames(config["platform:services"])
    .map((secret) => `platform:${secret}`)
    .filter((key) => !(key in config));
  return { text: stringify(readable, { lineWidth: 0 }), secrets };
}

function moveTo({ cloud, region, recoveryRegion }: Place, config: Mapping): void {
  if (config["platform:cloud"] === cloud) return;
  Object.assign(config, { "platform:cloud": cloud, "platform:region": region });
  if ("platform:recoveryRegion" in config) config["platform:recoveryRegion"] = recoveryRegion;
}

/** Names that services list under `secrets`, each once, sorted. */
function secretNames(services: unknown): string[] {
  if (!isMapping(services)) return [];
  const names = Object.values(services).flatMap((service): unknown[] => {
    const secrets = isMapping(service) ? service.secrets : undefined;
    return Array.isArray(secrets) ? secrets : [];
  });
  // What is no plain name is the program's to refuse.
  const plain = names.filter(
    (name): name is string => typeof name === "string" && /^[A-Za-z]\w*$/.test(name),
  );
  return [...new Set(plain)].sort();
}

function withoutEncrypted(mapping: Mapping): Mapping {
  return Object.fromEntries(
    Object.entries(mapping)
      .filter(([, value]) => !isEncrypted(value))
      .map(([key, value]) => [key, readableValue(value)]),
  );
}

function readableValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => !isEncrypted(item)).map(readableValue);
  return isMapping(value) ? withoutEncrypted(value) : value;
}

/** Pulumi writes an encrypted value as `{ secure: CIPHERTEXT }`. */
function isEncrypted(value: unknown): boolean {
  return isMapping(value) && Object.keys(value).length === 1 && typeof value.secure === "string";
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
