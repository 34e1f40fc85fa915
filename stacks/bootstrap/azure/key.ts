import * as keyvault from "@pulumi/azure-native/keyvault";
import type * as pulumi from "@pulumi/pulumi";
import { tags } from "../result";
import type { AzureFoundation } from "./foundation";

interface KeyArgs {
  readonly foundation: AzureFoundation;
  /** Name of the vault. */
  readonly vault: pulumi.Input<string>;
  readonly keyName: string;
  readonly operations: readonly string[];
}

/** An RSA key with a new version each year, made by the vault itself; older versions stay, for what is under them. */
export function key(
  name: string,
  { foundation, keyName, operations, vault }: KeyArgs,
  opts: pulumi.CustomResourceOptions,
): keyvault.Key {
  return new keyvault.Key(
    name,
    {
      resourceGroupName: foundation.resourceGroup,
      vaultName: vault,
      keyName,
      tags,
      properties: {
        kty: "RSA",
        keySize: 3072,
        keyOps: [...operations],
        rotationPolicy: {
          lifetimeActions: [
            {
              action: { type: keyvault.KeyRotationPolicyActionType.Rotate },
              trigger: { timeAfterCreate: "P365D" },
            },
          ],
        },
      },
    },
    { ...opts, protect: true, retainOnDelete: true },
  );
}
