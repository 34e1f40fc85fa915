import * as pulumi from "@pulumi/pulumi";
import { Cache, type CacheArgs } from "../../components/cache";
import type { GcpComponents } from "./components";

export class GcpCache extends Cache {
  override readonly host: pulumi.Output<string>;
  override readonly url: pulumi.Output<string>;

  constructor(name: string, _args: CacheArgs<GcpComponents>, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    this.host = pulumi.output("");
    this.url = pulumi.output("");
    this.registerOutputs({});
  }
}
