import * as authorization from "@pulumi/azure-native/authorization";
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as monitor from "@pulumi/azure-native/monitor";
import * as storage from "@pulumi/azure-native/storage";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../../components/component";
import { oldVersionDays, tags } from "../result";
import type { AzureSettings } from "../settings";
import type { AzureFoundation } from "./foundation";
import { key } from "./key";
import { grant } from "./roles";
import type { Vault } from "./secrets-key";

interface StateArgs {
  readonly settings: AzureSettings;
  readonly foundation: AzureFoundation;
  readonly vault: Vault;
}

/**
 * Where Pulumi keeps the state of every stack: a storage account that identities alone can open, with copies in three zones
 * and in the paired region, and a lock against deletion. It answers from any network, as the vault does.
 */
export class AzureState extends Component {
  /** `azblob://CONTAINER?storage_account=ACCOUNT` */
  readonly backend: pulumi.Output<string>;
  /** Id of the container. */
  readonly container: pulumi.Output<string>;
  /** Id of the account. */
  readonly account: pulumi.Output<string>;

  constructor(name: string, args: StateArgs, opts: pulumi.ComponentResourceOptions) {
    super("azure", "State", name, opts);
    const { foundation } = args;
    const within = { parent: this };
    const account = this.makeAccount(args);
    const where = { resourceGroupName: foundation.resourceGroup, accountName: account.name };
    const blobs = this.keepVersions(where);
    const container = new storage.BlobContainer(
      this.child("container"),
      { ...where, containerName: "state", publicAccess: storage.PublicAccess.None },
      // Whoever writes finds versions kept from the first one on.
      { ...within, protect: true, retainOnDelete: true, dependsOn: [blobs] },
    );
    new monitor.DiagnosticSetting(
      this.child("logs"),
      {
        resourceUri: pulumi.interpolate`${account.id}/blobServices/default`,
        workspaceId: foundation.logs,
        logs: [{ categoryGroup: "audit", enabled: true }],
      },
      within,
    );
    new authorization.ManagementLockByScope(
      this.child("lock"),
      {
        scope: account.id,
        lockName: "kept",
        level: "CanNotDelete",
        notes: "It holds the state of every stack.",
      },
      { ...within, protect: true },
    );
    this.account = account.id;
    this.container = container.id;
    this.backend = pulumi.interpolate`azblob://${container.name}?storage_account=${account.name}`;
    this.registerOutputs({ backend: this.backend });
  }

  private makeAccount({ foundation, settings, vault }: StateArgs): storage.StorageAccount {
    const within = { parent: this };
    const { resourceGroup: resourceGroupName } = foundation;
    const encryption = key(
      this.child("key"),
      { foundation, vault: vault.name, keyName: "state", operations: ["wrapKey", "unwrapKey"] },
      within,
    );
    const user = new managedidentity.UserAssignedIdentity(
      this.child("user"),
      { resourceGroupName, resourceName: "state", location: settings.region, tags },
      { ...within, protect: true, retainOnDelete: true },
    );
    const granted = grant(
      this.child("user-role"),
      {
        subscription: settings.subscription,
        role: "Key Vault Crypto Service Encryption User",
        principalId: user.principalId,
        on: encryption.id,
      },
      { ...within, retainOnDelete: true },
    );
    return new storage.StorageAccount(
      this.child("account"),
      {
        accountName: foundation.suffix.apply(
          (suffix) => `${settings.name.replaceAll("-", "").slice(0, 11)}state${suffix}`,
        ),
        resourceGroupName,
        location: settings.region,
        tags,
        kind: "StorageV2",
        sku: { name: "Standard_GZRS" },
        accessTier: "Hot",
        allowBlobPublicAccess: false,
        allowSharedKeyAccess: false,
        allowCrossTenantReplication: false,
        defaultToOAuthAuthentication: true,
        enableHttpsTrafficOnly: true,
        minimumTlsVersion: "TLS1_2",
        publicNetworkAccess: "Enabled",
        identity: { type: "UserAssigned", userAssignedIdentities: [user.id] },
        encryption: {
          keySource: "Microsoft.Keyvault",
          keyVaultProperties: { keyName: encryption.name, keyVaultUri: vault.uri },
          encryptionIdentity: { encryptionUserAssignedIdentity: user.id },
        },
      },
      // Azure asks at once whether the identity may use the key.
      { ...within, protect: true, retainOnDelete: true, dependsOn: [granted] },
    );
  }

  private keepVersions(where: {
    readonly resourceGroupName: pulumi.Output<string>;
    readonly accountName: pulumi.Output<string>;
  }): pulumi.Resource {
    const retention = { enabled: true, days: oldVersionDays };
    const blobs = new storage.BlobServiceProperties(
      this.child("blobs"),
      {
        ...where,
        blobServicesName: "default",
        isVersioningEnabled: true,
        deleteRetentionPolicy: retention,
        containerDeleteRetentionPolicy: retention,
      },
      { parent: this },
    );
    new storage.ManagementPolicy(
      this.child("lifecycle"),
      {
        ...where,
        managementPolicyName: "default",
        policy: {
          rules: [
            {
              name: "old-versions",
              type: "Lifecycle",
              enabled: true,
              definition: {
                filters: { blobTypes: ["blockBlob"] },
                actions: { version: { delete: { daysAfterCreationGreaterThan: oldVersionDays } } },
              },
            },
          ],
        },
      },
      // Azure refuses a rule for versions on an account that keeps none yet.
      { parent: this, dependsOn: [blobs] },
    );
    return blobs;
  }
}
