import { createHash } from "crypto";
import type { Check, Properties, ResourceRules, StoredResource } from "../rules";
import { amount, at, record, refuse, shown, text } from "../reading";
import { accessProblems, accessWorldProblems } from "./cloud-run-network";
import { containerProblems, containerWorldProblems, type Kind } from "./cloud-run-container";
import { referenceProblems } from "./cloud-run-image";
import { resourceProblems } from "./cloud-run-resources";
import { revisionCheck, revisionNameCheck, trafficCheck } from "./cloud-run-traffic";
import { volumeProblems, volumeWorldProblems } from "./cloud-run-volumes";
import { duration, seconds } from "./duration";
import { serviceAccountProblem } from "./grants";
import { grant, binding } from "./iam";
import { keyProblems } from "./key-use";
import { name } from "./names";
import { projectNumber, timestamp } from "./project";
import { types } from "./types";

const serviceMember = "gcp:cloudrunv2/serviceIamMember:ServiceIamMember";
const serviceBinding = "gcp:cloudrunv2/serviceIamBinding:ServiceIamBinding";
export const jobMember = "gcp:cloudrunv2/jobIamMember:JobIamMember";
const jobBinding = "gcp:cloudrunv2/jobIamBinding:JobIamBinding";

/** Names that Cloud Run keeps for itself (comments of the SDK). */
const systemNames =
  /(^|\.)(run\.googleapis\.com|cloud\.googleapis\.com|serving\.knative\.dev|autoscaling\.knative\.dev)\//;

function systemCheck(...paths: readonly string[]): Check {
  return (inputs) =>
    paths.flatMap((path) => {
      const wrong = Object.keys(record(at(inputs, path))).find((key) => systemNames.test(key));
      return wrong === undefined
        ? []
        : refuse(path, `'${wrong}' is of a namespace that Cloud Run keeps for itself`);
    });
}

/** The address by which a template runs; without one it is the project's default, which may read no secret of ours. */
function accountOf(template: Properties): string {
  const given = text(template["serviceAccount"]);
  return given ?? `${projectNumber}-compute@developer.gserviceaccount.com`;
}

/** Checks that services and jobs share; `path` is where their containers are. */
function templateChecks(kind: Kind, path: string): Check[] {
  const template = (inputs: Properties): Properties => record(at(inputs, path));
  return [
    (inputs, world) => containerProblems({ path, template: template(inputs), kind, world }),
    (inputs) => referenceProblems(template(inputs), path),
    (inputs) => resourceProblems({ kind, path, template: template(inputs) }),
    (inputs) => volumeProblems(template(inputs), path),
    (inputs) => accessProblems(template(inputs), path),
    (inputs, world) => {
      const account = text(template(inputs)["serviceAccount"]);
      const wrong = account === undefined ? undefined : serviceAccountProblem(world, account);
      return wrong === undefined ? [] : refuse(`${path}.serviceAccount`, wrong);
    },
    (inputs, world) =>
      containerWorldProblems({ path, template: template(inputs), kind, world }, accountOf(template(inputs))),
    (inputs, world) => volumeWorldProblems(template(inputs), path, world, accountOf(template(inputs))),
    (inputs, world) => accessWorldProblems(template(inputs), path, text(inputs["location"]), world),
    (inputs, world) =>
      keyProblems(`${path}.encryptionKey`, template(inputs)["encryptionKey"], world, {
        api: "run.googleapis.com",
        location: text(inputs["location"]),
      }),
  ];
}

/** Bounds of the number of instances: of a revision, and of the service as a whole. */
const scalingCheck: Check = (inputs) => {
  const bounds = ["template.scaling", "scaling"].flatMap((path) => {
    const scaling = record(at(inputs, path));
    const minimum = amount(scaling["minInstanceCount"]) ?? 0;
    // Without a maximum Cloud Run goes up to 100 instances, or what the region's quota gives.
    const maximum = amount(scaling["maxInstanceCount"]) ?? 100;
    if (minimum < 0) return refuse(`${path}.minInstanceCount`, "is 0 or more");
    if (maximum < 1 && scaling["maxInstanceCount"] !== undefined && path === "template.scaling")
      return refuse(`${path}.maxInstanceCount`, "is 1 or more");
    return maximum > 0 && minimum > maximum
      ? refuse(
          `${path}.maxInstanceCount`,
          `must be greater or equal than min_instance_count (${String(minimum)}), but is ${String(maximum)}`,
        )
      : [];
  });
  if (bounds.length > 0) return bounds;
  const scaling = record(inputs["scaling"]);
  const manual = scaling["scalingMode"] === "MANUAL";
  if (manual !== (scaling["manualInstanceCount"] !== undefined))
    return refuse("scaling.manualInstanceCount", "is given exactly with scalingMode MANUAL");
  return [];
};

