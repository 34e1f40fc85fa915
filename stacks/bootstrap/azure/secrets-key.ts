import * as keyvault from "@pulumi/azure-native/keyvault";
import * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../../components/component";
import { tags } from "../result";
import type { AzureSettings } from "../settings";
import type { AzureFoundation } from "./foundation";
import { key } from "./key";

interface SecretsKeyArgs {
  readonly settings: AzureSettings;
  readonly foundation: AzureFoundation;
}

/** A vault, as those need it who put a key of their own in it. */
export interface Vault {
  readonly name: pulumi.Output<string>;
  /** `https://NAME.vault.azure.net/` */
  readonly uri: pulumi.Output<string>;
}

/**
 * The key by which Pulumi encrypts the secrets of every stack, in a vault that takes roles only and can't be purged. The
 * vault answers from any network, because GitHub's runners have no addresses of their own: who asks has to have a role.
 */
export class AzureSecretsKey extends Component {
  readonly vault: Vault;
  /** Id of the key. */
  readonly keyId: pulumi.Output<string>;
  /**
   * `azurekeyvault://VAULT.vault.azure.net/keys/secrets/VERSION`. With its version: Pulumi decrypts by what the URL names, and
   * without one that is the newest, which can't open what an older one has sealed.
   */
  readonly secretsProvider: pulumi.Output<string>;

  constructor(name: string, args: SecretsKeyArgs, opts: pulumi.ComponentResourceOptions) {
    super("azure", "SecretsKey", name, opts);
    const { foundation } = args;
    const within = { parent: this };
    const vault = this.makeVault(args);
    new monitor.DiagnosticSetting(
      this.child("vault-logs"),
      {
        resourceUri: vault.id,
        workspaceId: foundation.logs,
        logs: [{ categoryGroup: "audit", enabled: true }],
      },
      within,
    );
    const made = key(
      this.child("key"),
      { foundation, vault: vault.name, keyName: "secrets", operations: ["encrypt", "decrypt"] },
      within,
    );
    this.vault = { name: vault.name, uri: vault.properties.vaultUri };
    this.keyId = made.id;
    this.secretsProvider = made.keyUriWithVersion.apply((uri) => uri.replace("https:", "azurekeyvault:"));
    this.registerOutputs({ secretsProvider: this.secretsProvider });
  }

  private makeVault({ foundation, settings }: SecretsKeyArgs): keyvault.Vault {
    return new keyvault.Vault(
      this.child("vault"),
      {
        vaultName: foundation.suffix.apply((suffix) => `${settings.name.slice(0, 10)}-keys-${suffix}`),
        resourceGroupName: foundation.resourceGroup,
        location: settings.region,
        tags,
        properties: {
          tenantId: foundation.tenant,
          sku: { family: "A", name: "standard" },
          enableRbacAuthorization: true,
          enableSoftDelete: true,
          enablePurgeProtection: true,
          softDeleteRetentionInDays: 90,
          publicNetworkAccess: "Enabled",
          networkAcls: { bypass: "AzureServices", defaultAction: "Allow" },
        },
      },
      { parent: this, protect: true, retainOnDelete: true },
    );
  }
}
