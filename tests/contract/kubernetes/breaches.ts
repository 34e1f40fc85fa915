import type { Properties } from "../../unit/mocks";
import { alter, type Breach, type Breaches, remove, within } from "../breach";

const deployment = "kubernetes:apps/v1:Deployment";
const policy = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const scaler = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";

/** Changes the text of what every Deployment says. */
function replicas(change: (json: string) => string): Breach {
  return alter(deployment, ({ spec = null }) => ({
    spec: JSON.parse(change(JSON.stringify(spec))) as Properties,
  }));
}

/** One way to break each promise that the objects of a service keep, the same in every cluster. */
export const breachesInCluster: Breaches = {
  "Every service of the stack file runs, by digest": replicas((json) =>
    json.replace(/@sha256:\w+/, ":latest"),
  ),
  "Each secret reaches its service as a reference, never as a value": replicas((json) =>
    json.replace('"env":[', '"env":[{"name":"DATABASE_URL","value":"postgresql://"},'),
  ),
  "Each service has the replicas that were asked for": alter(scaler, within("spec", { minReplicas: 0 })),
  "Each service is scaled on CPU, memory and requests, in slower than out": alter(
    scaler,
    within("spec", { metrics: [] }),
  ),
  "Where egress is zonal, each service's replicas are spread over the zones": replicas((json) =>
    json.replaceAll("topology.kubernetes.io/zone", "kubernetes.io/hostname"),
  ),
  "Each public service is asked whether it is ready, and each one with a client whether it is alive":
    replicas((json) => json.replaceAll('"path":"/health"', '"path":"/"')),
  "A new version that does not become healthy never takes the old one's place": replicas((json) =>
    json.replace('"maxUnavailable":0', '"maxUnavailable":1'),
  ),
  "A new version that raises errors goes back by itself where the cloud can do that": {
    impossible: "a cluster looks at a version until it is ready; its description says so",
  },
  "Where the cloud can say so, no container is root, writes to its image or has rights of the kernel":
    replicas((json) => json.replace('"readOnlyRootFilesystem":true', '"readOnlyRootFilesystem":false')),
  "The database is reachable only from the services that were given it": remove(policy, ({ name }) =>
    name.endsWith("-deny"),
  ),
  "The cache is reachable only from the services that were given it": alter(
    policy,
    within("spec", { egress: [{}] }),
    // Nobody gives a cache to the dump.
    ({ component }) => component.includes("dump"),
  ),
};
