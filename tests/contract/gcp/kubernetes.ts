import type { Evidence } from "../evidence";
import { whoReaches } from "../kubernetes/network";
import { programOf, workloads, type Surroundings } from "../kubernetes/workloads";
import { at, list, number, parsed, Resources, type Resource, text } from "../resource";
import { untagged } from ".";
import { data } from "./data";
import { gatewayEntry, openListeners } from "./gateway";
import { network } from "./network";
import { recovery } from "./recovery";
import { services } from "./services";
import { watching, type Program } from "./watching";

const clusterType = "gcp:container/cluster:Cluster";
const memberTypes = ["gcp:secretmanager/secretIamMember:SecretIamMember", "gcp:projects/iAMMember:IAMMember"];

/** What the resources of a stack on GKE show of its promises: Google's as everywhere, services as objects of the cluster. */
export function evidenceOnGke(registered: readonly Resource[]): Evidence {
  const resources = new Resources(registered);
  const around = network(resources);
  return {
    ...around,
    openToInternet: [...around.openToInternet, ...openListeners(resources)],
    entry: gatewayEntry(resources),
    ...services(resources),
    services: workloads(resources, surroundings(resources)),
    ...data(resources, (rule, address, port) =>
      isOfNodes(resources, rule) ? whoReaches(resources, [`${address}/32`], port) : undefined,
    ),
    ...watching(resources, programs(resources)),
    ...recovery(resources),
    untagged: untagged(resources),
  };
}

/** Whether a rule of the firewall is for the nodes of the cluster, which run pods of every program. */
function isOfNodes(resources: Resources, { inputs }: Resource): boolean {
  const tags = resources
    .of(clusterType)
    .flatMap((cluster) => list(at(cluster.inputs, "nodePoolAutoConfig.networkTags.tags")));
  return list(inputs["targetTags"]).every((tag) => tags.includes(tag));
}

function surroundings(resources: Resources): Surroundings {
  const [cluster] = resources.of(clusterType);
  return {
    secret: (name, key) => copiedSecret(resources, name, key),
    identity: (account) => memberOf(resources, account),
    mayTrace: (account) =>
      resources
        .of("gcp:projects/iAMMember:IAMMember")
        .some(
          ({ inputs }) =>
            inputs["role"] === "roles/cloudtrace.agent" && inputs["member"] === memberOf(resources, account),
        ),
    traceExporter: "googlecloud",
    asked: (service) =>
      resources
        .of("kubernetes:networking.gke.io/v1:HealthCheckPolicy")
        .filter(({ inputs }) => at(inputs, "spec.targetRef.name") === service)
        .map(({ inputs }) => text(at(inputs, "spec.default.config.httpHealthCheck.requestPath"))),
    // A regional cluster has nodes in all zones of its region; a zone's name ends with a letter of its own.
    zones: /-[a-z]$/.test(text(cluster?.inputs["location"])) ? 1 : Infinity,
  };
}

/** Who the pods of a ServiceAccount are for IAM. */
function memberOf(resources: Resources, serviceAccount: string): string {
  const grants = memberTypes.flatMap((type) => resources.of(type));
  const members = grants.map(({ inputs }) => text(inputs["member"]));
  return members.find((member) => serviceAccount !== "" && member.endsWith(`/sa/${serviceAccount}`)) ?? "";
}

/** The version of a secret that GKE writes under a key of a Secret object. */
function copiedSecret(resources: Resources, name: string, key: string) {
  const copy = resources
    .of("kubernetes:secret-sync.gke.io/v1:SecretSync")
    .find(({ inputs }) => at(inputs, "metadata.name") === name);
  const entry = list(at(copy?.inputs, "spec.secretObject.data")).find(
    (each) => at(each, "targetKey") === key,
  );
  const source = resources
    .of("kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass")
    .find(({ inputs }) => at(inputs, "metadata.name") === at(copy?.inputs, "spec.secretProviderClassName"));
  const object = list(parsed(at(source?.inputs, "spec.parameters.secrets"))).find(
    (each) => at(each, "path") === at(entry, "sourcePath"),
  );
  const [, id = "", version = ""] =
    /\/secrets\/([^/]+)\/versions\/([^/]+)$/.exec(text(at(object, "resourceName"))) ?? [];
  return { id, version };
}

function programs(resources: Resources): Program[] {
  return resources.of("kubernetes:apps/v1:Deployment").map((deployment) => {
    const component = programOf(deployment);
    const namespace = text(at(deployment.inputs, "metadata.namespace"));
    return {
      component,
      measuredAs: text(at(deployment.outputs, "metadata.name")),
      // As GKE calls the backend service of a Service object.
      isBehind: (query) => {
        const [, pattern] = /backend_target_name=~"([^"]+)"/.exec(query) ?? [];
        const object = resources
          .of("kubernetes:core/v1:Service")
          .find(({ inputs }) => at(inputs, "metadata.name") === component);
        const port = String(number(at(object?.inputs, "spec.ports[0].port")));
        const called = `gkegw1-a1b2-${namespace}-${component}-${port}-0123456789ab`;
        return object !== undefined && pattern !== undefined && new RegExp(`^${pattern}$`).test(called);
      },
    };
  });
}
