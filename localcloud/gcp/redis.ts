import type { Check, Problem, ResourceRules, StoredResource, World } from "../rules";
import { amount, at, record, refuse, shown, text } from "../reading";
import { key } from "./key-use";
import { name } from "./names";
import { timestamp } from "./project";
import { zones } from "./regions";
import { certificate, digest } from "./sql";
import { networkPath, servicesRanges } from "./sql-network";
import { types } from "./types";

const isStandard = (inputs: Readonly<Record<string, unknown>>): boolean => inputs["tier"] === "STANDARD_HA";
const isReadable = (inputs: Readonly<Record<string, unknown>>): boolean =>
  inputs["readReplicasMode"] === "READ_REPLICAS_ENABLED";

/** Memorystore guide, "Read replicas overview": Standard Tier, from 5 GB on, one to five replicas. */
const replicaCheck: Check = (inputs) => {
  const count = amount(inputs["replicaCount"]);
  if (isReadable(inputs)) {
    if (!isStandard(inputs))
      return refuse(
        "readReplicasMode",
        "Error 400: read replicas are only supported in the STANDARD_HA tier",
      );
    if ((amount(inputs["memorySizeGb"]) ?? 5) < 5)
      return refuse("memorySizeGb", "Error 400: instances with read replicas have at least 5 GB");
    return count !== undefined && (count < 1 || count > 5)
      ? refuse("replicaCount", "Error 400: with read replicas there are 1 to 5")
      : [];
  }
  return count !== undefined && count !== (isStandard(inputs) ? 1 : 0)
    ? refuse(
        "replicaCount",
        'Error 400: Setting replica count requires read-replicas-mode to be "READ_REPLICAS_ENABLED"',
      )
    : [];
};

const placeCheck: Check = (inputs, world) => {
  const zones = ["locationId", "alternativeLocationId"] as const;
  const foreign = zones.find((zone) => text(inputs[zone])?.startsWith(`${world.region}-`) === false);
  if (foreign !== undefined)
    return refuse(foreign, `Error 400: zone '${shown(inputs[foreign])}' is not in ${world.region}`);
  if (inputs["alternativeLocationId"] === undefined) return [];
  if (!isStandard(inputs))
    return refuse("alternativeLocationId", "Error 400: only the STANDARD_HA tier has a second zone");
  return inputs["alternativeLocationId"] === inputs["locationId"]
    ? refuse("alternativeLocationId", "Error 400: must be another zone than locationId")
    : [];
};

/** Settings of Redis that Memorystore lets one change, and the first version that has them (Memorystore guide, "Redis configurations"). */
const settings: Readonly<Record<string, number>> = {
  "maxmemory-policy": 3.2,
  "notify-keyspace-events": 3.2,
  timeout: 3.2,
  activedefrag: 4,
  "lfu-decay-time": 4,
  "lfu-log-factor": 4,
  "maxmemory-gb": 4,
  "stream-node-max-bytes": 5,
  "stream-node-max-entries": 5,
  "maxmemory-clients": 7,
  "lazyfree-lazy-eviction": 4,
  "lazyfree-lazy-expire": 4,
  "lazyfree-lazy-user-del": 6,
  "lazyfree-lazy-user-flush": 6,
};
const policies = [
  "noeviction", "allkeys-lru", "allkeys-lfu", "allkeys-random",
  "volatile-lru", "volatile-lfu", "volatile-random", "volatile-ttl",
]; // prettier-ignore

const versionOf = (version: string): number =>
  Number(version.replace("REDIS_", "").replace("_X", "").replace("_", "."));

