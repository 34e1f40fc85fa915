import * as pulumi from "@pulumi/pulumi";
import { Database, type DatabaseArgs } from "../../components/database";
import type { AzureComponents } from "./components";
import type { Scoped } from "./scope";

export class AzureDatabase extends Database {
  override readonly host: pulumi.Output<string>;
  override readonly url: pulumi.Output<string>;
  readonly server: { readonly id: pulumi.Output<string>; readonly name: pulumi.Output<string> };
  readonly databaseName: pulumi.Output<string>;

  constructor(
    name: string,
    args: Scoped<DatabaseArgs<AzureComponents>>,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("azure", name, opts);
    const none = pulumi.output("");
    void args;
    this.host = none;
    this.url = none;
    this.server = { id: none, name: none };
    this.databaseName = none;
    this.registerOutputs({});
  }
}
