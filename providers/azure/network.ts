import * as azure from "@pulumi/azure-native/network";
import * as privatedns from "@pulumi/azure-native/privatedns";
import * as pulumi from "@pulumi/pulumi";
import { Network, type NetworkArgs } from "../../components/network";
import type { AzureComponents } from "./components";
import { flowLogs } from "./network-flow-logs";
import { type OpenStores, securityGroups } from "./network-security-groups";
import type { Scoped } from "./scope";
import { entryBlock, type SubnetPlan, subnetPlan } from "./subnet-plan";

type Args = Scoped<NetworkArgs<AzureComponents>> & {
  /** Stores that some service connects to. Default: none. */
  readonly open?: OpenStores | undefined;
  /** IPv4 block that pods of a Kubernetes cluster have their addresses from; absent: services run on Container Apps. */
  readonly podRange?: string | undefined;
};

/** Type of the resources that a delegated subnet is left to, by subnet. */
const delegations: Partial<Record<keyof SubnetPlan, string>> = {
  services: "Microsoft.App/environments",
  database: "Microsoft.DBforPostgreSQL/flexibleServers",
};

/**
 * A virtual network of three subnets, each over all zones of the region and none with a way out that Azure gives by itself.
 *
 * - services: left to Container Apps, or to a cluster's machines; out through NAT, in only from Front Door. With `egress: single`, a NAT gateway with a
 *   fixed address in one zone. With `zonal`, the outbound rules of the environment's load balancer, which spans the zones
 *   as the environment does: one subnet takes one NAT gateway, and the kind that spans zones (StandardV2) is not yet known
 *   to the API version of this SDK.
 * - entry, for a cluster alone: where Front Door's private links come in
 * - database: left to PostgreSQL; no way out but to its standby and to Azure's storage
 * - endpoints: addresses of the cloud's own services (vault, registry, cache, storage); no way out at all
 *
 * Subnets are resources of their own, made one after the other: Azure changes a network's subnets one at a time.
 */
export class AzureNetwork extends Network {
  override readonly id: pulumi.Output<string>;
  /** Whether the loss of a zone must not matter: what runs in the network spans the zones. */
  readonly zonal: boolean;
  /** Ids of the subnets. Each resolves once it can be used. */
  readonly subnets: Readonly<Record<keyof SubnetPlan, pulumi.Output<string>>>;
  readonly plan: SubnetPlan;
  /** Name and block of the subnet of private links. Absent without a cluster. */
  readonly entry?: { readonly name: pulumi.Output<string>; readonly cidr: string };
  /** The address that everything has outside. Absent where egress is zonal: then it is the load balancer's. */
  readonly outside?: pulumi.Output<string>;
  private readonly args: Args;
  private readonly zones = new Map<string, pulumi.Output<string>>();

  /** @throws Error when the block can't be cut into the subnets (see `subnetPlan`) */
  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("azure", name, opts);
    const { cidr, egress, key, logRetentionDays, podRange, scope } = args;
    const { open = { database: false, cache: false } } = args;
    const { location, resourceGroup: resourceGroupName, tags } = scope;
    const within = { parent: this };
    const child = (role: string) => this.child(role);
    const plan = subnetPlan(cidr);
    this.args = args;

    const network = new azure.VirtualNetwork(
      child("vnet"),
      { resourceGroupName, location, tags, addressSpace: { addressPrefixes: [cidr] } },
      within,
    );
    const entry = podRange === undefined ? undefined : { podRange, cidr: entryBlock(cidr) };
    const groups = securityGroups(child, { open, plan, scope, entry }, within);
    const nat = egress === "single" ? this.natGateway() : undefined;
    const gateway = nat?.gateway;
    const services = this.subnet("services", network, plan, groups, {
      ...(gateway && { natGateway: { id: gateway.id } }),
      ...(entry && { delegations: [] }),
    });
    const database = this.subnet(
      "database",
      network,
      plan,
      groups,
      // PostgreSQL's logs for recovery go to Azure's storage by Azure's own network.
      { serviceEndpoints: [{ service: "Microsoft.Storage", locations: ["*"] }] },
      services,
    );
    const endpoints = this.subnet(
      "endpoints",
      network,
      plan,
      groups,
      { privateEndpointNetworkPolicies: "NetworkSecurityGroupEnabled" },
      database,
    );
    if (entry && groups.entry) {
      const links = this.entrySubnet(network, entry.cidr, groups.entry, endpoints);
      this.entry = { cidr: entry.cidr, name: links.id.apply((id) => id.slice(id.lastIndexOf("/") + 1)) };
    }
    flowLogs(child, within, { scope, network: network.id, key, logRetentionDays });

