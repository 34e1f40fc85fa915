import type * as containerservice from "@pulumi/azure-native/containerservice";
import { listManagedClusterUserCredentialsOutput } from "@pulumi/azure-native/containerservice/listManagedClusterUserCredentials";
import * as pulumi from "@pulumi/pulumi";
import { kubeconfigOf } from "../../../components/kubernetes/kubeconfig";
import type { AzureScope } from "../scope";

/** The application by which every AKS cluster knows its users (kubelogin's documentation, "Concepts: AAD"). */
const serverApplication = "6dae42f8-4368-4678-94ff-3960e28e3630";

/**
 * How a cluster is reached, as whom the Azure CLI says. Azure's own kubeconfig is read for the cluster's address and
 * certificate authority alone, which it says nowhere else.
 */
export function kubeconfig(
  cluster: containerservice.ManagedCluster,
  { resourceGroup, tenant }: AzureScope,
  opts: pulumi.InvokeOutputOptions,
): pulumi.Output<string> {
  const { kubeconfigs } = listManagedClusterUserCredentialsOutput(
    { resourceGroupName: resourceGroup, resourceName: cluster.name, format: "exec" },
    opts,
  );
  // An unknown answer hangs on nothing: the update would have dependencies that its plan lacks.
  const theirs = pulumi
    .all([kubeconfigs, resourceGroup])
    .apply(([[first]]) => Buffer.from(first?.value ?? "", "base64").toString());
  const found = (of: string) => theirs.apply((text) => valueOf(of, text));
  return kubeconfigOf(
    {
      server: found("server"),
      "certificate-authority-data": found("certificate-authority-data"),
    },
    {
      command: "kubelogin",
      args: ["get-token", "--login", "azurecli", "--server-id", serverApplication, "--tenant-id", tenant],
    },
  );
}

/** The one value of a key in a kubeconfig of a single cluster. */
function valueOf(key: string, yaml: string): string {
  const [, value] = new RegExp(`^\\s*${key}:\\s*(\\S+)\\s*$`, "m").exec(yaml) ?? [];
  if (value === undefined) throw new Error(`the cluster's kubeconfig has no ${key}`);
  return value;
}
