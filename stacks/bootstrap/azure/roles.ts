import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";

/** Azure's own roles that a bootstrap gives, with their ids (documentation: "Azure built-in roles"). */
export const builtIn = {
  Contributor: "b24988ac-6180-42a0-ab88-20f7382dd24c",
  Owner: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
  Reader: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
  "Role Based Access Control Administrator": "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
  "User Access Administrator": "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
  "Key Vault Crypto Service Encryption User": "e147488a-f6f5-4113-8e2d-b22465e65bf6",
  "Storage Blob Data Contributor": "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
  "Storage Blob Data Reader": "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
} as const;

interface Grant {
  /** Id of the subscription. */
  readonly subscription: string;
  /** One of Azure's own, or the id of one that was defined here. */
  readonly role: keyof typeof builtIn | pulumi.Output<string>;
  /** Object id of who gets it. */
  readonly principalId: pulumi.Input<string>;
  /** Id of what it may use so. */
  readonly on: pulumi.Input<string>;
  /** Whether it may be a person, as it is who runs the bootstrap. Default: a managed identity. */
  readonly anybody?: boolean;
  /** Limits what it may do, in the language of Azure's conditions. */
  readonly condition?: string;
}

/** Gives one role on one thing. */
export function grant(
  name: string,
  { anybody = false, condition, on, principalId, role, subscription }: Grant,
  opts: pulumi.CustomResourceOptions,
): authorization.RoleAssignment {
  return new authorization.RoleAssignment(
    name,
    {
      principalId,
      // Saves Azure the look-up of an identity that is too new to be found yet.
      ...(!anybody && { principalType: "ServicePrincipal" }),
      scope: on,
      roleDefinitionId:
        typeof role === "string"
          ? `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/${builtIn[role]}`
          : role,
      ...(condition !== undefined && { condition, conditionVersion: "2.0" }),
    },
    opts,
  );
}

interface Definition {
  readonly subscription: string;
  /** The only one of its name in the directory. */
  readonly roleName: pulumi.Input<string>;
  readonly description: string;
  readonly actions?: readonly string[];
  readonly dataActions?: readonly string[];
}

/** Defines a role where none of Azure's own is narrow enough. */
export function define(
  name: string,
  { actions = [], dataActions = [], description, roleName, subscription }: Definition,
  opts: pulumi.CustomResourceOptions,
): authorization.RoleDefinition {
  const scope = `/subscriptions/${subscription}`;
  return new authorization.RoleDefinition(
    name,
    {
      scope,
      assignableScopes: [scope],
      roleName,
      description,
      roleType: "CustomRole",
      permissions: [
        { actions: [...actions], notActions: [], dataActions: [...dataActions], notDataActions: [] },
      ],
    },
    opts,
  );
}
