import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as pulumi from "@pulumi/pulumi";
import type { Identity } from "../../../components/kubernetes/service-account";
import type { AzureSecrets } from "../secrets";
import { type WorkloadIdentity, workloadIdentity } from "../service-identity";
import type { AzureKubernetesCluster } from "./cluster";

interface PodIdentityArgs {
  readonly cluster: AzureKubernetesCluster;
  readonly secrets: AzureSecrets;
  /** What else it must have before pods start. */
  readonly grants: (identity: WorkloadIdentity) => readonly pulumi.Resource[];
}

/** What Entra takes tokens of a cluster for (documentation: "Workload identity federation, audience"). */
const audience = "api://AzureADTokenExchange";

/**
 * The identity of one ServiceAccount's pods in Azure, by workload identity: nobody else can take it, because Entra trusts tokens
 * of this cluster for this ServiceAccount alone. It may read its own secrets, each by a role on that one.
 */
export function podIdentity(
  child: (role: string) => string,
  { cluster, grants, secrets }: PodIdentityArgs,
  opts: pulumi.CustomResourceOptions,
): { readonly azure: WorkloadIdentity; readonly kubernetes: Identity } {
  const { scope } = cluster;
  // Images are pulled by the machines.
  const identity = workloadIdentity(child, { scope, secrets, registry: undefined }, opts);
  const given = [...identity.grants, ...grants(identity)];
  const bind = (serviceAccount: pulumi.Output<string>) => [
    new managedidentity.FederatedIdentityCredential(
      child("federation"),
      {
        resourceGroupName: scope.resourceGroup,
        resourceName: identity.name,
        issuer: cluster.issuer,
        subject: pulumi.interpolate`system:serviceaccount:${cluster.namespace.namespaceName}:${serviceAccount}`,
        audiences: [audience],
      },
      opts,
    ),
    ...given,
  ];
  return {
    azure: identity,
    kubernetes: {
      bind,
      annotations: { "azure.workload.identity/client-id": identity.clientId },
      podLabels: { "azure.workload.identity/use": "true" },
    },
  };
}
