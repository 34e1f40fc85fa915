import * as keyvault from "@pulumi/azure-native/keyvault";
import * as pulumi from "@pulumi/pulumi";
import { Secrets, type SecretsArgs } from "../../components/secrets";
import type { AzureComponents } from "./components";
import type { Scoped } from "./scope";

type Args = Scoped<SecretsArgs<AzureComponents>>;

/**
 * The secrets of one service in the Key Vault of the stack's data key, one entry each.
 *
 * Readable by one identity: the vault takes roles only, and the only role on an entry is the one that the service's own
 * identity is given. Key Vault encrypts its entries with keys of its own hardware, and has no setting for a key of ours.
 *
 * An entry that no service wants any more stays in the vault, without a role on it: deleting it alone would take a call to
 * the vault's closed network. It goes with the vault.
 */
export class AzureSecrets extends Secrets {
  /** Addresses of one version each, `https://VAULT.vault.azure.net/secrets/NAME/VERSION`: a new value is a new rollout. */
  override readonly references: Readonly<Record<string, pulumi.Output<string>>>;
  /** Resource ids of the secrets, by environment variable name: what the owner's identity needs a role on. */
  readonly ids: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("azure", name, opts);
    const { key, owner, scope } = args;
    const references: Record<string, pulumi.Output<string>> = {};
    const ids: Record<string, pulumi.Output<string>> = {};
    for (const [variable, source] of Object.entries(args.values)) {
      const role = this.role(variable);
      const secret = new keyvault.Secret(
        this.child(role),
        {
          resourceGroupName: scope.resourceGroup,
          vaultName: key.vault.name,
          properties: {
            value: this.value(variable, source, args),
            contentType: `${variable} of the service ${owner}`,
          },
          tags: scope.tags,
        },
        { parent: this, protect: args.protection, retainOnDelete: true },
      );
      // The engine takes all properties of a secret for secret; the address of a version is none.
      references[variable] = pulumi.unsecret(
        secret.properties.apply(({ secretUriWithVersion }) => secretUriWithVersion),
      );
      ids[variable] = secret.id;
    }
    this.references = references;
    this.ids = ids;
    this.registerOutputs({ references: this.references });
  }

  /**
   * Name, within an app or job, of the secret that an environment variable is filled from. Container Apps takes lower-case
   * letters, digits and hyphens, as logical names have.
   */
  nameOf(variable: string): string {
    return this.role(variable);
  }
}
