import type * as containerservice from "@pulumi/azure-native/containerservice";
import { listManagedClusterUserCredentialsOutput } from "@pulumi/azure-native/containerservice/listManagedClusterUserCredentials";
import * as pulumi from "@pulumi/pulumi";
import type { AzureScope } from "../scope";

/** The application by which every AKS cluster knows its users (kubelogin's documentation, "Concepts: AAD"). */
const serverApplication = "6dae42f8-4368-4678-94ff-3960e28e3630";

/**
 * How a cluster is reached. Whoever uses it is who the Azure CLI says that they are: no key and no token lies in it. Azure's own
 * kubeconfig is read for the cluster's certificate authority alone, which it says nowhere else.
 *
 * @returns the kubeconfig as JSON, which is YAML too
 */
export function kubeconfig(
  cluster: containerservice.ManagedCluster,
  { resourceGroup, tenant }: AzureScope,
  opts: pulumi.InvokeOutputOptions,
): pulumi.Output<string> {
  const theirs = listManagedClusterUserCredentialsOutput(
    { resourceGroupName: resourceGroup, resourceName: cluster.name, format: "exec" },
    opts,
  ).kubeconfigs.apply(([first]) => Buffer.from(first?.value ?? "", "base64").toString());
  const found = (of: string) => theirs.apply((text) => valueOf(of, text));
  return pulumi.jsonStringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "cluster",
    contexts: [{ name: "cluster", context: { cluster: "cluster", user: "deployer" } }],
    clusters: [
      {
        name: "cluster",
        cluster: {
          server: found("server"),
          "certificate-authority-data": found("certificate-authority-data"),
        },
      },
    ],
    users: [
      {
        name: "deployer",
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "kubelogin",
            args: [
              "get-token",
              "--login",
              "azurecli",
              "--server-id",
              serverApplication,
              "--tenant-id",
              tenant,
            ],
            interactiveMode: "Never",
          },
        },
      },
    ],
  });
}

/** The one value of a key in a kubeconfig of a single cluster. */
function valueOf(key: string, yaml: string): string {
  const [, value] = new RegExp(`^\\s*${key}:\\s*(\\S+)\\s*$`, "m").exec(yaml) ?? [];
  if (value === undefined) throw new Error(`the cluster's kubeconfig has no ${key}`);
  return value;
}
