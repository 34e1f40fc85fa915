import type { World } from "../rules";
import { isOfProject, projectNumber } from "./project";
import { everShared } from "./services";
import { types } from "./types";

/** How the account that a Google service acts by comes into a project. */
interface ServiceAgent {
  /** `service-NUMBER@DOMAIN.iam.gserviceaccount.com`. */
  readonly domain: string;
  /**
   * `enabled`: with the interface. `asked`: at the first use, which is too late for a grant that the first use needs;
   * `projects.ServiceIdentity` makes it before. `always`: it is there when it is looked up.
   */
  readonly made: "enabled" | "asked" | "always";
}

/** cloud.google.com/iam/docs/service-agents, and each product's page on customer-managed keys. */
const agents: Readonly<Record<string, ServiceAgent>> = {
  "artifactregistry.googleapis.com": { domain: "gcp-sa-artifactregistry", made: "asked" },
  "backupdr.googleapis.com": { domain: "gcp-sa-backupdr", made: "asked" },
  "cloudscheduler.googleapis.com": { domain: "gcp-sa-cloudscheduler", made: "enabled" },
  "compute.googleapis.com": { domain: "compute-system", made: "enabled" },
  "container.googleapis.com": { domain: "container-engine-robot", made: "enabled" },
  "containerscanning.googleapis.com": { domain: "gcp-sa-containerscanning", made: "enabled" },
  "logging.googleapis.com": { domain: "gcp-sa-logging", made: "always" },
  "memorystore.googleapis.com": { domain: "gcp-sa-memorystore", made: "asked" },
  "monitoring.googleapis.com": { domain: "gcp-sa-monitoring-notification", made: "asked" },
  "networkconnectivity.googleapis.com": { domain: "gcp-sa-networkconnectivity", made: "asked" },
  "pubsub.googleapis.com": { domain: "gcp-sa-pubsub", made: "enabled" },
  "redis.googleapis.com": { domain: "cloud-redis", made: "asked" },
  "run.googleapis.com": { domain: "serverless-robot-prod", made: "enabled" },
  "secretmanager.googleapis.com": { domain: "gcp-sa-secretmanager", made: "asked" },
  "servicenetworking.googleapis.com": { domain: "service-networking", made: "enabled" },
  "sqladmin.googleapis.com": { domain: "gcp-sa-cloud-sql", made: "asked" },
  "storage.googleapis.com": { domain: "gs-project-accounts", made: "always" },
};

/** Interfaces whose account can't be asked for (`IAM_SERVICE_NOT_CONFIGURED_FOR_IDENTITIES`; project-factory#628, #803). */
export const withoutIdentity: ReadonlySet<string> = new Set([
  "compute.googleapis.com",
  "storage.googleapis.com",
]);

/** The address of the account that an interface acts by. */
export function agentOf(api: string): string {
  const domain = agents[api]?.domain ?? `gcp-sa-${api.split(".")[0] ?? ""}`;
  return `service-${projectNumber}@${domain}.iam.gserviceaccount.com`;
}

/** The interface whose account in this project has that address. */
function apiOfAgent(email: string): string | undefined {
  return Object.keys(agents).find((api) => agentOf(api) === email);
}

/** Why a service's own account can't be granted anything yet; `undefined` if it can, or is none that is known here. */
export function absentAgent(email: string, world: World): string | undefined {
  const api = apiOfAgent(email);
  if (api === undefined) return undefined;
  const made = agents[api]?.made;
  const exists = (type: string): boolean =>
    everShared(world, type).some(
      ({ inputs, outputs }) => inputs["service"] === api && isOfProject(outputs, world),
    );
  if (made === "always" || exists(types.serviceIdentity)) return undefined;
  if (made === "enabled" && exists(types.service)) return undefined;
  const remedy =
    made === "enabled"
      ? `it comes with ${api}: enable that first`
      : `make it with a projects.ServiceIdentity of ${api}`;
  return `Error 400: Service account ${email} does not exist; ${remedy}`;
}
