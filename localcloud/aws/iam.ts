import { ManagedPolicy } from "@pulumi/aws/types/enums/iam";
import type { Check, FunctionRules, NameRule, Properties, ResourceRules } from "../rules";
import { globalArn, timestamp } from "./account";
import { sharedProviderCheck } from "./iam-oidc";
import { policy } from "./policy-document";
import { types } from "./types";
import { list, record, refuse, text, texts } from "../reading";

/** Policies of AWS's that the SDK's list does not have yet. */
const newer = [
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonECSInfrastructureRolePolicyForLoadBalancers",
  "AmazonEKSBlockStoragePolicy",
  "AmazonEKSComputePolicy",
  "AmazonEKSLoadBalancingPolicy",
  "AmazonEKSNetworkingPolicy",
  "AmazonEKSWorkerNodeMinimalPolicy",
].map((name) => `arn:aws:iam::aws:policy/${name}`);

const managed: ReadonlySet<string> = new Set<string>([...Object.values(ManagedPolicy), ...newer]);

const name = (maximum: number, unique: NameRule["unique"] = "account"): NameRule => ({
  property: "name",
  maximum,
  pattern: /^[\w+=,.@-]+$/,
  alphabet: "letters, digits and _+=,.@-",
  unique,
});
const path = { path: "path", pattern: /^\/([!-~]*\/)?$/, reason: "begins and ends with '/'" };

/** Why an ARN is no policy of AWS's; the usual mistake is to leave out `service-role/`. */
function managedProblem(arn: string): string | undefined {
  if (!arn.startsWith("arn:aws:iam::aws:policy/") || managed.has(arn)) return undefined;
  const last = arn.split("/").pop() ?? "";
  const right = [...managed].find((known) => known.endsWith(`/${last}`));
  const hint = right === undefined ? "" : `; did you mean '${right}'?`;
  return `NoSuchEntity: policy ${arn} does not exist or is not attachable${hint}`;
}

const inlineSize: Check = (inputs, world, self) => {
  const size = (json: unknown): number => (typeof json === "string" ? json.replace(/\s/g, "").length : 0);
  const others = world
    .all("aws:iam/rolePolicy:RolePolicy", { anyRegion: true })
    .filter((other) => other.id !== self?.id && other.inputs["role"] === inputs["role"])
    .reduce((sum, other) => sum + size(other.inputs["policy"]), 0);
  const total = others + size(inputs["policy"]);
  // IAM quotas: all inline policies of a role together have 10,240 characters.
  return inputs["role"] !== undefined && total > 10240
    ? refuse(
        "policy",
        `LimitExceeded: the role's inline policies have ${String(total)} characters; 10240 are allowed`,
      )
    : [];
};

