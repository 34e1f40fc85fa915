import * as pulumi from "@pulumi/pulumi";
import { Secrets, type SecretsArgs } from "../../components/secrets";
import type { AzureComponents } from "./components";
import type { Scoped } from "./scope";

export class AzureSecrets extends Secrets {
  /** Addresses of one version each, `https://VAULT.vault.azure.net/secrets/NAME/VERSION`. */
  override readonly references: Readonly<Record<string, pulumi.Output<string>>>;
  /** Resource ids of the secrets, by environment variable name: what the owner's identity needs to read. */
  readonly ids: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(
    name: string,
    args: Scoped<SecretsArgs<AzureComponents>>,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("azure", name, opts);
    void args;
    this.references = {};
    this.ids = {};
    this.registerOutputs({});
  }
}
