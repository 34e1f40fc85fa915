import { randomText } from "../interpreter/template";
import type { Check, FunctionRules, Problem, ResourceRules } from "../rules";
import { account, arn } from "./account";
import { keyProblems } from "./key-use";
import { policy } from "./policy-document";
import { types } from "./types";
import { document, list, record, refuse, text, shown } from "../reading";

/** ECR's lifecycle policies: rules with unique priorities, each a selection and an action (ECR guide). */
const lifecycleCheck: Check = (inputs) => {
  if (inputs["policy"] === undefined) return [];
  const content = document(inputs["policy"]);
  const wrong = (reason: string): readonly Problem[] =>
    refuse("policy", `InvalidParameterException: invalid lifecycle policy: ${reason}`);
  if (content === undefined) return wrong("not valid JSON");
  const rules = list(content["rules"]).map(record);
  if (rules.length === 0) return wrong("'rules' is a list with at least one rule");
  const priorities = rules.map(({ rulePriority }) => rulePriority);
  if (new Set(priorities).size < rules.length) return wrong("rulePriority must be unique");
  return rules.flatMap((rule, index): readonly Problem[] => {
    const selection = record(rule["selection"]);
    const at = `rules[${String(index)}]`;
    const { tagStatus, countType, countNumber, countUnit, tagPrefixList, tagPatternList } = selection;
    if (typeof rule["rulePriority"] !== "number" || rule["rulePriority"] < 1)
      return wrong(`${at}.rulePriority is 1 or more`);
    if (record(rule["action"])["type"] !== "expire") return wrong(`${at}.action.type is 'expire'`);
    if (!["tagged", "untagged", "any"].includes(text(tagStatus) ?? ""))
      return wrong(`${at}.selection.tagStatus is 'tagged', 'untagged' or 'any'`);
    if (tagStatus === "tagged" && tagPrefixList === undefined && tagPatternList === undefined)
      return wrong(`${at}.selection needs tagPrefixList or tagPatternList with tagStatus 'tagged'`);
    if (!["imageCountMoreThan", "sinceImagePushed", "sinceImagePulled"].includes(text(countType) ?? ""))
      return wrong(`${at}.selection.countType is 'imageCountMoreThan' or 'sinceImagePushed'`);
    if (typeof countNumber !== "number" || countNumber < 1)
      return wrong(`${at}.selection.countNumber is 1 or more`);
    if ((countType === "imageCountMoreThan") === (countUnit !== undefined))
      return wrong(
        `${at}.selection.countUnit is 'days' with sinceImagePushed, and absent with imageCountMoreThan`,
      );
    const highest = Math.max(...priorities.map(Number));
    return tagStatus === "any" && rule["rulePriority"] !== highest
      ? wrong(`${at}: a rule with tagStatus 'any' must have the highest rulePriority`)
      : [];
  });
};

export const registries: readonly ResourceRules[] = [
  {
    type: types.repository,
    name: {
      property: "name",
      minimum: 2,
      maximum: 256,
      pattern: /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-]+[a-z0-9]+)*$/,
      alphabet: "lower-case letters, digits and single . _ - / between them",
      unique: "region",
    },
    id: "{name}",
    outputs: {
      arn: arn("ecr", "repository/{name}"),
      registryId: account,
      repositoryUrl: "{account}.dkr.ecr.{region}.amazonaws.com/{name}",
      encryptionConfigurations: ({ inputs }) =>
        inputs["encryptionConfigurations"] ?? [{ encryptionType: "AES256", kmsKey: "" }],
    },
    defaults: { imageTagMutability: "MUTABLE", forceDelete: false },
    immutable: ["name", "encryptionConfigurations"],
    limits: [
      {
        path: "imageTagMutability",
        oneOf: ["MUTABLE", "IMMUTABLE", "MUTABLE_WITH_EXCLUSION", "IMMUTABLE_WITH_EXCLUSION"],
      },
      { path: "encryptionConfigurations[].encryptionType", oneOf: ["AES256", "KMS", "KMS_DSSE"] },
      { path: "encryptionConfigurations", maximumItems: 1 },
    ],
    check: (inputs, world) =>
      list(inputs["encryptionConfigurations"]).flatMap((value, index) => {
        const encryption = record(value);
        const path = `encryptionConfigurations[${String(index)}].kmsKey`;
        return encryption["kmsKey"] !== undefined && encryption["encryptionType"] !== "KMS"
          ? refuse(path, "InvalidParameterException: a key is only given with encryptionType KMS")
          : keyProblems(path, encryption["kmsKey"], world);
      }),
    checkDelete: (repository, world) => {
      const url = shown(repository.outputs["repositoryUrl"]);
      const used = world
        .all(types.taskDefinition)
        .find(({ inputs }) => text(inputs["containerDefinitions"])?.includes(`"${url}`) === true);
      return used === undefined || repository.inputs["forceDelete"] === true
        ? []
        : refuse(
            "forceDelete",
            `RepositoryNotEmptyException: the repository still contains images, such as that of ${used.id}`,
          );
    },
    seconds: { create: 1, delete: 1 },
  },
  {
    type: "aws:ecr/lifecyclePolicy:LifecyclePolicy",
    id: "{repository}",
    outputs: { registryId: account },
    references: [{ path: "repository", to: types.repository, blocksDeletion: false }],
    immutable: ["repository", "policy"],
    uniqueBy: [["repository"]],
    check: lifecycleCheck,
    deleteBeforeReplace: true,
    seconds: { create: 1, delete: 1 },
  },
  {
    type: "aws:ecr/repositoryPolicy:RepositoryPolicy",
    id: "{repository}",
    outputs: { registryId: account },
    references: [{ path: "repository", to: types.repository, blocksDeletion: false }],
    immutable: ["repository"],
    uniqueBy: [["repository"]],
    check: policy("policy", { kind: "resource", maximum: 10240, services: ["ecr"] }),
    seconds: { create: 1, delete: 1 },
  },
];

function credentials(region: string, registryId: string) {
  // Stands for a token of twelve hours; it opens nothing.
  const password = randomText(`ecr ${region} ${registryId}`, true, 64);
  return {
    id: region,
    registryId,
    authorizationToken: Buffer.from(`AWS:${password}`).toString("base64"),
    userName: "AWS",
    password,
    proxyEndpoint: `https://${registryId}.dkr.ecr.${region}.amazonaws.com`,
    expiresAt: "2026-01-01T12:00:00Z",
    region,
  };
}

export const registryFunctions: readonly FunctionRules[] = ["getAuthorizationToken", "getCredentials"].map(
  (name) => ({
    token: `aws:ecr/${name}:${name}`,
    result: (inputs, world) => credentials(world.region, text(inputs["registryId"]) ?? world.account),
  }),
);
