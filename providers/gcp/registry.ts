import * as pulumi from "@pulumi/pulumi";
import { Registry, type RegistryArgs, type RegistryCredentials } from "../../components/registry";
import type { GcpComponents } from "./components";

/** A private repository in Artifact Registry. */
export class GcpRegistry extends Registry {
  override readonly repository: pulumi.Output<string>;
  override readonly credentials: RegistryCredentials;

  constructor(name: string, _args: RegistryArgs<GcpComponents>, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    this.repository = pulumi.output("");
    this.credentials = {
      server: this.repository,
      username: this.repository,
      password: this.repository,
    };
    this.registerOutputs({ repository: this.repository });
  }
}