const attachmentCheck: Check = (inputs, world, self) => {
  const wrong = managedProblem(text(inputs["policyArn"]) ?? "");
  if (wrong !== undefined) return refuse("policyArn", wrong);
  const attached = world
    .all("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { anyRegion: true })
    .filter(
      (other) =>
        other.id !== self?.id && inputs["role"] !== undefined && other.inputs["role"] === inputs["role"],
    );
  // IAM quotas: 10 managed policies per role by default.
  return attached.length >= 10
    ? refuse("policyArn", "LimitExceeded: Cannot exceed quota for PoliciesPerRole: 10")
    : [];
};

function statement(inputs: Properties): Properties {
  const block = record(inputs);
  const principals = (list: readonly Properties[]): Properties =>
    Object.fromEntries(list.map((each) => [text(each["type"]) ?? "AWS", each["identifiers"] ?? []]));
  const given = list(block["principals"]).map(record);
  const conditions = list(block["conditions"]).map(record);
  const tests: Record<string, Properties> = {};
  for (const { test, variable, values } of conditions) {
    const key = text(test) ?? "";
    tests[key] = { ...tests[key], [text(variable) ?? ""]: values ?? [] };
  }
  return {
    ...(block["sid"] === undefined ? {} : { Sid: block["sid"] }),
    Effect: block["effect"] ?? "Allow",
    ...(block["actions"] === undefined ? {} : { Action: block["actions"] }),
    ...(block["notActions"] === undefined ? {} : { NotAction: block["notActions"] }),
    ...(block["resources"] === undefined ? {} : { Resource: block["resources"] }),
    ...(block["notResources"] === undefined ? {} : { NotResource: block["notResources"] }),
    ...(given.length === 0
      ? {}
      : { Principal: given.some((each) => each["type"] === "*") ? "*" : principals(given) }),
    ...(conditions.length === 0 ? {} : { Condition: tests }),
  };
}

export const identity: readonly ResourceRules[] = [
  {
    type: types.role,
    name: name(64),
    id: "{name}",
    outputs: {
      arn: ({ id, inputs }, world) => `arn:aws:iam::${world.account}:role${text(inputs["path"]) ?? "/"}${id}`,
      uniqueId: "AROA{digits:17}",
      createDate: timestamp,
      managedPolicyArns: ({ inputs }) => inputs["managedPolicyArns"] ?? [],
    },
    defaults: { path: "/", maxSessionDuration: 3600, forceDetachPolicies: false },
    references: [
      {
        path: "permissionsBoundary",
        to: types.policy,
        by: "arn",
        anyRegion: true,
        except: /^arn:aws:iam::aws:/,
      },
    ],
    immutable: ["name", "path"],
    limits: [
      path,
      { path: "maxSessionDuration", minimum: 3600, maximum: 43200 },
      {
        path: "description",
        pattern: /^[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]{0,1000}$/,
        reason: "has at most 1000 characters of Latin-1",
      },
    ],
    // IAM quotas: 2,048 characters in a trust policy.
    check: [
      policy("assumeRolePolicy", { kind: "trust", maximum: 2048 }),
      sharedProviderCheck,
      (inputs) =>
        texts(inputs["managedPolicyArns"]).flatMap((arn, index) => {
          const wrong = managedProblem(arn);
          return wrong === undefined ? [] : refuse(`managedPolicyArns[${String(index)}]`, wrong);
        }),
    ],
    seconds: { create: 2, delete: 1 },
  },
  {
    type: "aws:iam/rolePolicy:RolePolicy",
    name: name(128, "none"),
    id: "{role}:{name}",
    references: [{ path: "role", to: types.role, anyRegion: true }],
    immutable: ["name", "role"],
    uniqueBy: [["role", "name"]],
    check: [policy("policy", { kind: "identity", maximum: 10240 }), inlineSize],
    seconds: { create: 1, delete: 1 },
  },
  {
    type: types.policy,
    name: name(128),
    id: ({ path }) => globalArn("iam", `policy${text(path) ?? "/"}{name}`),
    outputs: { arn: "{id}", policyId: "ANPA{digits:17}", attachmentCount: () => 0 },
    defaults: { path: "/" },
    immutable: ["name", "path", "description"],
    limits: [path],
    // IAM quotas: 6,144 characters in a managed policy.
    check: policy("policy", { kind: "identity", maximum: 6144 }),
    seconds: { create: 1, delete: 1 },
  },
  {
    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    id: "{role}/{policyArn}",
    references: [
      { path: "role", to: types.role, anyRegion: true },
      { path: "policyArn", to: types.policy, by: "arn", anyRegion: true, except: /^arn:aws:iam::aws:/ },
    ],
    immutable: ["role", "policyArn"],
    uniqueBy: [["role", "policyArn"]],
    check: attachmentCheck,
    seconds: { create: 1, delete: 1 },
  },
  {
    type: "aws:iam/instanceProfile:InstanceProfile",
    name: name(128),
    id: "{name}",
    outputs: {
      arn: globalArn("iam", "instance-profile/{name}"),
      uniqueId: "AIPA{digits:17}",
      createDate: timestamp,
    },
    references: [{ path: "role", to: types.role, anyRegion: true }],
    immutable: ["name", "path"],
    seconds: { create: 8, delete: 1 },
  },
  {
    type: "aws:iam/serviceLinkedRole:ServiceLinkedRole",
    id: globalArn("iam", "role/aws-service-role/{awsServiceName}/AWSServiceRole-{awsServiceName}"),
    outputs: {
      arn: "{id}",
      name: "AWSServiceRole-{awsServiceName}",
      path: "/aws-service-role/{awsServiceName}/",
      uniqueId: "AROA{digits:17}",
      createDate: timestamp,
    },
    immutable: ["awsServiceName", "customSuffix"],
    limits: [
      {
        path: "awsServiceName",
        pattern: /^[a-z0-9.-]+\.amazonaws\.com$/,
        reason: "is a service principal, x.amazonaws.com",
      },
    ],
    uniqueBy: [["awsServiceName", "customSuffix"]],
    seconds: { create: 1, delete: 5 },
  },
];

export const identityFunctions: readonly FunctionRules[] = [
  {
    token: "aws:iam/getPolicyDocument:getPolicyDocument",
    result: (inputs) => {
      const document = {
        Version: text(inputs["version"]) ?? "2012-10-17",
        Statement: list(inputs["statements"]).map((each) => statement(record(each))),
      };
      return {
        ...inputs,
        id: "policy-document",
        json: JSON.stringify(document, null, 2),
        minifiedJson: JSON.stringify(document),
      };
    },
  },
];
