import * as network from "@pulumi/azure-native/network";
import type * as pulumi from "@pulumi/pulumi";
import type { AzureScope } from "./scope";
import type { SubnetPlan } from "./subnet-plan";

/** Stores that some service connects to. One that nobody was given admits nobody. */
export interface OpenStores {
  readonly database: boolean;
  readonly cache: boolean;
}

/** PostgreSQL, and the port that its standby is kept up to date by. */
const postgres = "5432";
const postgresReplication = "6432";
/** Azure Managed Redis. */
const redis = "10000";
const https = "443";
/** Where Container Apps' own proxy takes HTTPS from the load balancer before it. */
const httpsProxy = "31443";
/** Ports that Azure's load balancer asks whether a node of Container Apps lives. */
const nodeHealth = "30000-32767";

interface Rule {
  readonly name: string;
  readonly description: string;
  readonly direction: "Inbound" | "Outbound";
  readonly access?: "Allow" | "Deny";
  /** A CIDR block or one of Azure's service tags. Default: anything. */
  readonly from?: string;
  readonly to?: string;
  /** Default: any. */
  readonly ports?: readonly string[];
  readonly protocol?: "Tcp" | "*";
}

/** Azure lets each address of a network talk to all others of it. This takes that back. */
const closedInside: Rule = {
  name: "network-in",
  description: "Nothing else of the network",
  direction: "Inbound",
  access: "Deny",
  from: "VirtualNetwork",
  protocol: "*",
};

/** And each to the internet. */
const closedOut: Rule = {
  name: "out",
  description: "Nothing leaves",
  direction: "Outbound",
  access: "Deny",
  protocol: "*",
};

interface Entry {
  readonly podRange: string;
  readonly cidr: string;
}

/**
 * A network security group per subnet. Into the services' come only requests of Azure Front Door; into the others, only
 * what services ask of them; and those two begin no conversation, apart from the database's with its standby and its logs.
 *
 * Front Door's addresses are shared by all its customers: somebody else's Front Door could send requests to the
 * environment's own name, which nothing publishes. A service that must tell compares the header `X-Azure-FDID`.
 */
export function securityGroups(
  child: (role: string) => string,
  {
    entry,
    open,
    plan,
    scope,
  }: {
    readonly open: OpenStores;
    readonly plan: SubnetPlan;
    readonly scope: AzureScope;
    /** Where services run in a Kubernetes cluster. */
    readonly entry?: Entry | undefined;
  },
  opts: pulumi.CustomResourceOptions,
): Record<keyof SubnetPlan, network.NetworkSecurityGroup> & {
  readonly entry?: network.NetworkSecurityGroup;
} {
  const { location, resourceGroup: resourceGroupName, tags } = scope;
  const group = (subnet: keyof SubnetPlan | "entry", rules: readonly Rule[]) =>
    new network.NetworkSecurityGroup(
      child(`${subnet}-group`),
      { resourceGroupName, location, tags, securityRules: numbered(rules) },
      opts,
    );
  return {
    services: group("services", entry ? machineRules(plan, entry) : serviceRules(plan)),
    ...(entry && { entry: group("entry", entryRules(plan, entry)) }),
    database: group("database", databaseRules(plan, open)),
    endpoints: group("endpoints", endpointRules(plan, open)),
  };
}

function serviceRules({ services }: SubnetPlan): readonly Rule[] {
  return [
    {
      name: "front-door",
      description: "Requests that came through Azure Front Door",
      direction: "Inbound",
      from: "AzureFrontDoor.Backend",
      to: services,
      ports: [https, httpsProxy],
    },
    {
      name: "health",
      description: "Azure's load balancer asks whether the nodes live",
      direction: "Inbound",
      from: "AzureLoadBalancer",
      to: services,
      ports: [nodeHealth],
    },
    {
      name: "nodes",
      description: "The environment's nodes among themselves",
      direction: "Inbound",
      from: services,
      to: services,
      protocol: "*",
    },
    closedInside,
  ];
}

/**
 * Machines of a cluster. Pods have addresses of their own among themselves and the machine's towards everybody else
 * (documentation: "Azure CNI Overlay, network security groups").
 */
function machineRules({ services }: SubnetPlan, { cidr, podRange }: Entry): readonly Rule[] {
  return [
    {
      name: "front-door",
      description: "Requests that came through Front Door's private links",
      direction: "Inbound",
      from: cidr,
      to: services,
    },
    {
      name: "health",
      description: "Azure's load balancer asks whether a machine has a replica that is ready",
      direction: "Inbound",
      from: "AzureLoadBalancer",
      to: services,
      ports: [nodeHealth],
    },
    {
      name: "nodes",
      description: "The machines among themselves",
      direction: "Inbound",
      from: services,
      to: services,
      protocol: "*",
    },
    {
      name: "nodes-pods",
      description: "The machines to pods",
      direction: "Inbound",
      from: services,
      to: podRange,
      protocol: "*",
    },
    {
      name: "pods",
      description: "Pods among themselves, as far as network policies let them",
      direction: "Inbound",
      from: podRange,
      to: podRange,
      protocol: "*",
    },
    closedInside,
  ];
}

/** Private links lead to the machines only. */
function entryRules({ services }: SubnetPlan, { cidr }: Entry): readonly Rule[] {
  return [
    closedInside,
    {
      name: "machines",
      description: "Requests to the load balancer before the machines",
      direction: "Outbound",
      from: cidr,
      to: services,
    },
    closedOut,
  ];
}

function databaseRules({ database, services }: SubnetPlan, open: OpenStores): readonly Rule[] {
  const replication = { from: database, to: database, ports: [postgres, postgresReplication] };
  return [
    ...(open.database ? [fromServices("services", "Services", services, database, postgres)] : []),
    {
      ...replication,
      name: "replication",
      description: "The server and its standby",
      direction: "Inbound",
    },
    closedInside,
    {
      ...replication,
      name: "replication-out",
      description: "The server and its standby",
      direction: "Outbound",
    },
    {
      name: "storage-out",
      description: "Azure Storage, where the server keeps its logs for recovery",
      direction: "Outbound",
      from: database,
      to: "Storage",
      ports: [https],
    },
    closedOut,
  ];
}

function endpointRules({ endpoints, services }: SubnetPlan, open: OpenStores): readonly Rule[] {
  return [
    fromServices("services", "Azure's own services", services, endpoints, https),
    ...(open.cache ? [fromServices("services-cache", "The cache", services, endpoints, redis)] : []),
    closedInside,
    closedOut,
  ];
}

function fromServices(name: string, description: string, from: string, to: string, port: string): Rule {
  return {
    name,
    description: `${description}, by what runs as a service`,
    direction: "Inbound",
    from,
    to,
    ports: [port],
  };
}

/** In Azure's words; the first rule that fits counts. */
function numbered(rules: readonly Rule[]) {
  const next = { Inbound: 100, Outbound: 100 };
  return rules.map((rule) => {
    const priority = rule.access === "Deny" ? 4096 : next[rule.direction];
    next[rule.direction] += 10;
    return {
      name: rule.name,
      description: rule.description,
      direction: rule.direction,
      access: rule.access ?? "Allow",
      priority,
      protocol: rule.protocol ?? "Tcp",
      sourceAddressPrefix: rule.from ?? "*",
      sourcePortRange: "*",
      destinationAddressPrefix: rule.to ?? "*",
      ...(rule.ports ? { destinationPortRanges: [...rule.ports] } : { destinationPortRange: "*" }),
    };
  });
}
