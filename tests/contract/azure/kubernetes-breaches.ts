import { alter, type Breaches, remove, within } from "../breach";
import { breachesInCluster } from "../kubernetes/breaches";
import { at, text } from "../resource";
import { breachesOnAzure } from "./breaches";

const cluster = "azure-native:containerservice:ManagedCluster";

/** One way to break each promise on AKS; where nothing else is said, the same as elsewhere on Azure. */
export const breachesOnAks: Breaches = {
  ...breachesOnAzure,
  ...breachesInCluster,
  "Only the load balancer takes connections from outside, on 80 and 443": alter(
    "kubernetes:core/v1:Service",
    within("metadata", { annotations: {} }),
  ),
  "The loss of one zone does not cut the way out where egress is zonal": alter(
    cluster,
    within("networkProfile", { outboundType: "none" }),
  ),
  "Each reference is to one version of a secret, so that a new value is a new rollout": alter(
    "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass",
    (inputs) =>
      within("spec", (spec) => ({
        parameters: {
          objects: text(at(spec, "parameters.objects")).replaceAll(/\\"objectVersion\\":\\"[^"]*\\",/g, ""),
        },
      }))(inputs),
  ),
  "Each service has an identity of its own": alter(
    "azure-native:managedidentity:FederatedIdentityCredential",
    { resourceName: "shared" },
  ),
  "Where egress is zonal, each service's replicas are spread over the zones": alter(
    "azure-native:containerservice:AgentPool",
    { availabilityZones: ["1"] },
  ),
  "The database is reachable only from the services that were given it": alter(
    cluster,
    within("networkProfile", { networkPolicy: "none" }),
  ),
  "A logical dump is made every night where asked for, and reaches the second region": remove(
    "kubernetes:batch/v1:CronJob",
  ),
};
