import type * as container from "@pulumi/gcp/container";
import * as pulumi from "@pulumi/pulumi";
import { kubeconfigOf } from "../../../components/kubernetes/kubeconfig";

/** By the name that Google's own front ends answer to, or by the control plane's address and authority. */
export type Endpoint = "name" | "address";

/** How a cluster is reached, as whom the Google Cloud CLI says. */
export function kubeconfig(cluster: container.Cluster, by: Endpoint): pulumi.Output<string> {
  return kubeconfigOf(by === "name" ? byName(cluster) : byAddress(cluster), {
    command: "gke-gcloud-auth-plugin",
    installHint: "gcloud components install gke-gcloud-auth-plugin",
    provideClusterInfo: true,
  });
}

/** Its certificate is one that everybody trusts. */
function byName({ controlPlaneEndpointsConfig }: container.Cluster) {
  const name = controlPlaneEndpointsConfig.apply(({ dnsEndpointConfig }) => dnsEndpointConfig.endpoint);
  return { server: pulumi.interpolate`https://${name}` };
}

function byAddress({ endpoint, masterAuth }: container.Cluster) {
  return {
    server: pulumi.interpolate`https://${endpoint}`,
    "certificate-authority-data": masterAuth.apply(({ clusterCaCertificate }) => clusterCaCertificate),
  };
}
