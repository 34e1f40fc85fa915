import { judgeStack } from "../../../../policy/mechanism/judge";
import { Property } from "../../../../policy/mechanism/property";
import { Stack } from "../../../../policy/mechanism/resource";
import { rule as artifactImmutableTags } from "../../../../policy/rules/containers/gcp-artifact-immutable-tags";
import { rule as artifactOwnKey } from "../../../../policy/rules/containers/gcp-artifact-own-key";
import { rule as autoscaledGroupIgnoresSize } from "../../../../policy/rules/containers/gcp-autoscaled-group-ignores-size";
import { rule as noDefaultServiceAccount } from "../../../../policy/rules/containers/gcp-no-default-service-account";
import { rule as noSecretInEnvironment } from "../../../../policy/rules/containers/gcp-no-secret-in-environment";
import { rule as registryNotPublic } from "../../../../policy/rules/containers/gcp-registry-not-public";
import { rule as runNotPublic } from "../../../../policy/rules/containers/gcp-run-not-public";
import { describeRule, type Given, type Properties, unknown, urnOf } from "../pack";

const member = (type: string, properties: Properties): Given => ({
  type: `gcp:${type}`,
  name: "grant",
  properties,
});
const onRegistry = "artifactregistry/repositoryIamMember:RepositoryIamMember";
describeRule(registryNotPublic, {
  compliant: { "one account": member(onRegistry, { role: "r", member: "user:ann@example.com" }) },
  violations: {
    everybody: [member(onRegistry, { role: "r", member: "allUsers" }), "opens the repository to everybody"],
    "everybody with an account, in a binding": [
      member("artifactregistry/repositoryIamBinding:RepositoryIamBinding", {
        role: "r",
        members: ["allAuthenticatedUsers"],
      }),
      "members[0]",
    ],
    "everybody in a policy": [
      member("artifactregistry/repositoryIamPolicy:RepositoryIamPolicy", {
        policyData: JSON.stringify({ bindings: [{ role: "r", members: ["allUsers"] }] }),
      }),
      "bindings[0].members[0]",
    ],
  },
  notApplicable: {
    "a binding of nobody": member("artifactregistry/repositoryIamBinding:RepositoryIamBinding", {
      members: [],
    }),
  },
  unknown: { "a member that is unknown": member(onRegistry, { role: "r", member: unknown }) },
});

const repository = (properties: Properties): Given => ({
  type: "gcp:artifactregistry/repository:Repository",
  properties: { format: "DOCKER", ...properties },
});
describeRule(artifactImmutableTags, {
  compliant: { "immutable tags": repository({ dockerConfig: { immutableTags: true } }) },
  violations: {
    "the default": [repository({}), "dockerConfig.immutableTags is off"],
    "tags that change": [repository({ dockerConfig: { immutableTags: false } }), "immutableTags is off"],
    "a repository that says what it is by default": [
      repository({ mode: "STANDARD_REPOSITORY" }),
      "immutableTags is off",
    ],
  },
  notApplicable: {
    "packages of another kind": repository({ format: "NPM" }),
    "a copy of another registry": repository({ mode: "REMOTE_REPOSITORY" }),
  },
  unknown: { "a switch that is unknown": repository({ dockerConfig: { immutableTags: unknown } }) },
});
describeRule(artifactOwnKey, {
  compliant: { "a key that is made here": repository({ kmsKeyName: unknown }) },
  violations: {
    none: [repository({}), "kmsKeyName is not set"],
    "an empty name": [repository({ kmsKeyName: "" }), "kmsKeyName is not set"],
  },
  notApplicable: { "another type": { type: "gcp:storage/bucket:Bucket" } },
});

