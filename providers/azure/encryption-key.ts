import * as keyvault from "@pulumi/azure-native/keyvault";
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as pulumi from "@pulumi/pulumi";
import { EncryptionKey, type EncryptionKeyArgs } from "../../components/encryption-key";
import { sendLogs } from "./diagnostics";
import { grant } from "./role";
import type { Scoped } from "./scope";

export interface AzureEncryptionKeyArgs extends EncryptionKeyArgs {
  /** Region of the vault, where it is not the stack's. */
  readonly location?: string | undefined;
  /**
   * Whether the vault answers from any network, to whoever has a role in it. Default false: only to private endpoints and
   * to those services of Azure that it trusts, which lack the container registry's own identities (documentation:
   * "Container registry, customer-managed keys, advanced scenario: Key Vault firewall").
   */
  readonly anyNetwork?: boolean | undefined;
  /** What the key may be used for. Default: wrapping other keys, which is all that most of Azure's services do with one. */
  readonly operations?: readonly KeyOperation[] | undefined;
  /** Whether what it encrypts is locked for good: then it is left behind with that. Default false. */
  readonly held?: boolean | undefined;
}

type KeyOperation = "wrapKey" | "unwrapKey" | "encrypt" | "decrypt";

/** A managed identity, as those need it who act as it or give it roles. */
export interface Identity {
  readonly id: pulumi.Output<string>;
  readonly principalId: pulumi.Output<string>;
  readonly clientId: pulumi.Output<string>;
}

/**
 * An RSA key in a vault of its own, and an identity that may wrap and unwrap with it: services of Azure encrypt data at
 * rest with the key by acting as that identity.
 *
 * The vault takes roles only (no access policies), can't be purged, and keeps what is deleted for 90 days. Its keys and
 * secrets are made through Azure Resource Manager, so that nobody who deploys needs to read them. They are deleted with the
 * vault and never alone: that would take a call to the vault itself, which its network refuses.
 */
export class AzureEncryptionKey extends EncryptionKey {
  /** URL of the key without a version: what is encrypted with it follows a rotation by itself. */
  override readonly reference: pulumi.Output<string>;
  readonly vault: {
    readonly id: pulumi.Output<string>;
    readonly name: pulumi.Output<string>;
    /** `https://NAME.vault.azure.net/` */
    readonly uri: pulumi.Output<string>;
  };
  readonly keyName: pulumi.Output<string>;
  /** May wrap and unwrap with this key and nothing else. Resolves once it may. */
  readonly identity: Identity;
  private readonly resourceGroup: pulumi.Output<string>;

  constructor(name: string, args: Scoped<AzureEncryptionKeyArgs>, opts: pulumi.ComponentResourceOptions) {
    super("azure", name, opts);
    const { held = false, operations = ["wrapKey", "unwrapKey"], protection, scope } = args;
    const { resourceGroup: resourceGroupName, tags } = scope;
    const within = { parent: this };
    const location = args.location ?? scope.location;

    const vault = this.makeVault(args, location);
    const key = new keyvault.Key(
      this.child("key"),
      {
        resourceGroupName,
        vaultName: vault.name,
        properties: { kty: "RSA", keySize: 3072, keyOps: [...operations], rotationPolicy },
        tags,
      },
      { ...within, protect: protection, retainOnDelete: true },
    );
    const identity = new managedidentity.UserAssignedIdentity(
      this.child("user"),
      { resourceGroupName, location, tags },
      { ...within, retainOnDelete: held },
    );
    const granted = grant(
      this.child("user-role"),
      {
        scope,
        role: "Key Vault Crypto Service Encryption User",
        principalId: identity.principalId,
        on: key.id,
      },
      { ...within, retainOnDelete: held },
    );
    const once = (value: pulumi.Output<string>) => pulumi.all([value, granted.id]).apply(([text]) => text);
    this.vault = { id: vault.id, name: vault.name, uri: vault.properties.vaultUri };
    this.keyName = key.name;
    this.identity = {
      id: once(identity.id),
      principalId: identity.principalId,
      clientId: once(identity.clientId),
    };
    this.reference = key.keyUri;
    this.resourceGroup = resourceGroupName;
    this.registerOutputs({ reference: this.reference });
  }

  /** URL of the version that is the newest now, for what takes no other: the next update of the stack follows a rotation. */
  newestReference(): pulumi.Output<string> {
    const where = { resourceGroupName: this.resourceGroup, vaultName: this.vault.name };
    const { keyUriWithVersion } = keyvault.getKeyOutput(
      { ...where, keyName: this.keyName },
      { parent: this },
    );
    // An unknown answer hangs on nothing: the update would have dependencies that its plan lacks.
    return pulumi.all([keyUriWithVersion, where.vaultName, this.keyName]).apply(([url]) => url);
  }

  private makeVault(args: Scoped<AzureEncryptionKeyArgs>, location: string): keyvault.Vault {
    const { anyNetwork = false, held = false, protection, scope } = args;
    const vault = new keyvault.Vault(
      this.child("vault"),
      {
        vaultName: scope.uniqueName("keyVault", this.name),
        resourceGroupName: scope.resourceGroup,
        location,
        tags: scope.tags,
        properties: {
          tenantId: scope.tenant,
          sku: { family: "A", name: "standard" },
          enableRbacAuthorization: true,
          enableSoftDelete: true,
          enablePurgeProtection: true,
          softDeleteRetentionInDays: 90,
          publicNetworkAccess: anyNetwork ? "Enabled" : "Disabled",
          networkAcls: { bypass: "AzureServices", defaultAction: anyNetwork ? "Allow" : "Deny" },
        },
      },
      { parent: this, protect: protection, retainOnDelete: protection || held },
    );
    sendLogs(this.child("vault-logs"), { scope, resource: vault.id, groups: ["audit"] }, { parent: this });
    return vault;
  }
}

/** A new version each year, made by the vault itself. */
const rotationPolicy = {
  lifetimeActions: [
    {
      action: { type: keyvault.KeyRotationPolicyActionType.Rotate },
      trigger: { timeAfterCreate: "P365D" },
    },
  ],
};
