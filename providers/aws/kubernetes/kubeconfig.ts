import type * as eks from "@pulumi/aws/eks";
import * as pulumi from "@pulumi/pulumi";

/**
 * How a cluster is reached. Whoever uses it is who the AWS CLI says that they are: no key and no token lies in it.
 *
 * @returns the kubeconfig as JSON, which is YAML too
 */
export function kubeconfig(cluster: eks.Cluster, region: string): pulumi.Output<string> {
  const { certificateAuthority, endpoint, name } = cluster;
  return pulumi.jsonStringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "cluster",
    contexts: [{ name: "cluster", context: { cluster: "cluster", user: "deployer" } }],
    clusters: [
      {
        name: "cluster",
        cluster: {
          server: endpoint,
          "certificate-authority-data": certificateAuthority.apply(({ data }) => data),
        },
      },
    ],
    users: [
      {
        name: "deployer",
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "aws",
            args: ["eks", "get-token", "--cluster-name", name, "--region", region],
            interactiveMode: "Never",
          },
        },
      },
    ],
  });
}
