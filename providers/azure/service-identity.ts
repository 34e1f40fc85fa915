import * as managedidentity from "@pulumi/azure-native/managedidentity";
import type * as pulumi from "@pulumi/pulumi";
import type { AzureRegistry } from "./registry";
import { grant } from "./role";
import type { AzureScope } from "./scope";
import type { AzureSecrets } from "./secrets";

/** An identity that replicas act as. */
export interface WorkloadIdentity {
  readonly id: pulumi.Output<string>;
  readonly name: pulumi.Output<string>;
  readonly principalId: pulumi.Output<string>;
  readonly clientId: pulumi.Output<string>;
  /** What must be there before anything acts as it: Container Apps pulls and reads once, and then gives up. */
  readonly grants: readonly pulumi.Resource[];
}

interface IdentityArgs {
  readonly scope: AzureScope;
  readonly secrets: AzureSecrets;
  /** Where its image is pulled from; absent: from a registry that is not the stack's. */
  readonly registry: AzureRegistry | undefined;
}

/**
 * The identity of one service or job. It may pull its own image and read its own secrets, each by a role on that one alone.
 *
 * @param child makes a child's logical name
 */
export function workloadIdentity(
  child: (role: string) => string,
  { registry, scope, secrets }: IdentityArgs,
  opts: pulumi.CustomResourceOptions,
): WorkloadIdentity {
  const { location, resourceGroup: resourceGroupName, tags } = scope;
  const identity = new managedidentity.UserAssignedIdentity(
    child("identity"),
    { resourceGroupName, location, tags },
    opts,
  );
  const { principalId } = identity;
  const grants: pulumi.Resource[] = Object.entries(secrets.ids).map(([variable, on]) =>
    grant(
      child(`${secrets.nameOf(variable)}-reader`),
      { scope, role: "Key Vault Secrets User", principalId, on },
      opts,
    ),
  );
  if (registry) grants.push(registry.grantPull(child("puller"), principalId, opts));
  return { id: identity.id, name: identity.name, principalId, clientId: identity.clientId, grants };
}

/** Where an identity's secrets and images come from, in the words of an app's or job's configuration. */
export function configurationOf(
  identity: WorkloadIdentity,
  secrets: AzureSecrets,
  registry: AzureRegistry | undefined,
) {
  return {
    secrets: Object.entries(secrets.references).map(([variable, keyVaultUrl]) => ({
      name: secrets.nameOf(variable),
      keyVaultUrl,
      identity: identity.id,
    })),
    ...(registry && { registries: [{ server: registry.credentials.server, identity: identity.id }] }),
  };
}
