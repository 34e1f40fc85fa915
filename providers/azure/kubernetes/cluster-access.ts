import * as authorization from "@pulumi/azure-native/authorization";
import { getClientConfigOutput } from "@pulumi/azure-native/authorization/getClientConfig";
import * as pulumi from "@pulumi/pulumi";
import { roles } from "../role";
import type { AzureScope } from "../scope";

/**
 * Who may do everything in the cluster of a stack: who deploys it, and who is named. On the stack's group, and so before there
 * is a cluster: a role takes minutes to be known everywhere, and the first object would be refused.
 *
 * @param administrators object ids of users, groups or service principals of Entra
 */
export function clusterAccess(
  child: (role: string) => string,
  { administrators, scope }: { readonly administrators: readonly string[]; readonly scope: AzureScope },
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { resourceGroup, subscription } = scope;
  const deployer = getClientConfigOutput(opts).objectId;
  // Azure finds out by itself of which kind each is.
  const admit = (role: string, principalId: pulumi.Input<string>) =>
    new authorization.RoleAssignment(
      child(role),
      {
        principalId,
        roleDefinitionId: pulumi.interpolate`/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roles["Azure Kubernetes Service RBAC Cluster Admin"]}`,
        scope: pulumi.interpolate`/subscriptions/${subscription}/resourceGroups/${resourceGroup}`,
      },
      opts,
    );
  return [
    admit("access-deployer", deployer),
    ...administrators.map((principal) => admit(`access-${principal}`, principal)),
  ];
}
