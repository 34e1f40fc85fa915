import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../../components/component";
import { accountOf } from "../../../providers/aws/account";
import { type Result, tags } from "../result";
import type { AwsSettings } from "../settings";
import { AwsIdentity } from "./identity";
import { AwsSecretsKey } from "./secrets-key";
import { AwsState } from "./state";

/** Everything that one account of AWS needs before its first stack. */
class AwsBootstrap extends Component implements Result {
  readonly backend: pulumi.Output<string>;
  readonly secretsProvider: pulumi.Output<string>;
  readonly variables: Result["variables"];
  readonly configuration: Result["configuration"];

  constructor(name: string, settings: AwsSettings, provider: Provider) {
    super("aws", "Bootstrap", name, { providers: [provider] });
    const within = { parent: this };
    const account = accountOf(settings.region, provider);
    const state = new AwsState("state", { settings, account }, within);
    const secretsKey = new AwsSecretsKey("secrets", { settings, account }, within);
    const identity = new AwsIdentity("identity", { settings, account, state, secretsKey }, within);
    this.backend = state.backend;
    this.secretsProvider = secretsKey.secretsProvider;
    this.variables = {
      AWS_REGION: settings.region,
      AWS_PREVIEW_ROLE: identity.previewRole,
      AWS_DEPLOY_ROLE: identity.deployRole,
      AWS_PULUMI_BACKEND_URL: this.backend,
      AWS_PULUMI_SECRETS_PROVIDER: this.secretsProvider,
    };
    this.configuration = { "bootstrap:permissionsBoundary": identity.boundary };
    this.registerOutputs({ backend: this.backend });
  }
}

export function make(settings: AwsSettings): Result {
  const provider = new Provider("aws", { region: settings.region, defaultTags: { tags: { ...tags } } });
  const { backend, secretsProvider, variables, configuration } = new AwsBootstrap(
    "bootstrap",
    settings,
    provider,
  );
  return { backend, secretsProvider, variables, configuration };
}
