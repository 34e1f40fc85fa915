import { Provider } from "@pulumi/gcp/provider";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../../components/component";
import { type Result, tags } from "../result";
import type { GcpSettings } from "../settings";
import { GcpIdentity } from "./identity";
import { GcpInterfaces } from "./interfaces";
import { GcpSecretsKey } from "./secrets-key";
import { GcpState } from "./state";

/** Everything that one project of Google Cloud needs before its first stack. */
class GcpBootstrap extends Component implements Result {
  readonly backend: pulumi.Output<string>;
  readonly secretsProvider: pulumi.Output<string>;
  readonly variables: Result["variables"];
  readonly configuration: Result["configuration"];

  constructor(name: string, settings: GcpSettings, opts: pulumi.ComponentResourceOptions) {
    super("gcp", "Bootstrap", name, opts);
    const within = { parent: this };
    const interfaces = new GcpInterfaces("api", { settings }, within);
    const secretsKey = new GcpSecretsKey("secrets", { settings, interfaces }, within);
    const state = new GcpState("state", { settings, interfaces, ring: secretsKey.ring }, within);
    const identity = new GcpIdentity("identity", { settings, interfaces, state, secretsKey }, within);
    this.backend = state.backend;
    this.secretsProvider = secretsKey.secretsProvider;
    this.variables = {
      GCP_PROJECT: settings.project,
      GCP_WORKLOAD_IDENTITY_PROVIDER: identity.provider,
      GCP_PREVIEW_SERVICE_ACCOUNT: identity.previewAccount,
      GCP_DEPLOY_SERVICE_ACCOUNT: identity.deployAccount,
      GCP_PULUMI_BACKEND_URL: this.backend,
      GCP_PULUMI_SECRETS_PROVIDER: this.secretsProvider,
    };
    this.configuration = { "gcp:project": settings.project };
    this.registerOutputs({ backend: this.backend });
  }
}

export function make(settings: GcpSettings): Result {
  const { project, region } = settings;
  const provider = new Provider("gcp", {
    project,
    region,
    defaultLabels: { ...tags },
    userProjectOverride: true,
    billingProject: project,
  });
  const { backend, secretsProvider, variables, configuration } = new GcpBootstrap("bootstrap", settings, {
    providers: [provider],
  });
  return { backend, secretsProvider, variables, configuration };
}
