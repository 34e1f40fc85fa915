import type { Evidence, StoreEvidence } from "../evidence";
import { at, list, number, type Resource, type Resources, text } from "../resource";

const keyType = "gcp:kms/cryptoKey:CryptoKey";

/** Types that are under a key, or use one, and keep nothing that could be lost. */
const keepNothing = [
  "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember",
  "gcp:cloudrunv2/service:Service",
  "gcp:cloudrunv2/job:Job",
  // A week's copies of findings that Security Command Center keeps.
  "gcp:pubsub/topic:Topic",
];

const POSTGRESQL = 5432;
const SECONDS_OF_A_DAY = 86_400;

/** Who lies behind the replicas that a rule of the firewall is for, where that is not their component alone. */
export type Behind = (rule: Resource, address: string, port: number) => readonly string[] | undefined;

export function data(
  resources: Resources,
  behind: Behind = () => undefined,
): Pick<Evidence, "databases" | "caches" | "keys" | "holdsData"> {
  const primary = resources
    .of("gcp:sql/databaseInstance:DatabaseInstance")
    .filter(({ inputs }) => text(inputs["masterInstanceName"]) === "");
  return {
    databases: primary.map((instance) => ({
      ...store(resources, instance, text(instance.outputs["privateIpAddress"]), POSTGRESQL, behind),
      publicAddress: at(instance.inputs, "settings.ipConfiguration.ipv4Enabled") !== false,
      key: text(instance.inputs["encryptionKeyName"]),
      tlsOnly: /^(?:ENCRYPTED_ONLY|TRUSTED_CLIENT_CERTIFICATE_REQUIRED)$/.test(
        text(at(instance.inputs, "settings.ipConfiguration.sslMode")),
      ),
      standby: at(instance.inputs, "settings.availabilityType") === "REGIONAL",
      deletionRefused: at(instance.inputs, "settings.deletionProtectionEnabled") === true,
      pointInTimeDays:
        at(instance.inputs, "settings.backupConfiguration.pointInTimeRecoveryEnabled") === true
          ? number(at(instance.inputs, "settings.backupConfiguration.transactionLogRetentionDays"))
          : NaN,
      slowQueryMilliseconds: number(flag(instance, "log_min_duration_statement")),
    })),
    caches: resources.of("gcp:redis/instance:Instance").map((instance) => ({
      ...store(resources, instance, text(instance.outputs["host"]), number(instance.outputs["port"]), behind),
      publicAddress: instance.inputs["connectMode"] !== "PRIVATE_SERVICE_ACCESS",
      key: text(instance.inputs["customerManagedKey"]),
      tlsOnly: instance.inputs["transitEncryptionMode"] === "SERVER_AUTHENTICATION",
      standby: instance.inputs["tier"] === "STANDARD_HA",
      authenticated: instance.inputs["authEnabled"] === true,
    })),
    keys: resources.of(keyType).map(({ name, inputs }) => ({
      name,
      rotationDays: days(inputs["rotationPeriod"]),
      deletionWaitDays: days(inputs["destroyScheduledDuration"]),
    })),
    holdsData: holdsData(resources),
  };
}

/** Keys, and whatever names one to keep something under it: what is lost with either is data. */
function holdsData(resources: Resources): Evidence["holdsData"] {
  const keys = resources.of(keyType);
  const named = keys.map(({ id }) => JSON.stringify(id));
  const kept = resources.all
    .filter(({ type }) => type.startsWith("gcp:") && !keepNothing.includes(type))
    // What a remote repository lost is fetched again.
    .filter(({ inputs }) => inputs["mode"] !== "REMOTE_REPOSITORY")
    .filter(({ inputs }) => named.some((key) => JSON.stringify(inputs).includes(key)));
  return [...keys, ...kept].map(({ name, protect }) => ({ name, protect }));
}

/** Days of a duration such as `7776000s`. */
function days(duration: Parameters<typeof text>[0]): number {
  return number(text(duration).replace(/s$/, "")) / SECONDS_OF_A_DAY;
}

function flag({ inputs }: Resource, name: string): string {
  const found = list(at(inputs, "settings.databaseFlags")).find((each) => at(each, "name") === name);
  return text(at(found, "value"));
}

/** Nothing leaves the network but by a rule: whoever has one to the store's address and port reaches it. */
function store(
  resources: Resources,
  { name }: Resource,
  address: string,
  port: number,
  behind: Behind,
): Pick<StoreEvidence, "name" | "reachableFrom"> {
  const rules = resources.of("gcp:compute/firewall:Firewall").filter(({ inputs }) => {
    const ports = list(inputs["allows"]).flatMap((allowed) => {
      const listed = list(at(allowed, "ports"));
      return listed.length === 0 ? ["0-65535"] : listed.map(text);
    });
    return (
      inputs["direction"] === "EGRESS" &&
      ports.some((range) => isWithin(range, port)) &&
      destinations(inputs).some((range) => holds(range, address))
    );
  });
  return {
    name,
    reachableFrom: rules.flatMap((rule) => {
      if (list(rule.inputs["targetTags"]).length === 0) return "everything";
      return behind(rule, address, port) ?? rule.component;
    }),
  };
}

/** A rule that names no destination leads everywhere. */
function destinations(inputs: Resource["inputs"]): readonly string[] {
  const ranges = list(inputs["destinationRanges"]).map(text);
  return ranges.length === 0 ? ["0.0.0.0/0"] : ranges;
}

function isWithin(range: string, port: number): boolean {
  const [from, to = from] = range.split("-").map(Number);
  return from !== undefined && to !== undefined && from <= port && port <= to;
}

/** Whether an IPv4 block holds an address. */
function holds(block: string, address: string): boolean {
  const [start = "", bits = "32"] = block.split("/");
  const size = 2 ** (32 - Number(bits));
  return Math.floor(asNumber(start) / size) === Math.floor(asNumber(address) / size);
}

function asNumber(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}
