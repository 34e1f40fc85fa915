import { Provider } from "@pulumi/azure-native/provider";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../../components/component";
import type { Result } from "../result";
import type { AzureSettings } from "../settings";
import { AzureFoundation } from "./foundation";
import { AzureIdentity } from "./identity";
import { AzureSecretsKey } from "./secrets-key";
import { AzureState } from "./state";

/** Everything that one subscription of Azure needs before its first stack. */
class AzureBootstrap extends Component implements Result {
  readonly backend: pulumi.Output<string>;
  readonly secretsProvider: pulumi.Output<string>;
  readonly variables: Result["variables"];
  readonly configuration: Result["configuration"] = {};

  constructor(name: string, settings: AzureSettings, opts: pulumi.ComponentResourceOptions) {
    super("azure", "Bootstrap", name, opts);
    const within = { parent: this };
    const foundation = new AzureFoundation("foundation", { settings }, within);
    const secretsKey = new AzureSecretsKey("secrets", { settings, foundation }, within);
    const state = new AzureState("state", { settings, foundation, vault: secretsKey.vault }, within);
    const identity = new AzureIdentity("identity", { settings, foundation, state, secretsKey }, within);
    this.backend = state.backend;
    this.secretsProvider = secretsKey.secretsProvider;
    this.variables = {
      AZURE_TENANT_ID: foundation.tenant,
      AZURE_SUBSCRIPTION_ID: settings.subscription,
      AZURE_PREVIEW_CLIENT_ID: identity.previewClient,
      AZURE_DEPLOY_CLIENT_ID: identity.deployClient,
      AZURE_PULUMI_BACKEND_URL: this.backend,
      AZURE_PULUMI_SECRETS_PROVIDER: this.secretsProvider,
    };
    this.registerOutputs({ backend: this.backend });
  }
}

export function make(settings: AzureSettings): Result {
  const provider = new Provider("azure", {
    location: settings.region,
    subscriptionId: settings.subscription,
  });
  const { backend, secretsProvider, variables, configuration } = new AzureBootstrap("bootstrap", settings, {
    providers: [provider],
  });
  return { backend, secretsProvider, variables, configuration };
}
