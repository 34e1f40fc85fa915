import * as pulumi from "@pulumi/pulumi";

/** How a cluster's API is reached. */
export interface ClusterAddress {
  readonly server: pulumi.Input<string>;
  /** Base64 of the certificates that vouch for it; absent: those that everybody trusts. */
  readonly "certificate-authority-data"?: pulumi.Input<string>;
}

/** The program that says who deploys, as a plugin of Kubernetes's clients (client.authentication.k8s.io). */
export interface CredentialProgram {
  readonly command: string;
  readonly args?: readonly pulumi.Input<string>[];
  readonly installHint?: string;
  readonly provideClusterInfo?: boolean;
}

/**
 * The kubeconfig of one cluster. Whoever uses it is who the cloud's own command line says that they are: no key and no token
 * lies in it.
 *
 * @returns JSON, which is YAML too
 */
export function kubeconfigOf(cluster: ClusterAddress, program: CredentialProgram): pulumi.Output<string> {
  return pulumi.jsonStringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "cluster",
    contexts: [{ name: "cluster", context: { cluster: "cluster", user: "deployer" } }],
    clusters: [{ name: "cluster", cluster }],
    users: [
      {
        name: "deployer",
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            ...program,
            interactiveMode: "Never",
          },
        },
      },
    ],
  });
}