const settingCheck: Check = (inputs) => {
  const version = versionOf(text(inputs["redisVersion"]) ?? "REDIS_7_2");
  return Object.entries(record(inputs["redisConfigs"])).flatMap(([setting, value]): readonly Problem[] => {
    const path = `redisConfigs.${setting}`;
    const first = settings[setting];
    if (first === undefined)
      return refuse(path, `Error 400: '${setting}' can't be configured in Memorystore`);
    if (first > version) return refuse(path, `Error 400: '${setting}' begins with Redis ${String(first)}`);
    if (setting === "maxmemory-policy" && !policies.includes(shown(value)))
      return refuse(path, `Error 400: is one of ${policies.join(", ")}, not '${shown(value)}'`);
    if (setting === "notify-keyspace-events" && !/^[KEg$lshzxeAtmdn]*$/.test(shown(value)))
      return refuse(path, `Error 400: '${shown(value)}' holds letters that mean nothing there`);
    const memory = amount(inputs["memorySizeGb"]);
    return setting === "maxmemory-gb" && memory !== undefined && Number(shown(value)) > memory
      ? refuse(path, `Error 400: is at most the instance's memory (${String(memory)} GB)`)
      : [];
  });
};

const networkCheck: Check = (inputs, world) => {
  const network = text(inputs["authorizedNetwork"]);
  if (network === undefined) return [];
  const path = networkPath(network, world);
  if (!path.startsWith(`projects/${world.account}/`)) return [];
  const exists = world.all(types.network).some(({ id }) => networkPath(id, world) === path);
  if (!exists) return refuse("authorizedNetwork", `Error 404: there is no network '${network}'`);
  const range = text(inputs["reservedIpRange"]);
  if (inputs["connectMode"] !== "PRIVATE_SERVICE_ACCESS")
    return range !== undefined && !/^\d+\.\d+\.\d+\.\d+\/(2[4-9])$/.test(range)
      ? refuse("reservedIpRange", `Error 400: '${range}' is no block of /24 to /29 in CIDR notation`)
      : [];
  const ranges = servicesRanges(world, network);
  if (ranges === undefined)
    return refuse(
      "connectMode",
      "Error 400: Google private service access is not enabled. Enable privateServiceAccess and try again: the network " +
        "needs a servicenetworking.Connection that the instance depends on",
    );
  return range === undefined || ranges.includes(range)
    ? []
    : refuse(
        "reservedIpRange",
        `Error 400: '${range}' is no range of the private services connection (${ranges.join(", ")})`,
      );
};

const persistenceCheck: Check = (inputs) =>
  at(inputs, "persistenceConfig.persistenceMode") === "RDB" &&
  at(inputs, "persistenceConfig.rdbSnapshotPeriod") === undefined
    ? refuse("persistenceConfig.rdbSnapshotPeriod", "Error 400: is needed with RDB")
    : [];

const versionCheck: Check = (inputs, _world, self) => {
  const [before, after] = [text(self?.inputs["redisVersion"]), text(inputs["redisVersion"])];
  return before !== undefined && after !== undefined && versionOf(after) < versionOf(before)
    ? refuse("redisVersion", `Error 400: can't be downgraded from ${before} to ${after}`)
    : [];
};

/** A stable address out of the instance's name. */
function address({ inputs }: StoredResource, last: number): string {
  const sum = Array.from(shown(inputs["name"])).reduce(
    (total, letter) => (total * 31 + letter.charCodeAt(0)) % 65521,
    7,
  );
  return `10.${String(100 + (sum % 100))}.${String(sum % 256)}.${String(last)}`;
}
const port = ({ inputs }: StoredResource): number =>
  inputs["transitEncryptionMode"] === "SERVER_AUTHENTICATION" ? 6378 : 6379;
const zone = ({ inputs }: StoredResource, world: World): string =>
  text(inputs["locationId"]) ?? zones(world.region)[0] ?? "";

