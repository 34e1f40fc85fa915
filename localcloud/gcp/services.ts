import type { EveryCheck, ResourceType, StoredResource, World } from "../rules";
import { refuse } from "../reading";
import { isOfProject, projectNumber } from "./project";
import { types } from "./types";

/** The interface (API) behind each module of the SDK, and its name in Google's messages. */
const apis: Readonly<Record<string, readonly [string, string]>> = {
  artifactregistry: ["artifactregistry.googleapis.com", "Artifact Registry API"],
  backupdisasterrecovery: ["backupdr.googleapis.com", "Backup and DR Service API"],
  billing: ["billingbudgets.googleapis.com", "Cloud Billing Budget API"],
  certificatemanager: ["certificatemanager.googleapis.com", "Certificate Manager API"],
  cloudrunv2: ["run.googleapis.com", "Cloud Run Admin API"],
  cloudscheduler: ["cloudscheduler.googleapis.com", "Cloud Scheduler API"],
  compute: ["compute.googleapis.com", "Compute Engine API"],
  container: ["container.googleapis.com", "Kubernetes Engine API"],
  dns: ["dns.googleapis.com", "Cloud DNS API"],
  kms: ["cloudkms.googleapis.com", "Cloud Key Management Service (KMS) API"],
  iam: ["iam.googleapis.com", "Identity and Access Management (IAM) API"],
  logging: ["logging.googleapis.com", "Cloud Logging API"],
  memorystore: ["memorystore.googleapis.com", "Memorystore API"],
  monitoring: ["monitoring.googleapis.com", "Cloud Monitoring API"],
  networkconnectivity: ["networkconnectivity.googleapis.com", "Network Connectivity API"],
  orgpolicy: ["orgpolicy.googleapis.com", "Organization Policy API"],
  pubsub: ["pubsub.googleapis.com", "Cloud Pub/Sub API"],
  redis: ["redis.googleapis.com", "Google Cloud Memorystore for Redis API"],
  secretmanager: ["secretmanager.googleapis.com", "Secret Manager API"],
  securitycenter: ["securitycenter.googleapis.com", "Security Command Center API"],
  serviceaccount: ["iam.googleapis.com", "Identity and Access Management (IAM) API"],
  servicenetworking: ["servicenetworking.googleapis.com", "Service Networking API"],
  sql: ["sqladmin.googleapis.com", "Cloud SQL Admin API"],
  storage: ["storage.googleapis.com", "Cloud Storage API"],
};

/** Types whose interface is not that of their module. */
const exceptions: Readonly<Record<ResourceType, readonly [string, string] | undefined>> = {
  [types.projectMember]: ["cloudresourcemanager.googleapis.com", "Cloud Resource Manager API"],
  [types.projectBinding]: ["cloudresourcemanager.googleapis.com", "Cloud Resource Manager API"],
  [types.customRole]: ["iam.googleapis.com", "Identity and Access Management (IAM) API"],
  [types.projectAudit]: ["cloudresourcemanager.googleapis.com", "Cloud Resource Manager API"],
};

/**
 * Interfaces that are on in every new project, or that a project can't be without
 * (cloud.google.com/service-usage/docs/enabled-service#default). Whoever looks a project up, as this program does before
 * all else, needs Cloud Resource Manager: the documentation asks for it to be switched on by hand.
 */
const enabledFromTheStart: ReadonlySet<string> = new Set([
  "cloudapis.googleapis.com",
  "cloudresourcemanager.googleapis.com",
  "cloudtrace.googleapis.com",
  "logging.googleapis.com",
  "monitoring.googleapis.com",
  "servicemanagement.googleapis.com",
  "serviceusage.googleapis.com",
  "storage-api.googleapis.com",
  "storage-component.googleapis.com",
  "storage.googleapis.com",
]);

/** The interface that a type needs, for example `compute.googleapis.com`. */
export function apiOf(type: ResourceType): readonly [string, string] | undefined {
  if (type in exceptions) return exceptions[type];
  const [, module = ""] = type.split(":");
  return apis[module.split("/")[0] ?? ""];
}

/** What stays of a type that the whole project shares: also where a stack that asked for it let go of it. */
export function everShared(world: World, type: ResourceType): readonly StoredResource[] {
  return [...world.all(type), ...world.deleted(type)];
}

/** Whether the project has an interface switched on, for example `compute.googleapis.com`. */
export function isEnabled(world: World, api: string): boolean {
  return (
    enabledFromTheStart.has(api) ||
    everShared(world, types.service).some(
      ({ inputs, outputs }) => inputs["service"] === api && isOfProject(outputs, world),
    )
  );
}

/** A resource is refused until its interface is enabled in the project (`SERVICE_DISABLED`). */
export const apiCheck: EveryCheck = (_, world, type) => {
  const [api, title] = apiOf(type) ?? [];
  return api === undefined || title === undefined || isEnabled(world, api)
    ? []
    : refuse(
        "",
        `Error 403: ${title} has not been used in project ${projectNumber} before or it is disabled: ` +
          `enable ${api} with a projects.Service that this depends on`,
      );
};
