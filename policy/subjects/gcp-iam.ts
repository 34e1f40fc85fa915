import { type Answer, every } from "../mechanism/answer";
import type { Property } from "../mechanism/property";
import type { Resource } from "../mechanism/resource";

/** Who gets which role, by one resource of IAM. */
export interface Grant {
  /** For messages: `members[0]`, or `bindings[0].members[1]`. */
  readonly where: string;
  readonly role: Property;
  readonly member: Property;
}

/** Judges every grant of a resource: of one member, of a role's members, or of a whole policy as JSON or object. */
export function everyGrant(resource: Resource, check: (grant: Grant) => Answer): Answer {
  const { properties, type } = resource;
  if (/policy$/i.test(type)) {
    return every(properties.get("policyData").json().get("bindings").items(), (binding) =>
      every(binding.get("members").items(), (member) =>
        check({ where: member.path, role: binding.get("role"), member }),
      ),
    );
  }
  const given = properties.get(/member$/i.test(type) ? "member" : "members");
  // Who is unknown yet may still have a role that nobody may have.
  const members = given.isKnown() ? given.items() : [given];
  return every(members, (member) => check({ where: member.path, role: properties.get("role"), member }));
}

/** Whether a grant is for everybody: with a Google account or without one. */
export function isEverybody({ member }: Grant): boolean {
  return ["allusers", "allauthenticatedusers"].includes((member.text() ?? "").toLowerCase());
}

const kinds = ["Binding", "Member", "Policy"] as const;

/** The three types that grant roles on one kind of thing, for example `run` and `service`. */
function typesOf(module: string, thing: string, iam: "Iam" | "IAM"): string[] {
  const path = `${thing}${iam}`;
  const name = path.charAt(0).toUpperCase() + path.slice(1);
  return kinds.map((kind) => `gcp:${module}/${path}${kind}:${name}${kind}`);
}

/** The types that grant roles on projects, folders and organizations: on all that is in them. */
export const containerGrants = ["projects", "folder", "organizations"].flatMap((module) =>
  kinds.map((kind) => `gcp:${module}/iAM${kind}:IAM${kind}`),
);
export const serviceAccountGrants = kinds.map((kind) => `gcp:serviceaccount/iAM${kind}:IAM${kind}`);
export const bucketGrants = [
  ...typesOf("storage", "bucket", "IAM"),
  ...typesOf("storage", "managedFolder", "Iam"),
];
export const registryGrants = typesOf("artifactregistry", "repository", "Iam");
/** With the property by which each names the service or function. */
export const invokerGrants: Readonly<Record<string, string>> = Object.fromEntries([
  ...typesOf("cloudrunv2", "service", "Iam").map((type) => [type, "name"]),
  ...kinds.map((kind) => [`gcp:cloudrun/iam${kind}:Iam${kind}`, "service"]),
  ...typesOf("cloudfunctions", "function", "Iam").map((type) => [type, "cloudFunction"]),
  ...typesOf("cloudfunctionsv2", "function", "Iam").map((type) => [type, "cloudFunction"]),
]) as Readonly<Record<string, string>>;

/** What else roles can be granted on, by module of the SDK. */
const things: Readonly<Record<string, string>> = {
  accesscontextmanager: "accessPolicy",
  apigateway: "api apiConfig gateway",
  apigee: "environment",
  beyondcorp: "securityGateway securityGatewayApplication",
  biglake: "hiveCatalog hiveDatabase hiveTable icebergCatalog icebergNamespace icebergTable",
  bigquery: "connection datapolicyv2DataPolicy dataset routine",
  bigqueryanalyticshub: "dataExchange listing",
  bigquerydatapolicy: "dataPolicy",
  bigtable: "instance table",
  billing: "account",
  binaryauthorization: "attestor",
  certificateauthority: "caPool certificateTemplate",
  clouddeploy: "customTargetType deliveryPipeline target",
  cloudrunv2: "job workerPool",
  cloudtasks: "queue",
  colab: "runtimeTemplate",
  compute:
    "backendBucket backendService disk firewallPolicy image instanceTemplate instantSnapshot machineImage networkFirewallPolicy regionBackendBucket regionBackendService regionDisk regionInstantSnapshot regionNetworkFirewallPolicy snapshot storagePool",
  containeranalysis: "note",
  datacatalog: "entryGroup policyTag tagTemplate taxonomy",
  dataform: "repository",
  dataplex: "aspectType asset dataProduct datascan entryGroup entryType glossary lake task zone",
  dataproc: "autoscalingPolicy metastoreDatabase metastoreFederation metastoreService metastoreTable",
  discoveryengine: "searchEngine",
  dns: "dnsManagedZone",
  endpoints: "consumers service",
  gemini: "repositoryGroup",
  gkebackup: "backupPlan restorePlan",
  gkehub: "feature membership scope",
  healthcare: "consentStore dataset dicomStore fhirStore hl7Store",
  iam: "workforcePool workloadIdentityPool",
  iap: "agentRegistry agentRegistryAgent agentRegistryEndpoint agentRegistryMcpServer appEngineService appEngineVersion locationWeb tunnel tunnelDestGroup web webBackendService webCloudRunService webForwardingRuleService webRegionBackendService webRegionForwardingRuleService webTypeAppEnging webTypeCompute",
  kms: "ekmConnection",
  logging: "logView",
  networkconnectivity: "hub",
  networksecurity: "addressGroup",
  notebooks: "instance runtime",
  pubsub: "schema",
  runtimeconfig: "config",
  secretmanager: "regionalSecret secret",
  securesourcemanager: "instance repository",
  securitycenter: "instance source v2OrganizationSource",
  servicedirectory: "namespace service",
  sourcerepo: "repository",
  tags: "tagKey tagValue",
  vertex:
    "aiEndpoint aiFeatureGroup aiFeatureOnlineStore aiFeatureOnlineStoreFeatureview aiFeatureStore aiFeatureStoreEntityType aiReasoningEngine",
  workbench: "instance",
  workstations: "workstation workstationConfig",
};
/** The same, of types that the SDK writes with `IAM` instead of `Iam`. */
const olderThings: Readonly<Record<string, string>> = {
  cloudbuildv2: "connection",
  compute: "instance subnetwork",
  dataproc: "cluster job",
  iap: "tunnelInstance",
  kms: "cryptoKey keyRing",
  pubsub: "subscription topic",
  spanner: "database instance",
};

/** Everything else that grants roles. */
export const otherGrants = [
  ...kinds.map((kind) => `gcp:bigquery/iam${kind}:Iam${kind}`),
  ...Object.entries(things).flatMap(([module, names]) =>
    names.split(" ").flatMap((thing) => typesOf(module, thing, "Iam")),
  ),
  ...Object.entries(olderThings).flatMap(([module, names]) =>
    names.split(" ").flatMap((thing) => typesOf(module, thing, "IAM")),
  ),
];