/** Memorystore for Redis. */
export const caches: readonly ResourceRules[] = [
  {
    type: types.redisInstance,
    name: name({ maximum: 40 }),
    id: "projects/{account}/locations/{region}/instances/{name}",
    outputs: {
      region: "{region}",
      host: (resource) => address(resource, 3),
      port,
      readEndpoint: (resource) => (isReadable(resource.inputs) ? address(resource, 4) : ""),
      readEndpointPort: (resource) => (isReadable(resource.inputs) ? port(resource) : 0),
      authString: ({ id, inputs }) =>
        inputs["authEnabled"] === true
          ? digest(`auth ${id}`)
              .slice(0, 32)
              .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")
          : "",
      serverCaCerts: ({ id, inputs }) =>
        inputs["transitEncryptionMode"] === "SERVER_AUTHENTICATION"
          ? [
              {
                cert: certificate(id),
                createTime: timestamp,
                expireTime: "2035-12-30T00:00:00Z",
                serialNumber: "0",
                sha1Fingerprint: digest(id).slice(0, 40),
              },
            ]
          : [],
      replicaCount: ({ inputs }) =>
        inputs["replicaCount"] ?? (isReadable(inputs) ? 2 : isStandard(inputs) ? 1 : 0),
      redisVersion: "REDIS_7_2",
      locationId: zone,
      currentLocationId: zone,
      alternativeLocationId: ({ inputs }) => inputs["alternativeLocationId"] ?? "",
      readReplicasMode: "READ_REPLICAS_DISABLED",
      createTime: timestamp,
      nodes: (resource, world) => [{ id: "node-0", zone: zone(resource, world) }],
      persistenceConfig: ({ inputs }) => inputs["persistenceConfig"] ?? { persistenceMode: "DISABLED" },
      persistenceIamIdentity: "serviceAccount:{digits:12}-compute@developer.gserviceaccount.com",
      reservedIpRange: (resource) => resource.inputs["reservedIpRange"] ?? `${address(resource, 0)}/29`,
      effectiveReservedIpRange: (resource) => `${address(resource, 0)}/29`,
      secondaryIpRange: "",
      maintenanceSchedules: () => [],
      maintenanceVersion: "20260101_00_00",
      authorizedNetwork: ({ inputs }, world) =>
        networkPath(text(inputs["authorizedNetwork"]) ?? "default", world),
    },
    defaults: {
      tier: "BASIC",
      connectMode: "DIRECT_PEERING",
      authEnabled: false,
      transitEncryptionMode: "DISABLED",
    },
    immutable: [
      "name", "region", "tier", "authorizedNetwork", "connectMode", "customerManagedKey", "locationId",
      "alternativeLocationId", "reservedIpRange", "transitEncryptionMode",
    ], // prettier-ignore
    limits: [
      { path: "tier", oneOf: ["BASIC", "STANDARD_HA"] },
      { path: "memorySizeGb", minimum: 1, maximum: 300 },
      { path: "connectMode", oneOf: ["DIRECT_PEERING", "PRIVATE_SERVICE_ACCESS"] },
      { path: "readReplicasMode", oneOf: ["READ_REPLICAS_DISABLED", "READ_REPLICAS_ENABLED"] },
      { path: "transitEncryptionMode", oneOf: ["SERVER_AUTHENTICATION", "DISABLED"] },
      {
        path: "redisVersion",
        oneOf: ["REDIS_3_2", "REDIS_4_0", "REDIS_5_0", "REDIS_6_X", "REDIS_7_0", "REDIS_7_2"],
      },
      { path: "persistenceConfig.persistenceMode", oneOf: ["DISABLED", "RDB"] },
      {
        path: "persistenceConfig.rdbSnapshotPeriod",
        oneOf: ["ONE_HOUR", "SIX_HOURS", "TWELVE_HOURS", "TWENTY_FOUR_HOURS"],
      },
      { path: "maintenancePolicy.weeklyMaintenanceWindows", maximumItems: 1 },
      {
        path: "maintenancePolicy.weeklyMaintenanceWindows[].day",
        oneOf: ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"],
      },
      { path: "maintenancePolicy.weeklyMaintenanceWindows[].startTime.hours", minimum: 0, maximum: 23 },
      { path: "maintenancePolicy.weeklyMaintenanceWindows[].startTime.minutes", minimum: 0, maximum: 59 },
    ],
    check: [
      replicaCheck,
      placeCheck,
      settingCheck,
      persistenceCheck,
      versionCheck,
      networkCheck,
      key("customerManagedKey", "redis.googleapis.com", (_, world) => world.region),
    ],
    checkDelete: ({ inputs }) =>
      inputs["deletionProtection"] === true
        ? refuse(
            "deletionProtection",
            "cannot destroy redis instance without setting deletion_protection=false and updating it first",
          )
        : [],
    // Logs of Terraform in public repositories: 4 to 5 minutes for an instance, about 2 for its deletion.
    seconds: { create: 263, update: 120, delete: 120 },
  },
];
