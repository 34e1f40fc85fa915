import type { Properties } from "../../unit/mocks";
import { alter, type Breaches, remove, within } from "../breach";
import { breachesInCluster } from "../kubernetes/breaches";
import { at, text } from "../resource";
import { breachesOnGcp } from "./breaches";

/** One way to break each promise on GKE; where nothing else is said, the same as elsewhere on Google Cloud. */
export const breachesOnGke: Breaches = {
  ...breachesOnGcp,
  ...breachesInCluster,
  "Only the load balancer takes connections from outside, on 80 and 443": alter(
    "kubernetes:core/v1:Service",
    within("spec", { type: "LoadBalancer" }),
  ),
  "Requests pass a web application firewall where asked for, and are logged": alter(
    "kubernetes:networking.gke.io/v1:GCPBackendPolicy",
    within("spec", { default: {} }),
  ),
  "Each reference is to one version of a secret, so that a new value is a new rollout": alter(
    "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass",
    within("spec", (spec) => ({
      parameters: {
        secrets: text(at(spec, "parameters.secrets")).replaceAll(/\/versions\/\d+/g, "/versions/latest"),
      },
    })),
  ),
  "Each service has an identity of its own": alter(
    "kubernetes:apps/v1:Deployment",
    within(
      "spec",
      (spec) =>
        JSON.parse(
          JSON.stringify(spec).replace(/"serviceAccountName":"[^"]*"/, '"serviceAccountName":"shared"'),
        ) as Properties,
    ),
  ),
  "A logical dump is made every night where asked for, and reaches the second region": remove(
    "kubernetes:batch/v1:CronJob",
  ),
};
