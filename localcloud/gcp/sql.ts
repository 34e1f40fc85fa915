import { createHash } from "crypto";
import type { Check, Properties, ResourceRules, StoredResource } from "../rules";
import { at, record, refuse, shown, text } from "../reading";
import { labelProblems } from "./every-resource";
import { key } from "./key-use";
import { name } from "./names";
import { isLocation } from "./regions";
import { accounts } from "./sql-account";
import { certificateCheck, privateNetworkCheck, waysCheck } from "./sql-network";
import {
  availabilityCheck,
  backupCheck,
  diskCheck,
  extensionCheck,
  finalBackupCheck,
  flagCheck,
  placeCheck,
} from "./sql-settings";
import { postgresVersion, tierCheck } from "./sql-tier";
import { projectNumber } from "./project";
import { types } from "./types";

/** Cloud SQL guide, "Delete instances": a name is free again a week after its instance was deleted. */
const reuseCheck: Check = (inputs, world, self) => {
  const wanted = text(inputs["name"]);
  if (wanted === undefined || self !== undefined) return [];
  // `PROJECT:INSTANCE` has at most 98 characters (Cloud SQL guide, "Instance settings").
  if (`${world.account}:${wanted}`.length > 98)
    return refuse("name", `Invalid request: '${world.account}:${wanted}' is longer than 98 characters`);
  return world.deleted(types.databaseInstance).some(({ outputs }) => outputs["name"] === wanted)
    ? refuse(
        "name",
        "Error 409: The Cloud SQL instance already exists. When you delete an instance, you can't reuse the name " +
          "of the deleted instance until one week from the deletion date.",
      )
    : [];
};

const changeCheck: Check = (inputs, _world, self) => {
  if (self === undefined) return [];
  const [before, after] = [postgresVersion(self.inputs), postgresVersion(inputs)];
  if (before !== undefined && after !== undefined && after < before)
    return refuse(
      "databaseVersion",
      `Invalid request: PostgreSQL can't be downgraded from ${String(before)} to ${String(after)}`,
    );
  const network = "settings.ipConfiguration.privateNetwork";
  return at(self.inputs, network) !== undefined && at(inputs, network) === undefined
    ? refuse(network, "Invalid request: private IP can't be taken away once it is set")
    : [];
};

const locationCheck: Check = (inputs) => {
  const location = text(at(inputs, "settings.backupConfiguration.location"));
  return location === undefined || isLocation(location)
    ? []
    : refuse(
        "settings.backupConfiguration.location",
        `Invalid request: '${location}' is no place for backups: a region, us, eu or asia`,
      );
};

const labelCheck: Check = (inputs) =>
  labelProblems("settings.userLabels", record(at(inputs, "settings.userLabels")));

function protectedProblems({ inputs }: StoredResource) {
  if (inputs["deletionProtection"] !== false)
    return refuse(
      "deletionProtection",
      "failed to delete instance because deletion_protection is set to true. Set it to false to proceed with instance deletion",
    );
  return at(inputs, "settings.deletionProtectionEnabled") === true
    ? refuse(
        "settings.deletionProtectionEnabled",
        "Error 400: Invalid request: The instance is protected. Please disable the deletion protection and try again",
      )
    : [];
}

/** A stable private or public address out of the instance's name. */
function address({ inputs }: StoredResource, network: readonly [number, number]): string {
  const sum = Array.from(shown(inputs["name"])).reduce(
    (total, letter) => total * 31 + letter.charCodeAt(0),
    7,
  );
  return [...network, Math.abs(sum >> 8) % 256, (Math.abs(sum) % 250) + 3].join(".");
}
const isPublic = (inputs: Properties): boolean =>
  at(inputs, "settings.ipConfiguration.ipv4Enabled") !== false;
const isPrivate = (inputs: Properties): boolean =>
  at(inputs, "settings.ipConfiguration.privateNetwork") !== undefined;
const publicAddress = (resource: StoredResource): string =>
  isPublic(resource.inputs) ? address(resource, [34, 76]) : "";
const privateAddress = (resource: StoredResource): string =>
  isPrivate(resource.inputs) ? address(resource, [10, 80]) : "";

