import type * as pulumi from "@pulumi/pulumi";
import { Service, type ServiceArgs } from "../../components/service";
import type { GcpComponents } from "./components";

export class GcpService extends Service {
  constructor(name: string, _args: ServiceArgs<GcpComponents>, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    this.registerOutputs({});
  }
}
