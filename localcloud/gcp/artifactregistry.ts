import type { Check, ResourceRules } from "../rules";
import { list, record, refuse, repeated, text } from "../reading";
import { binding, grant } from "./iam";
import { key } from "./key-use";
import { timestamp } from "./project";
import { types } from "./types";

const formats = ["DOCKER", "MAVEN", "NPM", "PYTHON", "APT", "YUM", "GO", "GENERIC", "KFP", "GOOGET", "RUBY"];

/** Artifact Registry, "Configure cleanup policies": what may stand together. */
const cleanupCheck: Check = (inputs) => {
  const policies = list(inputs["cleanupPolicies"]).map(record);
  const [twice] = repeated(policies.map((policy) => text(policy["id"])));
  if (twice !== undefined) return refuse("cleanupPolicies", `Error 400: two policies have the id '${twice}'`);
  return policies.flatMap((policy, index) => {
    const here = `cleanupPolicies[${String(index)}]`;
    const condition = policy["condition"] === undefined ? undefined : record(policy["condition"]);
    const recent = policy["mostRecentVersions"];
    if ((condition === undefined) === (recent === undefined))
      return refuse(here, "Error 400: has exactly one of `condition` and `mostRecentVersions`");
    if (recent !== undefined && policy["action"] !== "KEEP")
      return refuse(`${here}.mostRecentVersions`, "Error 400: is only for policies with the action KEEP");
    return list(condition?.["tagPrefixes"]).length > 0 && condition?.["tagState"] !== "TAGGED"
      ? refuse(`${here}.condition.tagPrefixes`, "Error 400: needs the tagState TAGGED")
      : [];
  });
};

const formatCheck: Check = (inputs) => {
  const format = text(inputs["format"])?.toUpperCase();
  if (format === undefined) return [];
  if (!formats.includes(format))
    return refuse("format", `Error 400: must be one of ${formats.join(", ")}, but is '${format}'`);
  return inputs["dockerConfig"] !== undefined && format !== "DOCKER"
    ? refuse("dockerConfig", `Error 400: is only for the format DOCKER, not for ${format}`)
    : [];
};

const modeCheck: Check = (inputs) => {
  const mode = text(inputs["mode"]) ?? "STANDARD_REPOSITORY";
  const needed: Readonly<Record<string, string>> = {
    REMOTE_REPOSITORY: "remoteRepositoryConfig",
    VIRTUAL_REPOSITORY: "virtualRepositoryConfig",
  };
  const property = needed[mode];
  if (property !== undefined && inputs[property] === undefined)
    return refuse(property, `Error 400: must be given with the mode ${mode}`);
  const wrong = Object.values(needed).find((each) => each !== property && inputs[each] !== undefined);
  return wrong === undefined ? [] : refuse(wrong, `Error 400: can't be given with the mode ${mode}`);
};

const grants = {
  subject: "repository",
  to: types.repository,
  by: ["id", "repositoryId", "name"],
  alongside: ["location"],
  services: ["artifactregistry"],
} as const;

/** Repositories of images, and who may pull and push. */
export const registries: readonly ResourceRules[] = [
  {
    type: types.repository,
    name: {
      property: "repositoryId",
      maximum: 63,
      pattern: /[a-z]([-a-z0-9]*[a-z0-9])?/,
      alphabet: "lower-case letters, digits and hyphens; a letter first, no hyphen at the end",
      unique: "id",
      // The SDK asks for it.
      auto: false,
    },
    id: "projects/{account}/locations/{location}/repositories/{repositoryId}",
    outputs: {
      project: "{account}",
      location: "{region}",
      name: "{repositoryId}",
      createTime: timestamp,
      updateTime: timestamp,
      registryUri: ({ outputs, inputs }, world) =>
        `${text(outputs["location"]) ?? world.region}-${(text(inputs["format"]) ?? "docker").toLowerCase()}.pkg.dev/${world.account}/${text(inputs["repositoryId"]) ?? ""}`,
      vulnerabilityScanningConfig: ({ inputs }) => ({
        enablementConfig: "INHERITED",
        ...record(inputs["vulnerabilityScanningConfig"]),
        enablementState: "SCANNING_ACTIVE",
        enablementStateReason: "",
      }),
    },
    defaults: { mode: "STANDARD_REPOSITORY", cleanupPolicyDryRun: false },
    immutable: ["repositoryId", "location", "format", "kmsKeyName", "mode"],
    limits: [
      { path: "mode", oneOf: ["STANDARD_REPOSITORY", "REMOTE_REPOSITORY", "VIRTUAL_REPOSITORY"] },
      { path: "cleanupPolicies", maximumItems: 10 },
      { path: "cleanupPolicies[].action", oneOf: ["DELETE", "KEEP"] },
      { path: "cleanupPolicies[].condition.tagState", oneOf: ["TAGGED", "UNTAGGED", "ANY"] },
      {
        path: "cleanupPolicies[].condition.olderThan",
        pattern: /\d+(\.\d+)?[smhd]/,
        reason: "must be a duration, for example 604800s or 7d",
      },
      { path: "cleanupPolicies[].mostRecentVersions.keepCount", minimum: 1 },
      { path: "vulnerabilityScanningConfig.enablementConfig", oneOf: ["INHERITED", "DISABLED"] },
    ],
    check: [
      formatCheck,
      modeCheck,
      cleanupCheck,
      key(
        "kmsKeyName",
        "artifactregistry.googleapis.com",
        (inputs, world) => text(inputs["location"]) ?? world.region,
      ),
    ],
    seconds: { create: 12, update: 3, delete: 5 },
  },
  grant({ ...grants, type: types.repositoryMember, binding: types.repositoryBinding }),
  binding({ ...grants, type: types.repositoryBinding }),
];
