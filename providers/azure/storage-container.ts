import * as storage from "@pulumi/azure-native/storage";
import type * as pulumi from "@pulumi/pulumi";
import type { AzureScope } from "./scope";
import type { AzureStorageAccount } from "./storage-account";

interface ContainerArgs {
  readonly scope: AzureScope;
  readonly account: AzureStorageAccount;
  /** Its name in the account. */
  readonly containerName: string;
  /** How its blobs are kept from change; absent: not at all. */
  readonly immutable?:
    | {
        /** Days from a blob's creation in which it can't be changed or deleted. */
        readonly days: number;
        /**
         * `versions`: each version of a blob by itself, so that its writer can lock it for good; `appends`: the container
         * as a whole, with appending to append blobs still allowed, as services of Azure write logs.
         */
        readonly of: "versions" | "appends";
      }
    | undefined;
  readonly protection: boolean;
}

/**
 * A private container for blobs, immutable where asked for. Azure Resource Manager only makes a policy that can still be
 * taken back; it takes a call of its own (`az storage container immutability-policy lock`), or the writer of a version, to
 * lock for good.
 */
export function storageContainer(
  name: string,
  { account, containerName, immutable, protection, scope }: ContainerArgs,
  opts: pulumi.CustomResourceOptions,
): storage.BlobContainer {
  const where = { resourceGroupName: scope.resourceGroup, accountName: account.accountName };
  const container = new storage.BlobContainer(
    name,
    {
      ...where,
      containerName,
      publicAccess: storage.PublicAccess.None,
      ...(immutable?.of === "versions" && { immutableStorageWithVersioning: { enabled: true } }),
    },
    // Immutable blobs go with their account or not at all.
    { ...opts, protect: protection, retainOnDelete: protection || immutable !== undefined },
  );
  if (immutable)
    new storage.BlobContainerImmutabilityPolicy(
      `${name}-immutability`,
      {
        ...where,
        containerName: container.name,
        immutabilityPolicyName: "default",
        immutabilityPeriodSinceCreationInDays: immutable.days,
        ...(immutable.of === "appends" && { allowProtectedAppendWrites: true }),
      },
      // Its deletion alone would need a tag that Pulumi's provider does not send (pulumi-azure-native#2154).
      { ...opts, protect: protection, retainOnDelete: true },
    );
  return container;
}
