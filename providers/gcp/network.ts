import * as compute from "@pulumi/gcp/compute";
import * as servicenetworking from "@pulumi/gcp/servicenetworking";
import type * as pulumi from "@pulumi/pulumi";
import { Network, type NetworkArgs } from "../../components/network";
import type { GcpSharedComponents } from "./components";
import { egress } from "./network-egress";
import { firewall } from "./network-firewall";
import { googleAccess } from "./network-google-access";
import { type SubnetPlan, subnetPlan } from "./subnet-plan";
import type { GcpProject } from "./project";

export interface Subnet {
  readonly id: pulumi.Output<string>;
  readonly name: pulumi.Output<string>;
  readonly selfLink: pulumi.Output<string>;
  readonly cidr: string;
}

export interface GcpNetworkArgs extends NetworkArgs<GcpSharedComponents> {
  /** Whether pods of Kubernetes have addresses of their own in it. Default: false. */
  readonly pods?: boolean | undefined;
}

/** A block of addresses beside a subnet's own. */
export interface SecondaryRange {
  readonly name: string;
  readonly cidr: string;
}

/** Who carries it may call out by HTTPS. */
const serviceTag = "service";

/**
 * A VPC of our own, in one region. Its tiers are not subnets per zone, as on other clouds:
 *
 * - public: Google's own front ends, outside of the network; nothing in the network has an address that is reached from
 *   outside
 * - private: one subnet for services, over all zones of the region; out through Cloud NAT, never in. Cloud NAT outlives the
 *   loss of any zone by itself; with `zonal`, it has as many fixed addresses as zones were asked for, so that others can
 *   admit them
 * - data: Google's own network behind private services access, where databases and caches have their addresses; it knows no
 *   route but that to this one
 *
 * Google keeps a deleted database's side of that access for a while, and refuses to take the access down until then: such a
 * `pulumi destroy` is to be run again later (or `gcloud compute networks peerings delete` helps at once).
 *
 * Flow, NAT and DNS logs go where all logs go: see `GcpTelemetry`, which keeps them under the same key and for as
 * long.
 */
export class GcpNetwork extends Network {
  override readonly id: pulumi.Output<string>;
  readonly selfLink: pulumi.Output<string>;
  /** Where the services' replicas have their addresses. */
  readonly subnet: Subnet;
  /** Where pods of Kubernetes have theirs; absent where there are none. */
  readonly pods?: SecondaryRange;
  /** Block that databases and caches have their addresses in. */
  readonly privateServices: string;
  /** Name of the allocated range of `privateServices`. */
  readonly privateRangeName: pulumi.Output<string>;
  /** What a database or cache with a private address waits for: for `dependsOn`. */
  readonly privateConnection: pulumi.Resource;
  /** Network tag of everything that may call out by HTTPS, to Google and, through NAT, to others. */
  readonly serviceTag: string = serviceTag;
  readonly project: GcpProject;

  /** @throws Error when the block can't be cut (see `subnetPlan`) */
  constructor(name: string, args: GcpNetworkArgs, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    const { project } = args.key;
    const within = { parent: this };
    const child = (role: string) => this.child(role);
    const plan = subnetPlan(args.cidr);

    const network = new compute.Network(
      child("vpc"),
      {
        description: "The platform's network",
        autoCreateSubnetworks: false,
        routingMode: "REGIONAL",
        // The ways out are those that are made here.
        deleteDefaultRoutesOnCreate: true,
      },
      { ...within, dependsOn: project.after("compute") },
    );
    const pods = args.pods === true ? { name: "pods", cidr: plan.pods } : undefined;
    const subnet = this.servicesSubnet(network, plan, project, pods);
    firewall(child, { network: network.id, tag: serviceTag }, within);
    googleAccess(child, { network: network.id, project }, within);
    egress(
      child,
      {
        network: network.id,
        subnet: subnet.id,
        project,
        addresses: args.egress === "zonal" ? args.zones : 0,
      },
      within,
    );

    const { connection, range } = this.privateAccess(network, plan, project);
    this.id = network.id;
    this.selfLink = network.selfLink;
    this.subnet = { id: subnet.id, name: subnet.name, selfLink: subnet.selfLink, cidr: plan.services };
    if (pods) this.pods = pods;
    this.privateServices = plan.privateServices.cidr;
    this.privateRangeName = range.name;
    this.privateConnection = connection;
    this.project = project;
    this.registerOutputs({ id: this.id });
  }

  private servicesSubnet(
    network: compute.Network,
    { services }: SubnetPlan,
    { region }: GcpProject,
    pods: SecondaryRange | undefined,
  ): compute.Subnetwork {
    return new compute.Subnetwork(
      this.child("services"),
      {
        network: network.id,
        region,
        ipCidrRange: services,
        stackType: "IPV4_ONLY",
        ...(pods && { secondaryIpRanges: [{ rangeName: pods.name, ipCidrRange: pods.cidr }] }),
        privateIpGoogleAccess: true,
        logConfig: {
          aggregationInterval: "INTERVAL_1_MIN",
          // All flows: a flow log with gaps proves nothing.
          flowSampling: 1,
          metadata: "INCLUDE_ALL_METADATA",
        },
      },
      { parent: this },
    );
  }

  private privateAccess(network: compute.Network, { privateServices }: SubnetPlan, project: GcpProject) {
    const { address, prefixLength } = privateServices;
    const range = new compute.GlobalAddress(
      this.child("data"),
      {
        description: "Databases and caches",
        network: network.id,
        purpose: "VPC_PEERING",
        addressType: "INTERNAL",
        address,
        prefixLength,
      },
      { parent: this },
    );
    const connection = new servicenetworking.Connection(
      this.child("data-access"),
      {
        network: network.id,
        service: "servicenetworking.googleapis.com",
        reservedPeeringRanges: [range.name],
      },
      { parent: this, dependsOn: project.after("servicenetworking") },
    );
    return { connection, range };
  }
}
