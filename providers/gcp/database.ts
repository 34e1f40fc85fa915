import * as pulumi from "@pulumi/pulumi";
import { Database, type DatabaseArgs } from "../../components/database";
import type { GcpComponents } from "./components";

export class GcpDatabase extends Database {
  override readonly host: pulumi.Output<string>;
  override readonly url: pulumi.Output<string>;

  constructor(name: string, _args: DatabaseArgs<GcpComponents>, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    this.host = pulumi.output("");
    this.url = pulumi.output("");
    this.registerOutputs({});
  }
}
