import * as pulumi from "@pulumi/pulumi";
import { Registry, type RegistryArgs, type RegistryCredentials } from "../../components/registry";
import type { AzureComponents } from "./components";
import type { AzureContainerRegistry } from "./container-registry";

interface AzureRegistryArgs extends RegistryArgs<AzureComponents> {
  /** The stack's registry, which the repository is in. */
  readonly store: AzureContainerRegistry;
}

/** A repository in the stack's registry. The first image that is pushed makes it; there is nothing to set up. */
export class AzureRegistry extends Registry {
  override readonly repository: pulumi.Output<string>;
  override readonly credentials: RegistryCredentials;
  private readonly store: AzureContainerRegistry;

  constructor(name: string, { store }: AzureRegistryArgs, opts: pulumi.ComponentResourceOptions) {
    super("azure", name, opts);
    this.store = store;
    this.repository = pulumi.interpolate`${store.server}/${name.replace(/-registry$/, "")}`;
    this.credentials = store.credentials;
    this.registerOutputs({ repository: this.repository });
  }

  /** Lets an identity pull from here. Azure gives this right on a whole registry, which is the stack's own. */
  grantPull(
    name: string,
    principalId: pulumi.Input<string>,
    opts: pulumi.CustomResourceOptions,
  ): pulumi.Resource {
    return this.store.grantPull(name, principalId, opts);
  }
}
