import { parse, stringify } from "yaml";
import { Problem } from "../engine/problem";

/** A stack file for the local clouds, and the secrets that it needs made-up values for. */
export interface Derived {
  readonly text: string;
  /** Made-up values by configuration key, for example `platform:openaiApiKey`. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** Where the stacks of a session run instead of where their files say. */
export interface Place {
  readonly cloud?: {
    readonly name: string;
    readonly region: string;
    /** Only for files that name one. */
    readonly recoveryRegion: string;
  };
  readonly runtime?: string;
  /** Stack file of the project that is taken for every stack, but for the environment. */
  readonly file?: string;
  readonly environment?: unknown;
}

type Mapping = Record<string, unknown>;

/**
 * A stack file without everything that only the owner of its key can read: the key's own settings and each encrypted
 * value. Every secret that the stack has to be given gets a made-up value, unless the file holds it in plain text.
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
  standInForWebhook(file.config, config);
  if (place !== undefined) moveTo(place, config);
  const standIns = Object.entries({ ...servicesSecrets(config), ...guestSecrets(config) });
  const secrets = Object.fromEntries(standIns.filter(([key]) => !(key in config)));
  return { text: stringify(readable, { lineWidth: 0 }), secrets };
}

/** Without the address of a webhook there may be nobody to be told, which prod refuses. */
function standInForWebhook(whole: unknown, config: Mapping): void {
  const key = "platform:alerts";
  const alerts = isMapping(whole) ? whole[key] : undefined;
  if (isMapping(alerts) && isMapping(config[key]) && isEncrypted(alerts.webhook))
    config[key] = { ...config[key], webhook: "https://alerts.example.com/stand-in" };
}

/** What the file's stack is about. @throws Problem if it is no YAML mapping */
export function environmentOf(text: string, name: string): unknown {
  const { config } = parse(derive(text, name).text) as Mapping;
  return isMapping(config) ? config["platform:environment"] : undefined;
}

function moveTo({ cloud, environment, runtime }: Place, config: Mapping): void {
  if (environment !== undefined) config["platform:environment"] = environment;
  if (runtime !== undefined) config["platform:runtime"] = runtime;
  if (cloud === undefined || config["platform:cloud"] === cloud.name) return;
  Object.assign(config, { "platform:cloud": cloud.name, "platform:region": cloud.region });
  if ("platform:recoveryRegion" in config) config["platform:recoveryRegion"] = cloud.recoveryRegion;
}

function servicesSecrets(config: Mapping): Record<string, string> {
  const names = secretNames(config["platform:services"]);
  return Object.fromEntries(
    names.map((name) => [`platform:${name}`, `stand-in-for-platform-${name}`] as const),
  );
}

/** What a stack in a cluster that is there already is told beside its services' secrets: addresses of stores, and keys. */
function guestSecrets({ "platform:cluster": cluster, "platform:services": services }: Mapping) {
  if (!isMapping(cluster)) return {};
  const given = (key: string): boolean =>
    isMapping(services) &&
    Object.values(services).some((service) => isMapping(service) && service[key] === true);
  const { dumps } = cluster;
  const keyed = isMapping(dumps) && String(dumps.destination).startsWith("s3:") && !("annotations" in dumps);
  return {
    ...(given("database") && {
      "platform:databaseUrl":
        "postgresql://platform:stand-in@database.data.svc:5432/platform?sslmode=require",
    }),
    ...(given("cache") && { "platform:redisUrl": "rediss://:stand-in@cache.data.svc:6379/0" }),
    ...(keyed && {
      "platform:dumpAccessKeyId": "stand-in-for-platform-dumpAccessKeyId",
      "platform:dumpSecretAccessKey": "stand-in-for-platform-dumpSecretAccessKey",
    }),
  };
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
