import { policyOf } from "../../../policy/mechanism/policies";
import { Waivers } from "../../../policy/mechanism/waivers";
import type { Rule } from "../../../policy/mechanism/rule";
import { gcp } from "../../../policy/packs/gcp";
import { platformOn, specificationOn, withContext, withFolder } from "../fixture";
import { record, type Properties } from "../mocks";
import { analyze, analyzeStack, type Given, levels, type Reported } from "./pack";

jest.setTimeout(60_000);

type Environment = "dev" | "staging" | "prod";

/** What a stack of the platform is made of on Google Cloud, as the engine would show it to a pack at an update. */
async function madeIn(environment: Environment): Promise<Given[]> {
  const { registrations } = await withFolder({ Dockerfile: "FROM scratch\n" }, (folder) =>
    record(() => platformOn(withContext(specificationOn("gcp", environment), folder))),
  );
  const made = registrations.filter(({ custom }) => custom);
  const providers = new Map(made.map(({ urn, id, inputs }) => [`${urn}::${id}`, inputs]));
  return made.map(({ type, name, id, outputs, protect, ignoreChanges, provider }) => {
    const settings = providers.get(provider);
    const properties = { ...outputs, id };
    return { type, name, properties, protect, ignoreChanges, ...(settings && { provider: settings }) };
  });
}

/** What rules say that fails a deployment. */
async function refusals(
  resources: readonly Given[],
  environment: Environment,
  rules: readonly Rule[] = gcp,
): Promise<string[]> {
  const policiesFor = (scope: Rule["scope"], judged: (types: readonly string[]) => boolean) =>
    rules
      .filter((rule) => rule.scope === scope && judged(rule.types))
      .map((rule) => policyOf(rule, new Waivers([], [], "2026-01-01"), environment));
  const reported: Reported[] = [];
  const ofStack = policiesFor("stack", () => true);
  if (ofStack.length > 0) reported.push(await analyzeStack(ofStack, resources));
  for (const resource of resources) {
    const ofResource = policiesFor("resource", (types) => types.includes(resource.type));
    if (ofResource.length > 0) reported.push(await analyze(ofResource, resource));
  }
  return reported
    .flatMap(({ diagnostics }) => diagnostics)
    .filter(({ level }) => level === levels.mandatory)
    .map(({ message }) => message);
}

const environments: readonly Environment[] = ["dev", "staging", "prod"];

test.each(environments)(
  "the platform's own output on Google passes, with no waiver: %s",
  async (environment) => {
    expect(await refusals(await madeIn(environment), environment)).toEqual([]);
  },
);

/** Rules about what the platform never makes on Google with the runtime of containers; clusters have a test of their own. */
const unconcerned = [
  "gcp-autoscaled-group-ignores-size",
  "gcp-instance-no-public-address",
  "gcp-no-service-account-key",
  "gcp-registry-not-public",
];