/** Shares of use that Cloud Run holds by the number of instances (Cloud Run guide, "Custom scaling controls"). */
const targetCheck: Check = (inputs) => {
  const scaling = record(at(inputs, "template.scaling"));
  const given = ["cpuUtilization", "concurrencyUtilization"].filter((key) => scaling[key] !== undefined);
  const outside = given.find((key) => {
    const target = amount(scaling[key]);
    return target !== undefined && target !== 0 && (target < 0.1 || target > 0.95);
  });
  if (outside !== undefined) return refuse(`template.scaling.${outside}`, "is 0 (off), or from 0.1 to 0.95");
  if (given.length === 2 && given.every((key) => scaling[key] === 0))
    return refuse("template.scaling", "CPU and concurrency scaling cannot both be disabled");
  return [];
};

const timeoutCheck =
  (path: string, longest: number): Check =>
  (inputs) => {
    const wanted = seconds(at(inputs, path));
    return wanted !== undefined && (wanted < 1 || wanted > longest)
      ? refuse(path, `is from 1s to ${String(longest)}s, not ${String(wanted)}s`)
      : [];
  };

function protection(what: string) {
  return ({ inputs }: StoredResource) =>
    inputs["deletionProtection"] === false
      ? []
      : refuse(
          "deletionProtection",
          `cannot destroy ${what} without setting deletion_protection=false and updating it first`,
        );
}

/** Revisions are told apart by what their template says. */
function revisionOf({ inputs }: StoredResource): string {
  const template = record(inputs["template"]);
  const content = createHash("sha256").update(JSON.stringify(template)).digest("hex");
  return text(template["revision"]) ?? `${shown(inputs["name"])}-00001-${content.slice(0, 3)}`;
}

const revisionName = (resource: StoredResource): string =>
  `projects/${projectOf(resource)}/locations/${shown(resource.inputs["location"])}/services/${shown(resource.inputs["name"])}/revisions/${revisionOf(resource)}`;
const projectOf = ({ id }: StoredResource): string => id.split("/")[1] ?? "";

/** Since 2024 the address has the project's number (Cloud Run guide, "Cloud Run URLs"). */
function address({ inputs }: StoredResource): string {
  return `https://${shown(inputs["name"])}-${projectNumber}.${shown(inputs["location"])}.run.app`;
}

const common = {
  project: "{account}",
  uid: "{hex:8}-{hex:4}-4{hex:3}-a{hex:3}-{hex:12}",
  generation: "1",
  observedGeneration: "1",
  createTime: timestamp,
  updateTime: timestamp,
  deleteTime: "",
  expireTime: "",
  creator: "local@example.com",
  lastModifier: "local@example.com",
  etag: "{hex:16}",
  launchStage: "GA",
  reconciling: () => false,
  conditions: () => [],
  effectiveAnnotations: ({ inputs }: StoredResource) => record(inputs["annotations"]),
  terminalConditions: () => [{ type: "Ready", state: "CONDITION_SUCCEEDED" }],
};

const launchStages = ["UNIMPLEMENTED", "PRELAUNCH", "EARLY_ACCESS", "ALPHA", "BETA", "GA", "DEPRECATED"];
const environments = ["EXECUTION_ENVIRONMENT_GEN1", "EXECUTION_ENVIRONMENT_GEN2"];
const egress = ["ALL_TRAFFIC", "PRIVATE_RANGES_ONLY"];

