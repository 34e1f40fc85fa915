import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";
import type { AzureScope } from "./scope";

interface DumpRoleArgs {
  readonly scope: AzureScope;
  readonly principalId: pulumi.Input<string>;
  /** Id of the container that dumps are written to. */
  readonly container: pulumi.Output<string>;
  /** Whether the writer locks what it has written. */
  readonly lock: boolean;
}

const blobs = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs";

/**
 * Lets the dump job write and read dumps, and delete none: no built-in role does that. Where it locks them, it may give a
 * blob a policy, which needs an action of its own and can't take one back that is locked.
 */
export function grantDumps(
  name: string,
  { container, lock, principalId, scope }: DumpRoleArgs,
  opts: pulumi.CustomResourceOptions,
): authorization.RoleAssignment {
  const assignable = pulumi.interpolate`/subscriptions/${scope.subscription}/resourceGroups/${scope.resourceGroup}`;
  const role = new authorization.RoleDefinition(
    `${name}-definition`,
    {
      scope: assignable,
      assignableScopes: [assignable],
      // The only one of its name in the directory.
      roleName: pulumi.interpolate`Dump writer ${scope.suffix}`,
      description: "Writes and reads dumps of a database, and deletes none",
      roleType: "CustomRole",
      permissions: [
        {
          actions: [],
          notActions: [],
          dataActions: [
            `${blobs}/read`,
            `${blobs}/write`,
            `${blobs}/add/action`,
            ...(lock ? [`${blobs}/immutableStorage/runAsSuperUser/action`] : []),
          ],
          notDataActions: [],
        },
      ],
    },
    opts,
  );
  return new authorization.RoleAssignment(
    name,
    { principalId, principalType: "ServicePrincipal", roleDefinitionId: role.id, scope: container },
    opts,
  );
}