const v2 = (properties: Properties, name = "api"): Given => ({
  type: "gcp:cloudrunv2/service:Service",
  name,
  properties,
});
const v1 = (properties: Properties): Given => ({
  type: "gcp:cloudrun/service:Service",
  name: "api",
  properties,
});
const job = (properties: Properties): Given => ({ type: "gcp:cloudrunv2/job:Job", properties });
const v1Function = (properties: Properties): Given => ({
  type: "gcp:cloudfunctions/function:Function",
  name: "api",
  properties,
});
const v2Function = (properties: Properties): Given => ({
  type: "gcp:cloudfunctionsv2/function:Function",
  name: "api",
  properties,
});
const vm = (properties: Properties): Given => ({ type: "gcp:compute/instance:Instance", properties });
const cluster = (properties: Properties): Given => ({ type: "gcp:container/cluster:Cluster", properties });
const app = (kind: "standard" | "flexible", properties: Properties): Given => ({
  type: `gcp:appengine/${kind}AppVersion:${kind === "standard" ? "Standard" : "Flexible"}AppVersion`,
  properties,
});
const own = "api@p.iam.gserviceaccount.com";
const shared = "123-compute@developer.gserviceaccount.com";
describeRule(noDefaultServiceAccount, {
  compliant: {
    "a service's own": v2({ template: { serviceAccount: own } }),
    "a service's own that is made here": v2({ template: { serviceAccount: unknown } }),
    "that of the older interface": v1({ template: { spec: { serviceAccountName: own } } }),
    "a job's own": job({ template: { template: { serviceAccount: own } } }),
    "a function's own": v2Function({ serviceConfig: { serviceAccountEmail: own } }),
    "a machine's own": vm({ serviceAccount: { email: own, scopes: ["cloud-platform"] } }),
    "nodes' own": {
      type: "gcp:container/nodePool:NodePool",
      properties: { nodeConfig: { serviceAccount: own } },
    },
  },
  violations: {
    "a service without": [v2({ template: {} }), "it names no service account"],
    "a service with the default": [
      v2({ template: { serviceAccount: shared } }),
      "template.serviceAccount is the default",
    ],
    "the older interface without": [v1({ template: { spec: {} } }), "it names no service account"],
    "a job without": [job({ template: { template: {} } }), "it names no service account"],
    "a pool of workers without": [
      { type: "gcp:cloudrunv2/workerPool:WorkerPool", properties: { template: {} } },
      "it names no service account",
    ],
    "a function with App Engine's": [
      v1Function({ serviceAccountEmail: "p@appspot.gserviceaccount.com" }),
      "is the default account",
    ],
    "a newer function without": [v2Function({ serviceConfig: {} }), "it names no service account"],
    "a version of App Engine without": [app("standard", {}), "it names no service account"],
    "a machine with scopes alone": [vm({ serviceAccount: { scopes: ["cloud-platform"] } }), "names no email"],
    "a machine with the default by name": [
      vm({ serviceAccount: { email: "default" } }),
      "is the default account",
    ],
    "a template": [
      {
        type: "gcp:compute/instanceTemplate:InstanceTemplate",
        properties: { serviceAccount: { email: shared } },
      },
      "is the default account",
    ],
    "a pool of nodes": [{ type: "gcp:container/nodePool:NodePool" }, "names no serviceAccount"],
    "a cluster with nodes": [cluster({}), "nodeConfig names no serviceAccount"],
    "one of a cluster's pools": [
      cluster({ nodePools: [{ nodeConfig: { serviceAccount: own } }, { name: "b" }] }),
      "nodePools[1].nodeConfig",
    ],
    "nodes that Google makes": [
      cluster({ enableAutopilot: true }),
      "autoProvisioningDefaults names no serviceAccount",
    ],
  },
  notApplicable: {
    "a machine with no account": vm({}),
    "a cluster without nodes of its own": cluster({ removeDefaultNodePool: true }),
  },
  unknown: { "a template that is unknown": v2({ template: unknown }) },
});

const toAll = (properties: Properties): Given =>
  member("cloudrunv2/serviceIamMember:ServiceIamMember", {
    role: "roles/run.invoker",
    member: "allUsers",
    ...properties,
  });
