import * as pulumi from "@pulumi/pulumi";
import { Registry, type RegistryArgs, type RegistryCredentials } from "../../components/registry";
import type { AzureComponents } from "./components";
import type { Scoped } from "./scope";

export class AzureRegistry extends Registry {
  override readonly repository: pulumi.Output<string>;
  override readonly credentials: RegistryCredentials;

  constructor(
    name: string,
    args: Scoped<RegistryArgs<AzureComponents>>,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("azure", name, opts);
    const none = pulumi.output("");
    void args;
    this.repository = none;
    this.credentials = { server: none, username: none, password: none };
    this.registerOutputs({});
  }

  /** Lets an identity pull from this repository and no other. */
  grantPull(
    name: string,
    principalId: pulumi.Input<string>,
    opts: pulumi.CustomResourceOptions,
  ): pulumi.Resource {
    void name;
    void principalId;
    void opts;
    return this;
  }
}
