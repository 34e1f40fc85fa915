import type * as container from "@pulumi/gcp/container";
import * as pulumi from "@pulumi/pulumi";

/** By the name that Google's own front ends answer to, or by the control plane's address and authority. */
export type Endpoint = "name" | "address";

/**
 * How a cluster is reached. Whoever uses it is who the Google Cloud CLI says that they are: no key and no token lies in it.
 *
 * @returns the kubeconfig as JSON, which is YAML too
 */
export function kubeconfig(cluster: container.Cluster, by: Endpoint): pulumi.Output<string> {
  return pulumi.jsonStringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "cluster",
    contexts: [{ name: "cluster", context: { cluster: "cluster", user: "deployer" } }],
    clusters: [{ name: "cluster", cluster: by === "name" ? byName(cluster) : byAddress(cluster) }],
    users: [
      {
        name: "deployer",
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "gke-gcloud-auth-plugin",
            installHint: "gcloud components install gke-gcloud-auth-plugin",
            provideClusterInfo: true,
            interactiveMode: "Never",
          },
        },
      },
    ],
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