const linked = { ...toAll({ name: unknown }), sources: { name: ["api"] } };
const balanced = { ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER" };
describeRule(runNotPublic, {
  compliant: {
    "a service that asks who is there": v2({}),
    "a service behind a load balancer": v2({ ...balanced, invokerIamDisabled: true }),
    "a service for the network": v2({ ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY", invokerIamDisabled: true }),
    "a service of the older interface behind one": v1({
      metadata: {
        annotations: {
          "run.googleapis.com/ingress": "internal-and-cloud-load-balancing",
          "run.googleapis.com/invoker-iam-disabled": "true",
        },
      },
    }),
    "a grant to one": toAll({ member: "user:ann@example.com" }),
    "a grant to everybody behind a load balancer, by data flow": [linked, v2(balanced)],
    "a grant to everybody behind a load balancer, by name": [
      toAll({ name: "api-1" }),
      v2({ ...balanced, name: "api-1" }),
    ],
    "a function inside the network": [
      {
        ...member("cloudfunctions/functionIamMember:FunctionIamMember", { member: "allUsers" }),
        sources: { cloudFunction: ["api"] },
      },
      v1Function({ ingressSettings: "ALLOW_INTERNAL_ONLY" }),
    ],
  },
  violations: {
    "a service that asks nobody": [v2({ invokerIamDisabled: true }), "asks nobody who they are"],
    "a service that says it is open": [
      v2({ ingress: "INGRESS_TRAFFIC_ALL", invokerIamDisabled: true }),
      "asks nobody who they are",
    ],
    "a service of the older interface": [
      v1({ metadata: { annotations: { "run.googleapis.com/invoker-iam-disabled": "true" } } }),
      "asks nobody who they are",
    ],
    "a grant to everybody": [[linked, v2({})], "lets everybody on the internet call it"],
    "a grant to everybody with an account": [
      [{ ...linked, properties: { name: unknown, member: "allAuthenticatedUsers" } }, v2({})],
      "lets everybody",
    ],
    "a grant on a service that is elsewhere": [toAll({ name: "other" }), "lets everybody"],
    "a binding of the older interface": [
      [
        {
          type: "gcp:cloudrun/iamBinding:IamBinding",
          properties: { service: unknown, members: ["user:ann@example.com", "allUsers"] },
          sources: { service: ["api"] },
        },
        v1({}),
      ],
      "members[1]",
    ],
    "a policy": [
      member("cloudrunv2/serviceIamPolicy:ServiceIamPolicy", {
        policyData: JSON.stringify({ bindings: [{ role: "r", members: ["allUsers"] }] }),
      }),
      "bindings[0].members[0]",
    ],
    "a function": [
      [
        {
          ...member("cloudfunctions/functionIamMember:FunctionIamMember", { member: "allUsers" }),
          sources: { cloudFunction: ["api"] },
        },
        v1Function({}),
      ],
      "lets everybody",
    ],
    "a newer function": [
      [
        {
          ...member("cloudfunctionsv2/functionIamMember:FunctionIamMember", { member: "allUsers" }),
          sources: { cloudFunction: ["api"] },
        },
        v2Function({ serviceConfig: { ingressSettings: "ALLOW_ALL" } }),
      ],
      "lets everybody",
    ],
  },
  notApplicable: { "what nobody can call": job({}) },
  unknown: {
    "a switch that is unknown": v2({ invokerIamDisabled: unknown }),
    "a member that is unknown": toAll({ member: unknown }),
  },
});

test("gcp-run-not-public accepts what its setting declares", () => {
  const judged = ({ type, name = "it", properties }: Given) => {
    const resource = {
      type,
      name,
      urn: urnOf({ type, name }),
      properties: new Property(properties),
      protect: false,
      ignoreChanges: [],
      provider: new Property({}),
      sources: () => [],
    };
    const configuration = new Property({ services: ["api", "other"] });
    return judgeStack(runNotPublic, new Stack([resource]), configuration).map(({ answer }) => answer.kind);
  };
  expect(judged(v2({ invokerIamDisabled: true }))).toEqual(["compliant"]);
  expect(judged(v2({ invokerIamDisabled: true }, "third"))).toEqual(["violation"]);
  expect(judged(toAll({ name: "other" }))).toEqual(["compliant"]);
  expect(judged(toAll({ name: "third" }))).toEqual(["violation"]);
});

const variables = (...envs: Properties[]): Given => v2({ template: { containers: [{ envs }] } });
const plain = { name: "DB_PASSWORD", value: "correct horse battery" };
describeRule(noSecretInEnvironment, {
  compliant: {
    "a plain setting": variables({ name: "LOG_LEVEL", value: "info" }),
    "a reference": variables({
      name: "DB_PASSWORD",
      valueSource: { secretKeyRef: { secret: "s", version: "1" } },
    }),
  },
  violations: {
    "a password in a service": [
      variables({ name: "A", value: "b" }, plain),
      "DB_PASSWORD holds what looks like a secret",
    ],
    "a password in the second container": [
      v2({ template: { containers: [{ envs: [] }, { envs: [plain] }] } }),
      "DB_PASSWORD",
    ],
    "one container and one variable instead of lists": [
      v2({ template: { containers: { envs: plain } } }),
      "DB_PASSWORD",
    ],
    "the older interface": [v1({ template: { spec: { containers: [{ envs: [plain] }] } } }), "DB_PASSWORD"],
    "a job": [job({ template: { template: { containers: [{ envs: [plain] }] } } }), "DB_PASSWORD"],
    "a pool of workers": [
      {
        type: "gcp:cloudrunv2/workerPool:WorkerPool",
        properties: { template: { containers: [{ envs: [plain] }] } },
      },
      "DB_PASSWORD",
    ],
    "a function": [v1Function({ environmentVariables: { apiKey: "abcdefgh" } }), "apiKey"],
    "a function's build": [v1Function({ buildEnvironmentVariables: { NPM_TOKEN: "abcdefgh" } }), "NPM_TOKEN"],
    "a newer function": [
      v2Function({ serviceConfig: { environmentVariables: { apiKey: "abcdefgh" } } }),
      "apiKey",
    ],
    "a newer function's build": [
      v2Function({ buildConfig: { environmentVariables: { NPM_TOKEN: "abcdefgh" } } }),
      "NPM_TOKEN",
    ],
    "a password beside a value that is unknown yet": [
      variables({ name: "URL", value: unknown }, plain),
      "DB_PASSWORD",
    ],
  },
  notApplicable: { "no variables": v2({ template: { containers: [{ image: "i" }] } }) },
  unknown: { "a value that is unknown": variables({ name: "URL", value: unknown }) },
});

const group = (properties: Properties, ignoreChanges: string[] = []): Given => ({
  type: "gcp:compute/regionInstanceGroupManager:RegionInstanceGroupManager",
  name: "group",
  properties,
  ignoreChanges,
});
const scaler: Given = {
  type: "gcp:compute/regionAutoscaler:RegionAutoscaler",
  name: "scaler",
  properties: { target: unknown },
  sources: { target: ["group"] },
};
describeRule(autoscaledGroupIgnoresSize, {
  compliant: {
    "no size": [group({}), scaler],
    "a size that is only the first": [group({ targetSize: 2 }, ["targetSize"]), scaler],
  },
  violations: {
    "a size": [[group({ targetSize: 2 }), scaler], "does not hold targetSize"],
    "a size, by id": [
      [
        group({ id: "groups/1", targetSize: 2 }),
        { ...scaler, properties: { target: "groups/1" }, sources: {} },
      ],
      "does not hold targetSize",
    ],
  },
  notApplicable: { "a group that nothing scales": group({ targetSize: 2 }) },
});