describe("in prod", () => {
  let made: Given[];

  beforeAll(async () => {
    made = await madeIn("prod");
  });

  test("every rule finds something of the platform's to judge, but those about what it never makes", () => {
    const types = new Set(made.map(({ type }) => type));
    const silent = gcp.filter((rule) => !rule.types.some((type) => types.has(type))).map(({ id }) => id);
    expect(silent.filter((id) => !id.startsWith("gcp-gke-")).sort()).toEqual(unconcerned);
  });

  /** Rule that must notice, type, path of a property in it, and its weaker value; `undefined` takes it away. */
  const weakenings: readonly [string, string, string, Properties[string] | undefined][] = [
    [
      "gcp-no-public-administration-ports",
      "compute/firewall:Firewall",
      "*",
      { allows: [{ protocol: "all" }] },
    ],
    ["gcp-no-unlimited-egress", "compute/firewall:Firewall", "allows", [{ protocol: "all" }]],
    ["gcp-no-default-network", "compute/network:Network", "autoCreateSubnetworks", true],
    ["gcp-subnet-flow-logs", "compute/subnetwork:Subnetwork", "logConfig", undefined],
    ["gcp-subnet-private-google-access", "compute/subnetwork:Subnetwork", "privateIpGoogleAccess", false],
    ["gcp-tls-version", "compute/sSLPolicy:SSLPolicy", "minTlsVersion", "TLS_1_0"],
    ["gcp-tls-version", "compute/targetHttpsProxy:TargetHttpsProxy", "sslPolicy", undefined],
    ["gcp-load-balancer-https", "compute/uRLMap:URLMap", "defaultUrlRedirect", { httpsRedirect: false }],
    ["gcp-load-balancer-logs", "compute/backendService:BackendService", "logConfig", { enable: false }],
    [
      "gcp-public-load-balancer-firewall",
      "compute/backendService:BackendService",
      "securityPolicy",
      undefined,
    ],
    ["gcp-run-not-public", "cloudrunv2/service:Service", "ingress", "INGRESS_TRAFFIC_ALL"],
    ["gcp-no-default-service-account", "cloudrunv2/service:Service", "template.serviceAccount", undefined],
    ["gcp-no-default-service-account", "cloudrunv2/job:Job", "template.template.serviceAccount", undefined],
    ["gcp-artifact-own-key", "artifactregistry/repository:Repository", "kmsKeyName", undefined],
    ["gcp-no-public-principal", "kms/cryptoKeyIAMMember:CryptoKeyIAMMember", "member", "allUsers"],
    ["gcp-no-public-principal", "secretmanager/secretIamMember:SecretIamMember", "member", "allUsers"],
    ["gcp-no-basic-roles", "projects/iAMMember:IAMMember", "role", "roles/editor"],
    [
      "gcp-no-project-wide-impersonation",
      "projects/iAMMember:IAMMember",
      "role",
      "roles/iam.serviceAccountUser",
    ],
    ["gcp-kms-key-rotation", "kms/cryptoKey:CryptoKey", "rotationPeriod", "31536000s"],
    ["gcp-secret-own-key", "secretmanager/secret:Secret", "replication", { auto: {} }],
    ["gcp-bucket-public-access-prevented", "storage/bucket:Bucket", "publicAccessPrevention", "inherited"],
    ["gcp-bucket-uniform-access", "storage/bucket:Bucket", "uniformBucketLevelAccess", false],
    ["gcp-bucket-versioned", "storage/bucket:Bucket", "retentionPolicy", undefined],
    ["gcp-bucket-not-public", "storage/bucketIAMMember:BucketIAMMember", "member", "allUsers"],
    [
      "gcp-database-tls-only",
      "sql/databaseInstance:DatabaseInstance",
      "settings.ipConfiguration.sslMode",
      undefined,
    ],
    [
      "gcp-database-no-public-address",
      "sql/databaseInstance:DatabaseInstance",
      "settings.ipConfiguration.ipv4Enabled",
      true,
    ],
    [
      "gcp-database-not-world-open",
      "sql/databaseInstance:DatabaseInstance",
      "settings.ipConfiguration.authorizedNetworks",
      [{ value: "0.0.0.0/0" }],
    ],
    [
      "gcp-database-backups",
      "sql/databaseInstance:DatabaseInstance",
      "settings.backupConfiguration.enabled",
      false,
    ],
    ["gcp-database-audit", "sql/databaseInstance:DatabaseInstance", "settings.databaseFlags", []],
    ["gcp-database-logs", "sql/databaseInstance:DatabaseInstance", "settings.databaseFlags", []],
    [
      "gcp-database-multi-zone",
      "sql/databaseInstance:DatabaseInstance",
      "settings.availabilityType",
      "ZONAL",
    ],
    [
      "gcp-database-deletion-protection",
      "sql/databaseInstance:DatabaseInstance",
      "deletionProtection",
      false,
    ],
    ["gcp-cache-encrypted", "redis/instance:Instance", "transitEncryptionMode", "DISABLED"],
    [
      "gcp-audit-logs",
      "projects/iAMAuditConfig:IAMAuditConfig",
      "auditLogConfigs",
      [{ logType: "DATA_READ" }],
    ],
    ["gcp-firewall-change-alert", "monitoring/alertPolicy:AlertPolicy", "enabled", false],
    ["gcp-alarm-has-action", "monitoring/alertPolicy:AlertPolicy", "notificationChannels", []],
    ["gcp-log-retention-year", "logging/projectBucketConfig:ProjectBucketConfig", "retentionDays", 30],
    ["gcp-log-bucket-own-key", "logging/projectBucketConfig:ProjectBucketConfig", "cmekSettings", undefined],
  ];

  test.each(weakenings)("%s notices a weaker %s: %s", async (id, type, path, value) => {
    const weakened = made.map((resource) =>
      resource.type === `gcp:${type}`
        ? { ...resource, properties: changed(resource.properties ?? {}, path.split("."), value) }
        : resource,
    );
    const rules = gcp.filter((rule) => rule.id === id);
    expect((await refusals(weakened, "prod", rules)).join("\n")).toContain(`[${id}]`);
  });

  test("gcp-data-protected notices a missing protection", async () => {
    const bare = made.map((resource) => ({ ...resource, protect: false }));
    const rules = gcp.filter(({ id }) => id === "gcp-data-protected");
    expect((await refusals(bare, "prod", rules)).join("\n")).toContain("[gcp-data-protected]");
  });
});

/** The properties with one changed; `*` changes several at once. */
function changed(
  properties: NonNullable<Given["properties"]>,
  [name = "", ...rest]: readonly string[],
  value: Properties[string] | undefined,
): NonNullable<Given["properties"]> {
  const inner = properties[name];
  const isObject = (given: unknown): given is Properties =>
    typeof given === "object" && given !== null && !Array.isArray(given);
  if (name === "*") return isObject(value) ? value : properties;
  if (rest.length > 0) return { ...properties, [name]: changed(isObject(inner) ? inner : {}, rest, value) };
  const others = Object.fromEntries(Object.entries(properties).filter(([other]) => other !== name));
  return value === undefined ? others : { ...others, [name]: value };
}
