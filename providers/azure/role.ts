import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";
import type { AzureScope } from "./scope";

/**
 * Azure's own roles that the platform gives, by name, with their ids (documentation: "Azure built-in roles"). Each is the
 * least that does the work.
 */
export const roles = {
  "Key Vault Crypto Service Encryption User": "e147488a-f6f5-4113-8e2d-b22465e65bf6",
  "Key Vault Crypto User": "12338af0-0e69-4776-bea7-57ae8d297424",
  "Key Vault Secrets User": "4633458b-17de-408a-b874-0445c86b69e6",
  AcrPull: "7f951dda-4ed3-4680-a7ca-43fe172d538d",
  "Monitoring Metrics Publisher": "3913510d-42f4-4e42-8a64-420c390055eb",
  "Storage Blob Data Contributor": "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
  "PostgreSQL Flexible Server Long Term Retention Backup Role": "c088a766-074b-43ba-90d4-1fb21feae531",
  "Managed Identity Operator": "f1a07417-d97a-45cb-824c-7a7467783830",
  "Network Contributor": "4d97b98b-1d4f-4787-a291-c67834d212e7",
  "Azure Kubernetes Service RBAC Cluster Admin": "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
  Reader: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
} as const;

export type RoleName = keyof typeof roles;

interface Grant {
  readonly scope: AzureScope;
  readonly role: RoleName;
  /** Object id of the identity that gets the role. */
  readonly principalId: pulumi.Input<string>;
  /** Id of the resource that it may use so. */
  readonly on: pulumi.Input<string>;
}

/** Gives one role on one resource to one managed identity. Its physical name is a GUID that Pulumi makes. */
export function grant(
  name: string,
  { on, principalId, role, scope }: Grant,
  opts: pulumi.CustomResourceOptions,
): authorization.RoleAssignment {
  return new authorization.RoleAssignment(
    name,
    {
      principalId,
      // Saves Azure the look-up of an identity that is too new to be found yet.
      principalType: "ServicePrincipal",
      roleDefinitionId: pulumi.interpolate`/subscriptions/${scope.subscription}/providers/Microsoft.Authorization/roleDefinitions/${roles[role]}`,
      scope: on,
    },
    opts,
  );
}
