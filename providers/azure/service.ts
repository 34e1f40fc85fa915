import * as pulumi from "@pulumi/pulumi";
import { Service, type ServiceArgs } from "../../components/service";
import type { AzureComponents } from "./components";
import type { AzureRegistry } from "./registry";
import type { Scoped } from "./scope";

export class AzureService extends Service {
  readonly app: { readonly id: pulumi.Output<string>; readonly name: pulumi.Output<string> };
  readonly identity: {
    readonly id: pulumi.Output<string>;
    readonly principalId: pulumi.Output<string>;
    readonly clientId: pulumi.Output<string>;
  };

  constructor(
    name: string,
    args: Scoped<ServiceArgs<AzureComponents>> & { readonly registry: AzureRegistry | undefined },
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("azure", name, opts);
    const none = pulumi.output("");
    void args;
    this.app = { id: none, name: none };
    this.identity = { id: none, principalId: none, clientId: none };
    this.registerOutputs({});
  }
}
