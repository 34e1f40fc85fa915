import * as storage from "@pulumi/azure-native/storage";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../components/component";
import type { AzureEncryptionKey } from "./encryption-key";
import { recoveryOnlyRegions } from "./regions";
import type { Scoped } from "./scope";

export interface AzureStorageAccountArgs {
  /** Key that it is encrypted with; the key's identity is the account's. */
  readonly key: AzureEncryptionKey;
  /** Words of its physical name, for example `flow-logs`: 24 characters hold 16 of them and the stack's random end. */
  readonly stem: string;
  /** Region, where it is not the stack's. */
  readonly location?: string | undefined;
  /** Days after which a blob is deleted, counted from its last change; absent: never. */
  readonly expireAfterDays?: number | undefined;
  /** Whether earlier versions of a blob are kept for 7 days, as deleted blobs always are. */
  readonly versioned: boolean;
  /** Refuse deletion; without it a deletion takes the blobs along. */
  readonly protection: boolean;
  /** Whether its blobs are locked for good, so that Azure would refuse to delete it: it is left behind. Default false. */
  readonly held?: boolean;
}

/** Days for which what an overwrite or a deletion took away can be had back. */
const leftoverDays = 7;

/**
 * A hardened storage account: no public blobs, no keys (identities only), TLS 1.2 or newer, encrypted with our key, copies
 * in three zones where the region has them, closed to every network but private endpoints and those services of Azure that it trusts.
 */
export class AzureStorageAccount extends Component {
  readonly id: pulumi.Output<string>;
  /** Physical name. Resolves once the account has its rules, so that whoever writes there finds it ready. */
  readonly accountName: pulumi.Output<string>;
  /** `https://NAME.blob.core.windows.net/` */
  readonly blobEndpoint: pulumi.Output<string>;

  constructor(name: string, args: Scoped<AzureStorageAccountArgs>, opts: pulumi.ComponentResourceOptions) {
    super("azure", "StorageAccount", name, opts);
    const { key, protection, scope } = args;
    const { resourceGroup: resourceGroupName, tags } = scope;
    const within = { parent: this };
    const location = args.location ?? scope.location;
    const account = new storage.StorageAccount(
      this.child("account"),
      {
        accountName: scope.uniqueName("storageAccount", args.stem),
        resourceGroupName,
        location,
        tags,
        kind: "StorageV2",
        sku: { name: recoveryOnlyRegions.includes(location) ? "Standard_LRS" : "Standard_ZRS" },
        accessTier: "Hot",
        allowBlobPublicAccess: false,
        allowSharedKeyAccess: false,
        allowCrossTenantReplication: false,
        defaultToOAuthAuthentication: true,
        enableHttpsTrafficOnly: true,
        minimumTlsVersion: "TLS1_2",
        // The account's firewall has no say over services that it trusts only while the public side is on.
        publicNetworkAccess: "Enabled",
        networkRuleSet: { defaultAction: "Deny", bypass: "AzureServices" },
        identity: { type: "UserAssigned", userAssignedIdentities: [key.identity.id] },
        encryption: {
          keySource: "Microsoft.Keyvault",
          keyVaultProperties: { keyName: key.keyName, keyVaultUri: key.vault.uri },
          encryptionIdentity: { encryptionUserAssignedIdentity: key.identity.id },
        },
      },
      { ...within, protect: protection, retainOnDelete: protection || args.held === true },
    );
    const retention = { enabled: true, days: leftoverDays };
    const blobs = new storage.BlobServiceProperties(
      this.child("blobs"),
      {
        resourceGroupName,
        accountName: account.name,
        blobServicesName: "default",
        isVersioningEnabled: args.versioned,
        deleteRetentionPolicy: retention,
        containerDeleteRetentionPolicy: retention,
      },
      within,
    );
    const rules = lifecycle(args);
    const policy =
      rules.length === 0
        ? undefined
        : new storage.ManagementPolicy(
            this.child("lifecycle"),
            {
              resourceGroupName,
              accountName: account.name,
              managementPolicyName: "default",
              policy: { rules },
            },
            // Azure refuses a rule for versions on an account that keeps none yet.
            { ...within, dependsOn: [blobs] },
          );
    const ready = policy ?? blobs;
    this.id = account.id;
    this.accountName = pulumi.all([account.name, ready.id]).apply(([text]) => text);
    this.blobEndpoint = account.primaryEndpoints.apply(({ blob }) => blob);
    this.registerOutputs({ id: this.id });
  }
}

function lifecycle({ expireAfterDays, versioned }: AzureStorageAccountArgs) {
  if (expireAfterDays === undefined && !versioned) return [];
  return [
    {
      name: "expiry",
      type: "Lifecycle",
      enabled: true,
      definition: {
        filters: { blobTypes: ["blockBlob"] },
        actions: {
          ...(expireAfterDays !== undefined && {
            baseBlob: { delete: { daysAfterModificationGreaterThan: expireAfterDays } },
          }),
          ...(versioned && { version: { delete: { daysAfterCreationGreaterThan: leftoverDays } } }),
        },
      },
    },
  ];
}