/** A stable text of hexadecimal digits out of a name. */
export const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Text in the form of a certificate: nothing that a client could verify against. */
export const certificate = (owner: string): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(`local certificate authority of ${owner}`).toString("base64")}\n-----END CERTIFICATE-----`;

const instance: ResourceRules = {
  type: types.databaseInstance,
  name: name({ maximum: 98 }),
  id: "{name}",
  outputs: {
    project: "{account}",
    region: "{region}",
    connectionName: "{account}:{region}:{name}",
    selfLink: "https://sqladmin.googleapis.com/sql/v1beta4/projects/{account}/instances/{name}",
    publicIpAddress: publicAddress,
    privateIpAddress: privateAddress,
    firstIpAddress: (resource) => publicAddress(resource) || privateAddress(resource),
    ipAddresses: (resource) =>
      [
        { type: "PRIMARY", ipAddress: publicAddress(resource), timeToRetire: "" },
        { type: "PRIVATE", ipAddress: privateAddress(resource), timeToRetire: "" },
      ].filter(({ ipAddress }) => ipAddress !== ""),
    serverCaCerts: ({ id }) => [
      {
        cert: certificate(id),
        commonName: "C=US,O=Google\\, Inc,CN=Google Cloud SQL Server CA",
        // The SDK calls the whole list secret: so nothing in it is like anything elsewhere.
        createTime: "2026-01-01T00:00:07Z",
        expirationTime: "2035-12-30T00:00:07Z",
        sha1Fingerprint: digest(id).slice(0, 40),
      },
    ],
    serviceAccountEmailAddress: `p${projectNumber}-{hex:6}@gcp-sa-cloud-sql.iam.gserviceaccount.com`,
    instanceType: ({ inputs }) =>
      inputs["masterInstanceName"] === undefined ? "CLOUD_SQL_INSTANCE" : "READ_REPLICA_INSTANCE",
    dnsName: "",
    dnsNames: () => [],
    pscServiceAttachmentLink: "",
    replicaNames: () => [],
    maintenanceVersion: ({ inputs }) => `${shown(inputs["databaseVersion"])}.R20260101.00_01`,
    availableMaintenanceVersions: () => [],
    encryptionKeyName: ({ inputs }) => inputs["encryptionKeyName"] ?? "",
  },
  references: [{ path: "masterInstanceName", to: types.databaseInstance, by: ["name", "id"] }],
  immutable: ["name", "region", "encryptionKeyName", "masterInstanceName", "clone"],
  limits: [
    {
      path: "databaseVersion",
      pattern: /^(POSTGRES_(9_6|1[0-8])|MYSQL_(5_6|5_7|8_0(_\d+)?|8_4)|SQLSERVER_20(17|19|22|25)_[A-Z]+)$/,
      reason: "Invalid request: is a version of Cloud SQL, for example POSTGRES_17",
    },
    { path: "settings.edition", oneOf: ["ENTERPRISE", "ENTERPRISE_PLUS"] },
    { path: "settings.availabilityType", oneOf: ["ZONAL", "REGIONAL"] },
    { path: "settings.activationPolicy", oneOf: ["ALWAYS", "NEVER", "ON_DEMAND"] },
    { path: "settings.diskType", oneOf: ["PD_SSD", "PD_HDD", "HYPERDISK_BALANCED"] },
    { path: "settings.pricingPlan", oneOf: ["PER_USE"] },
    { path: "settings.connectorEnforcement", oneOf: ["REQUIRED", "NOT_REQUIRED"] },
    {
      path: "settings.ipConfiguration.sslMode",
      oneOf: ["ALLOW_UNENCRYPTED_AND_ENCRYPTED", "ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"],
    },
    {
      path: "settings.ipConfiguration.serverCaMode",
      oneOf: ["GOOGLE_MANAGED_INTERNAL_CA", "GOOGLE_MANAGED_CAS_CA", "CUSTOMER_MANAGED_CAS_CA"],
    },
    {
      path: "settings.backupConfiguration.startTime",
      pattern: /^([01]\d|2[0-3]):[0-5]\d$/,
      reason: "Invalid request: is a time of day, HH:MM, in UTC",
    },
    {
      path: "settings.backupConfiguration.backupRetentionSettings.retainedBackups",
      minimum: 1,
      maximum: 365,
    },
    { path: "settings.backupConfiguration.backupRetentionSettings.retentionUnit", oneOf: ["COUNT"] },
    { path: "settings.finalBackupConfig.retentionDays", minimum: 1, maximum: 365 },
    { path: "settings.maintenanceWindow.day", minimum: 1, maximum: 7 },
    { path: "settings.maintenanceWindow.hour", minimum: 0, maximum: 23 },
    { path: "settings.maintenanceWindow.updateTrack", oneOf: ["canary", "stable", "week5"] },
    { path: "settings.insightsConfig.queryPlansPerMinute", minimum: 0, maximum: 20 },
    { path: "settings.insightsConfig.queryStringLength", minimum: 256, maximum: 4500 },
    { path: "settings.passwordValidationPolicy.minLength", minimum: 0, maximum: 2147483647 },
    {
      path: "settings.passwordValidationPolicy.complexity",
      oneOf: ["COMPLEXITY_DEFAULT", "COMPLEXITY_UNSPECIFIED"],
    },
  ],
  atLeastOneOf: [["settings", "clone"]],
  atMostOneOf: [["rootPassword", "rootPasswordWo"]],
  check: [
    tierCheck, availabilityCheck, backupCheck, diskCheck, flagCheck, extensionCheck, placeCheck, finalBackupCheck,
    locationCheck, waysCheck, certificateCheck, labelCheck, changeCheck, reuseCheck, privateNetworkCheck,
    key("encryptionKeyName", "sqladmin.googleapis.com", (_, world) => world.region),
  ], // prettier-ignore
  checkDelete: protectedProblems,
  secrets: ["rootPassword", "rootPasswordWo"],
  recoveryDays: () => 7,
  // Logs of Terraform in public repositories: 11 minutes for an instance, 2 to 3 for its deletion.
  seconds: { create: 660, update: 90, delete: 140 },
};

/** Instances of Cloud SQL, their databases and users. */
export const databases: readonly ResourceRules[] = [instance, ...accounts];
