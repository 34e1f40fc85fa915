import * as compute from "@pulumi/gcp/compute";
import * as servicenetworking from "@pulumi/gcp/servicenetworking";
import type * as pulumi from "@pulumi/pulumi";
import { Network, type NetworkArgs } from "../../components/network";
import type { GcpComponents } from "./components";
import type { GcpProject } from "./project";

export interface Subnet {
  readonly id: pulumi.Output<string>;
  readonly name: pulumi.Output<string>;
  readonly selfLink: pulumi.Output<string>;
  readonly cidr: string;
}

export class GcpNetwork extends Network {
  override readonly id: pulumi.Output<string>;
  readonly selfLink: pulumi.Output<string>;
  /** Where the services' replicas have their addresses. */
  readonly subnet: Subnet;
  /** Block that databases and caches of Google's own services get their addresses from. */
  readonly privateServices: string;
  /** Name of the allocated range of `privateServices`. */
  readonly privateRangeName: pulumi.Output<string>;
  /** What a database or cache with a private address waits for: for `dependsOn`. */
  readonly privateConnection: pulumi.Resource;
  /** Network tag of everything that may call out by HTTPS, to Google and, through NAT, to others. */
  readonly serviceTag: string;
  readonly project: GcpProject;

  constructor(name: string, args: NetworkArgs<GcpComponents>, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    const { project } = args.key;
    const network = new compute.Network(
      this.child("vpc"),
      { autoCreateSubnetworks: false },
      { parent: this },
    );
    const subnet = new compute.Subnetwork(
      this.child("services"),
      { network: network.id, ipCidrRange: args.cidr, region: project.region },
      { parent: this },
    );
    const range = new compute.GlobalAddress(
      this.child("range"),
      { network: network.id, purpose: "VPC_PEERING", addressType: "INTERNAL", prefixLength: 18 },
      { parent: this },
    );
    this.privateConnection = new servicenetworking.Connection(
      this.child("private-services"),
      {
        network: network.id,
        service: "servicenetworking.googleapis.com",
        reservedPeeringRanges: [range.name],
      },
      { parent: this },
    );
    this.id = network.id;
    this.selfLink = network.selfLink;
    this.subnet = { id: subnet.id, name: subnet.name, selfLink: subnet.selfLink, cidr: args.cidr };
    this.privateServices = args.cidr;
    this.privateRangeName = range.name;
    this.serviceTag = "service";
    this.project = project;
    this.registerOutputs({ id: this.id });
  }
}
