import * as ec2 from "@pulumi/aws/ec2";
import { getAvailabilityZonesOutput } from "@pulumi/aws/getAvailabilityZones";
import * as pulumi from "@pulumi/pulumi";
import { Network, type NetworkArgs } from "../../components/network";
import type { AwsSharedComponents } from "./components";
import { closeDefaults, tierAcls } from "./network-acls";
import { privateAccess } from "./network-endpoints";
import { flowLogs } from "./network-flow-logs";
import { type SubnetPlan, subnetPlan } from "./subnet-plan";

type Tier = keyof SubnetPlan;

export interface AwsNetworkArgs extends NetworkArgs<AwsSharedComponents> {
  /** Further tags of a tier's subnets, by which others find them. */
  readonly subnetTags?: Readonly<Partial<Record<Tier, Readonly<Record<string, string>>>>> | undefined;
}

/**
 * A VPC with three tiers of subnets.
 *
 * - public: the load balancer and the NAT gateways; a route to the internet gateway; no address is given out by itself
 * - private: services; out through NAT (of the same zone where `egress` is `zonal`), never in
 * - data: database and cache; no route but the network's own
 */
export class AwsNetwork extends Network {
  override readonly id: pulumi.Output<string>;
  readonly vpcId: pulumi.Output<string>;
  readonly cidr: string;
  /** Blocks of the subnets, by tier and in the order of the zones. */
  readonly plan: SubnetPlan;
  readonly publicSubnetIds: pulumi.Output<string>[];
  readonly privateSubnetIds: pulumi.Output<string>[];
  readonly dataSubnetIds: pulumi.Output<string>[];

  /** @throws Error when the block can't be cut into the tiers (see `subnetPlan`) */
  constructor(name: string, args: AwsNetworkArgs, opts: pulumi.ComponentResourceOptions) {
    super("aws", name, opts);
    const { cidr, egress, key, logRetentionDays, zones } = args;
    const within = { parent: this };
    const child = (role: string) => this.child(role);
    const plan = subnetPlan(cidr, zones);

    const vpc = new ec2.Vpc(
      child("vpc"),
      { cidrBlock: cidr, enableDnsSupport: true, enableDnsHostnames: true, tags: { Name: child("vpc") } },
      within,
    );
    closeDefaults(child, vpc, within);

    const subnets = this.subnets(vpc, plan, args.subnetTags);
    const { publicTable, wayOut } = this.publicRoutes(vpc, subnets.public);
    const privateTables = this.privateRoutes(vpc, subnets, egress, wayOut);
    this.routeTable("data", vpc, subnets.data);
    tierAcls(child, vpc, cidr, subnets, within);

    privateAccess(child, within, {
      vpc,
      cidr,
      account: key.account,
      routeTableIds: [publicTable, ...privateTables].map(({ id }) => id),
      // An address in each zone where a zone's loss must not matter; else one, for it is paid by the hour.
      subnetIds: (egress === "zonal" ? subnets.private : subnets.private.slice(0, 1)).map(({ id }) => id),
    });
    flowLogs(child, within, { vpc, key, logRetentionDays });

    this.id = vpc.id;
    this.vpcId = vpc.id;
    this.cidr = cidr;
    this.plan = plan;
    this.publicSubnetIds = subnets.public.map(({ id }) => id);
    this.privateSubnetIds = subnets.private.map(({ id }) => id);
    this.dataSubnetIds = subnets.data.map(({ id }) => id);
    this.registerOutputs({ id: this.id });
  }

  private subnets(
    vpc: ec2.Vpc,
    plan: SubnetPlan,
    tags: AwsNetworkArgs["subnetTags"],
  ): Record<Tier, ec2.Subnet[]> {
    const zones = getAvailabilityZonesOutput(
      // Local zones and zones that an account must opt in to lack most services.
      { state: "available", filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }] },
      { parent: this },
    ).names;
    const tier = (kind: Tier) =>
      plan[kind].map((cidrBlock, zone) => {
        const subnet = this.child(`${kind}-${String(zone + 1)}`);
        return new ec2.Subnet(
          subnet,
          {
            vpcId: vpc.id,
            cidrBlock,
            availabilityZone: zones.apply((names) => zoneAt(names, zone)),
            mapPublicIpOnLaunch: false,
            tags: { ...tags?.[kind], Name: subnet },
          },
          { parent: this },
        );
      });
    return { public: tier("public"), private: tier("private"), data: tier("data") };
  }

  private publicRoutes(vpc: ec2.Vpc, subnets: readonly ec2.Subnet[]) {
    const gateway = new ec2.InternetGateway(
      this.child("internet"),
      { vpcId: vpc.id, tags: { Name: this.child("internet") } },
      { parent: this },
    );
    const publicTable = this.routeTable("public", vpc, subnets);
    const wayOut = new ec2.Route(
      this.child("public-internet"),
      { routeTableId: publicTable.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id },
      { parent: this },
    );
    return { publicTable, wayOut };
  }

  private privateRoutes(
    vpc: ec2.Vpc,
    subnets: Record<Tier, readonly ec2.Subnet[]>,
    egress: "single" | "zonal",
    wayOut: ec2.Route,
  ): ec2.RouteTable[] {
    const gateways = (egress === "zonal" ? subnets.public : subnets.public.slice(0, 1)).map((subnet, zone) =>
      this.natGateway(String(zone + 1), subnet, wayOut),
    );
    return subnets.private.map((subnet, zone) => {
      const number = String(zone + 1);
      const table = this.routeTable(`private-${number}`, vpc, [subnet]);
      const gateway = gateways[zone] ?? gateways[0];
      if (gateway)
        new ec2.Route(
          this.child(`private-${number}-nat`),
          { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: gateway.id },
          { parent: this },
        );
      return table;
    });
  }

  private natGateway(number: string, subnet: ec2.Subnet, wayOut: ec2.Route): ec2.NatGateway {
    const name = this.child(`nat-${number}`);
    const address = new ec2.Eip(
      this.child(`nat-address-${number}`),
      { domain: "vpc", tags: { Name: name } },
      { parent: this },
    );
    return new ec2.NatGateway(
      name,
      { allocationId: address.id, subnetId: subnet.id, tags: { Name: name } },
      // AWS refuses a NAT gateway in a network that has no way out yet, and nothing else says that it needs one.
      { parent: this, dependsOn: [wayOut] },
    );
  }

  private routeTable(role: string, vpc: ec2.Vpc, subnets: readonly ec2.Subnet[]): ec2.RouteTable {
    const name = this.child(`${role}-routes`);
    const table = new ec2.RouteTable(name, { vpcId: vpc.id, tags: { Name: name } }, { parent: this });
    subnets.forEach((subnet, index) => {
      new ec2.RouteTableAssociation(
        `${name}-${String(index + 1)}`,
        { routeTableId: table.id, subnetId: subnet.id },
        { parent: this },
      );
    });
    return table;
  }
}

/**
 * The name of the zone of that index.
 *
 * @throws pulumi.RunError when the region has fewer zones than asked for
 */
export function zoneAt(names: readonly string[], zone: number): string {
  const name = names[zone];
  if (name === undefined)
    throw new pulumi.RunError(
      `this region has only ${String(names.length)} availability zones; ` +
        `set network.zones to at most ${String(names.length)}`,
    );
  return name;
}
