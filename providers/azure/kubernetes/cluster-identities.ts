import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as pulumi from "@pulumi/pulumi";
import type { AzureEncryptionKey, Identity } from "../encryption-key";
import type { AzureNetwork } from "../network";
import { grant } from "../role";
import type { AzureScope } from "../scope";

interface IdentitiesArgs {
  readonly scope: AzureScope;
  readonly network: AzureNetwork;
  /** What Secret objects are encrypted with. */
  readonly key: AzureEncryptionKey;
}

export interface ClusterIdentities {
  readonly controlPlane: Identity;
  readonly machines: Identity;
  /** What the control plane must have before it begins. */
  readonly grants: readonly pulumi.Resource[];
}

/**
 * The two identities of a cluster: of its control plane, which makes load balancers and private links in our subnets, hands the
 * machines theirs, and encrypts with the key; and of its machines, which pull images. Pods have identities of their own.
 */
export function clusterIdentities(
  child: (role: string) => string,
  { key, network, scope }: IdentitiesArgs,
  opts: pulumi.CustomResourceOptions,
): ClusterIdentities {
  const { location, resourceGroup: resourceGroupName, tags } = scope;
  const identity = (role: string) =>
    new managedidentity.UserAssignedIdentity(child(role), { resourceGroupName, location, tags }, opts);
  const [controlPlane, machines] = [identity("control-plane"), identity("machines")];
  const { principalId } = controlPlane;
  return {
    controlPlane,
    machines,
    grants: [
      grant(
        child("control-plane-network"),
        { scope, role: "Network Contributor", principalId, on: network.id },
        opts,
      ),
      grant(
        child("control-plane-machines"),
        { scope, role: "Managed Identity Operator", principalId, on: machines.id },
        opts,
      ),
      grant(
        child("control-plane-key"),
        {
          scope,
          role: "Key Vault Crypto User",
          principalId,
          on: pulumi.interpolate`${key.vault.id}/keys/${key.keyName}`,
        },
        opts,
      ),
    ],
  };
}
