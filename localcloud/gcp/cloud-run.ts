import type { Check, ResourceRules, StoredResource } from "../rules";
import { amount, at, record, refuse, shown } from "../reading";
import { job } from "./cloud-run-job";
import { newestRevision, readyRevision, revisionError } from "./cloud-run-revision";
import {
  common,
  egress,
  launchStages,
  protection,
  systemCheck,
  templateChecks,
  timeoutCheck,
} from "./cloud-run-template";
import { revisionCheck, revisionNameCheck, servedBy, trafficCheck } from "./cloud-run-traffic";
import { duration } from "./duration";
import { grant, binding } from "./iam";
import { name } from "./names";
import { projectNumber } from "./project";
import { types } from "./types";

const serviceMember = "gcp:cloudrunv2/serviceIamMember:ServiceIamMember";
const serviceBinding = "gcp:cloudrunv2/serviceIamBinding:ServiceIamBinding";
const jobMember = "gcp:cloudrunv2/jobIamMember:JobIamMember";
const jobBinding = "gcp:cloudrunv2/jobIamBinding:JobIamBinding";

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

/** Since 2024 the address has the project's number (Cloud Run guide, "Cloud Run URLs"). */
function address({ inputs }: StoredResource): string {
  return `https://${shown(inputs["name"])}-${projectNumber}.${shown(inputs["location"])}.run.app`;
}

const environments = ["EXECUTION_ENVIRONMENT_GEN1", "EXECUTION_ENVIRONMENT_GEN2"];

const service: ResourceRules = {
  type: types.runService,
  name: name({ maximum: 49 }),
  id: "projects/{account}/locations/{location}/services/{name}",
  outputs: {
    ...common,
    ingress: "INGRESS_TRAFFIC_ALL",
    uri: address,
    urls: (resource) => [address(resource)],
    latestReadyRevision: readyRevision,
    latestCreatedRevision: newestRevision,
    traffics: ({ inputs }) =>
      inputs["traffics"] ?? [{ type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 100 }],
    trafficStatuses: (resource) =>
      [...servedBy(resource)].map(([revision, percent]) => ({
        type: "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION",
        revision,
        percent,
      })),
    terminalConditions: (resource) => {
      const message = revisionError(resource);
      return message === undefined
        ? [{ type: "Ready", state: "CONDITION_SUCCEEDED" }]
        : [{ type: "Ready", state: "CONDITION_FAILED", message }];
    },
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
  broken: (resource) => {
    const message = revisionError(resource);
    return message && `Error waiting for Service: Error code 9, message: ${message}`;
  },
  // A deployment waits for the first instance to be ready: half a minute with a small image.
  seconds: { create: 30, update: 30, delete: 10 },
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