const service: ResourceRules = {
  type: types.runService,
  name: name({ maximum: 49 }),
  id: "projects/{account}/locations/{location}/services/{name}",
  outputs: {
    ...common,
    ingress: "INGRESS_TRAFFIC_ALL",
    uri: address,
    urls: (resource) => [address(resource)],
    latestReadyRevision: revisionName,
    latestCreatedRevision: revisionName,
    traffics: ({ inputs }) =>
      inputs["traffics"] ?? [{ type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 100 }],
    trafficStatuses: (resource) => [
      { type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", revision: revisionOf(resource), percent: 100 },
    ],
    scaling: ({ inputs }) => inputs["scaling"] ?? {},
  },
  immutable: ["name", "location"],
  limits: [
    {
      path: "ingress",
      oneOf: [
        "INGRESS_TRAFFIC_ALL",
        "INGRESS_TRAFFIC_INTERNAL_ONLY",
        "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
      ],
    },
    { path: "launchStage", oneOf: launchStages },
    { path: "description", pattern: /^[^]{0,512}$/, reason: "has at most 512 characters" },
    { path: "template.executionEnvironment", oneOf: environments },
    { path: "template.maxInstanceRequestConcurrency", minimum: 0, maximum: 1000 },
    { path: "template.vpcAccess.egress", oneOf: egress },
    { path: "scaling.scalingMode", oneOf: ["AUTOMATIC", "MANUAL"] },
    {
      path: "traffics[].type",
      oneOf: ["TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION"],
    },
    { path: "template.volumes[].emptyDir.medium", oneOf: ["MEMORY", "DISK"] },
    duration("template.timeout"),
  ],
  check: [
    scalingCheck,
    targetCheck,
    timeoutCheck("template.timeout", 3600),
    trafficCheck,
    revisionNameCheck,
    revisionCheck,
    systemCheck("labels", "annotations", "template.labels", "template.annotations"),
    ...templateChecks("service", "template"),
  ],
  checkDelete: protection("service"),
  // A deployment waits for the first instance to be ready: half a minute with a small image.
  seconds: { create: 30, update: 30, delete: 10 },
};

const taskCheck: Check = (inputs) => {
  const [tasks, parallel] = [
    amount(at(inputs, "template.taskCount")) ?? 1,
    amount(at(inputs, "template.parallelism")),
  ];
  if (parallel !== undefined && parallel > tasks)
    return refuse(
      "template.parallelism",
      `is at most taskCount (${String(tasks)}), but is ${String(parallel)}`,
    );
  const own = text(inputs["name"]) ?? "";
  const token = ["startExecutionToken", "runExecutionToken"].find(
    (key) => own.length + (text(inputs[key]) ?? "").length >= 63,
  );
  return token === undefined || inputs[token] === undefined
    ? []
    : refuse(token, "name and token together have fewer than 63 characters");
};

const job: ResourceRules = {
  type: types.runJob,
  name: name({ maximum: 63 }),
  id: "projects/{account}/locations/{location}/jobs/{name}",
  outputs: { ...common, executionCount: () => 0, latestCreatedExecutions: () => [] },
  immutable: ["name", "location"],
  limits: [
    { path: "launchStage", oneOf: launchStages },
    // Cloud Run guide, "Create jobs": up to 10,000 tasks, each for up to seven days and repeated up to ten times.
    { path: "template.taskCount", minimum: 1, maximum: 10000 },
    { path: "template.parallelism", minimum: 0 },
    { path: "template.template.maxRetries", minimum: 0, maximum: 10 },
    { path: "template.template.executionEnvironment", oneOf: ["EXECUTION_ENVIRONMENT_GEN2"] },
    { path: "template.template.vpcAccess.egress", oneOf: egress },
    { path: "template.template.volumes[].emptyDir.medium", oneOf: ["MEMORY", "DISK"] },
    duration("template.template.timeout"),
  ],
  atMostOneOf: [["startExecutionToken", "runExecutionToken"]],
  check: [
    taskCheck,
    timeoutCheck("template.template.timeout", 604800),
    systemCheck("labels", "annotations", "template.labels", "template.annotations"),
    ...templateChecks("job", "template.template"),
  ],
  checkDelete: protection("job"),
  seconds: { create: 10, update: 10, delete: 8 },
};

const onService = {
  subject: "name",
  to: types.runService,
  by: ["name", "id"],
  alongside: ["location"],
} as const;
const onJob = { subject: "name", to: types.runJob, by: ["name", "id"], alongside: ["location"] } as const;
const services = ["run"];

/** Cloud Run: services, jobs, and who may call them. */
export const containers: readonly ResourceRules[] = [
  service,
  job,
  grant({ type: serviceMember, binding: serviceBinding, services, ...onService }),
  binding({ type: serviceBinding, services, ...onService }),
  grant({ type: jobMember, binding: jobBinding, services, public: false, ...onJob }),
  binding({ type: jobBinding, services, public: false, ...onJob }),
];