    this.id = network.id;
    this.zonal = egress === "zonal";
    this.plan = plan;
    if (nat) this.outside = nat.address;
    this.subnets = { services: services.id, database: database.id, endpoints: endpoints.id };
    this.registerOutputs({ id: this.id });
  }

  /**
   * Id of a private DNS zone that the network resolves, made when it is first asked for. Resolves once the network is linked.
   *
   * @param zone for example `privatelink.vaultcore.azure.net`
   */
  privateZone(zone: string): pulumi.Output<string> {
    const known = this.zones.get(zone);
    if (known) return known;
    const { resourceGroup: resourceGroupName, tags } = this.args.scope;
    const role = zone.replaceAll(".", "-");
    const made = new privatedns.PrivateZone(
      this.child(role),
      { resourceGroupName, privateZoneName: zone, location: "Global", tags },
      { parent: this },
    );
    const link = new privatedns.VirtualNetworkLink(
      this.child(`${role}-link`),
      {
        resourceGroupName,
        privateZoneName: made.name,
        location: "Global",
        tags,
        registrationEnabled: false,
        virtualNetwork: { id: this.id },
      },
      { parent: this },
    );
    const id = pulumi.all([made.id, link.id]).apply(([text]) => text);
    this.zones.set(zone, id);
    return id;
  }

  private subnet(
    subnet: keyof SubnetPlan,
    network: azure.VirtualNetwork,
    plan: SubnetPlan,
    groups: Readonly<Record<keyof SubnetPlan, azure.NetworkSecurityGroup>>,
    more: Partial<azure.SubnetArgs>,
    after?: azure.Subnet,
  ): azure.Subnet {
    const serviceName = delegations[subnet];
    return new azure.Subnet(
      this.child(subnet),
      {
        resourceGroupName: this.args.scope.resourceGroup,
        virtualNetworkName: network.name,
        addressPrefix: plan[subnet],
        networkSecurityGroup: { id: groups[subnet].id },
        defaultOutboundAccess: false,
        ...(serviceName !== undefined && { delegations: [{ name: subnet, serviceName }] }),
        ...more,
      },
      { parent: this, ...(after && { dependsOn: [after] }) },
    );
  }

  private entrySubnet(
    network: azure.VirtualNetwork,
    addressPrefix: string,
    group: azure.NetworkSecurityGroup,
    after: azure.Subnet,
  ): azure.Subnet {
    return new azure.Subnet(
      this.child("entry"),
      {
        resourceGroupName: this.args.scope.resourceGroup,
        virtualNetworkName: network.name,
        addressPrefix,
        networkSecurityGroup: { id: group.id },
        defaultOutboundAccess: false,
        // Azure takes a private link service into no other subnet.
        privateLinkServiceNetworkPolicies: "Disabled",
      },
      { parent: this, dependsOn: [after] },
    );
  }

  private natGateway() {
    const { location, resourceGroup: resourceGroupName, tags } = this.args.scope;
    const address = new azure.PublicIPAddress(
      this.child("nat-address"),
      {
        resourceGroupName,
        location,
        tags,
        sku: { name: "Standard" },
        publicIPAllocationMethod: "Static",
        publicIPAddressVersion: "IPv4",
        zones: ["1", "2", "3"],
      },
      { parent: this },
    );
    const gateway = new azure.NatGateway(
      this.child("nat"),
      {
        resourceGroupName,
        location,
        tags,
        sku: { name: "Standard" },
        idleTimeoutInMinutes: 4,
        publicIpAddresses: [{ id: address.id }],
        zones: ["1"],
      },
      { parent: this },
    );
    return { gateway, address: address.ipAddress.apply((ip) => ip ?? "") };
  }
}
