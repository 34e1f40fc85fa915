import type { Evidence } from "../evidence";
import { whoReaches } from "../kubernetes/network";
import { programOf, workloads, type Surroundings } from "../kubernetes/workloads";
import { at, list, parsed, Resources, type Resource, text } from "../resource";
import type { Value } from "../../unit/mocks";
import { data } from "./data";
import { untagged } from ".";
import { network } from "./network";
import { recovery } from "./recovery";
import { maySendTraces, services } from "./services";
import { watching, type Program } from "./watching";

const clusterType = "azure-native:containerservice:ManagedCluster";
const identityType = "azure-native:managedidentity:UserAssignedIdentity";

/** What the resources of a stack on AKS show of its promises: Azure's as everywhere, services as objects of the cluster. */
export function evidenceOnAks(registered: readonly Resource[]): Evidence {
  const resources = new Resources(registered);
  return {
    ...network(resources),
    ...services(resources),
    services: workloads(resources, surroundings(resources)).map((service) => ({
      ...service,
      exposed: isOnInternet(resources, service.name),
    })),
    ...data(resources, (subnet, port) => podsThatReach(resources, subnet, port)),
    ...watching(resources, programs(resources)),
    ...recovery(resources),
    untagged: untagged(registered),
  };
}

/** Cilium keeps network policies; without it or another, AKS takes them and keeps none. */
function podsThatReach(resources: Resources, subnet: Resource, port: number): readonly string[] {
  const kept = resources
    .of(clusterType)
    .some(({ inputs }) => at(inputs, "networkProfile.networkPolicy") === "cilium");
  return kept ? whoReaches(resources, [text(subnet.inputs["addressPrefix"])], port) : ["every pod"];
}

const internal = "service.beta.kubernetes.io/azure-load-balancer-internal";

/** Whether a Service object of it has an address that is not inside the network alone. */
function isOnInternet(resources: Resources, service: string): boolean {
  return resources
    .of("kubernetes:core/v1:Service")
    .filter(({ inputs }) => entry(at(inputs, "spec.selector"), "app.kubernetes.io/name") === service)
    .filter(({ inputs }) => !["", "ClusterIP"].includes(text(at(inputs, "spec.type"))))
    .some(({ inputs }) => entry(at(inputs, "metadata.annotations"), internal) !== "true");
}

/** The entry of a map whose keys have dots. */
function entry(map: Value, key: string): string {
  return typeof map === "object" && map !== null && !Array.isArray(map) ? text(map[key]) : "";
}

function surroundings(resources: Resources): Surroundings {
  const pools = [
    ...resources.of(clusterType).flatMap(({ inputs }) => list(inputs["agentPoolProfiles"])),
    ...resources.of("azure-native:containerservice:AgentPool").map(({ inputs }) => inputs),
  ];
  return {
    secret: (name, key) => deliveredSecret(resources, name, key),
    identity: (account) => identityOf(resources, account),
    mayTrace: (account) => maySendTraces(resources, identityOf(resources, account)),
    traceExporter: "azuremonitor",
    asked: (service) =>
      resources
        .of("azure-native:cdn:AFDOriginGroup")
        .filter(({ name }) => name.endsWith(`-${service}-origins`))
        .map(({ inputs }) => text(at(inputs, "healthProbeSettings.probePath"))),
    zones: Math.min(...pools.map((pool) => new Set(list(at(pool, "availabilityZones"))).size)),
  };
}

/** Id of the identity that Entra gives to the pods of a ServiceAccount of this cluster. */
function identityOf(resources: Resources, serviceAccount: string): string {
  const credential = resources
    .of("azure-native:managedidentity:FederatedIdentityCredential")
    .find(({ inputs }) => serviceAccount !== "" && text(inputs["subject"]).endsWith(`:${serviceAccount}`));
  return resources.with(identityType, credential?.inputs["resourceName"], "name")?.id ?? "";
}

/** What the driver puts under a key of a Secret object, if the identity that it reads as is the pod's. */
function deliveredSecret(resources: Resources, name: string, key: string) {
  const delivery = resources
    .of("kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass")
    .find(({ inputs }) => at(inputs, "spec.secretObjects[0].secretName") === name);
  const held = list(at(delivery?.inputs, "spec.secretObjects[0].data")).find(
    (each) => at(each, "key") === key,
  );
  const object = list(at(parsed(at(delivery?.inputs, "spec.parameters.objects")), "array"))
    .map((each) => parsed(each))
    .find((each) => at(each, "objectAlias") === at(held, "objectName"));
  const vault = text(at(delivery?.inputs, "spec.parameters.keyvaultName"));
  return {
    id: `https://${vault}.vault.azure.net/secrets/${text(at(object, "objectName"))}`,
    version: text(at(object, "objectVersion")),
  };
}

function programs(resources: Resources): Program[] {
  const origins = resources.of("azure-native:cdn:AFDOrigin");
  return resources.of("kubernetes:apps/v1:Deployment").map((deployment) => {
    const component = programOf(deployment);
    const host = origins.find(({ name }) => name.endsWith(`-${component}-origin`))?.inputs["hostName"];
    return {
      component,
      measuredAs: text(at(deployment.outputs, "metadata.name")),
      ...(typeof host === "string" && { origin: host }),
    };
  });
}
