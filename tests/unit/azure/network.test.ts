import { AzureNetwork } from "../../../providers/azure/network";
import { AzureEncryptionKey } from "../../../providers/azure/encryption-key";
import type { OpenStores } from "../../../providers/azure/network-security-groups";
import { sendLogs } from "../../../providers/azure/diagnostics";
import { containing, record, type Recording, valueOf, remembered } from "../mocks";
import { at, scope } from "./stores";

interface Asked {
  readonly egress?: "single" | "zonal";
  readonly open?: OpenStores;
}

const all = { database: true, cache: true };

function make({ egress = "zonal", open = all }: Asked): AzureNetwork {
  const place = scope();
  const key = new AzureEncryptionKey("logs-key", { purpose: "logs", protection: true, scope: place }, {});
  return new AzureNetwork(
    "network",
    { cidr: "10.0.0.0/16", zones: 3, egress, key, logRetentionDays: 400, open, scope: place },
    {},
  );
}

const network = remembered(make);

interface Packet {
  readonly direction: "Inbound" | "Outbound";
  readonly from: string;
  readonly to: string;
  readonly port: number;
}

interface Rule {
  readonly direction: string;
  readonly access: string;
  readonly priority: number;
  readonly sourceAddressPrefix: string;
  readonly destinationAddressPrefix: string;
  readonly destinationPortRange?: string;
  readonly destinationPortRanges?: readonly string[];
}

const services = "10.0.0.0/17";
const database = "10.0.128.0/19";
const endpoints = "10.0.160.0/19";

/** What Azure puts below the rules of every group. */
const defaults: readonly Rule[] = [
  { ...way("Inbound", "VirtualNetwork", "VirtualNetwork"), access: "Allow", priority: 65_000 },
  { ...way("Inbound", "AzureLoadBalancer", "*"), access: "Allow", priority: 65_001 },
  { ...way("Inbound", "*", "*"), access: "Deny", priority: 65_500 },
  { ...way("Outbound", "VirtualNetwork", "VirtualNetwork"), access: "Allow", priority: 65_000 },
  { ...way("Outbound", "*", "Internet"), access: "Allow", priority: 65_001 },
  { ...way("Outbound", "*", "*"), access: "Deny", priority: 65_500 },
];

function way(direction: string, sourceAddressPrefix: string, destinationAddressPrefix: string) {
  return { direction, sourceAddressPrefix, destinationAddressPrefix, destinationPortRange: "*" };
}

/** Whether an address is what a rule means; a block of the network is also part of `VirtualNetwork`. */
function means(prefix: string, address: string): boolean {
  if (prefix === "*" || prefix === address) return true;
  return prefix === "VirtualNetwork" && [services, database, endpoints].includes(address);
}

function fits(rule: Rule, port: number): boolean {
  return [rule.destinationPortRange, ...(rule.destinationPortRanges ?? [])].some((range) => {
    if (range === undefined) return false;
    const [first, last = first] = range === "*" ? ["0", "65535"] : range.split("-");
    return port >= Number(first) && port <= Number(last);
  });
}

/** What the group of a subnet does with a packet: the first rule that fits counts. */
function passes(recording: Recording, subnet: string, { direction, from, port, to }: Packet): boolean {
  const own = recording.named(`network-${subnet}-group`).inputs["securityRules"] as unknown as Rule[];
  const first = [...own, ...defaults]
    .sort((a, b) => a.priority - b.priority)
    .find(
      (rule) =>
        rule.direction === direction &&
        means(rule.sourceAddressPrefix, from) &&
        means(rule.destinationAddressPrefix, to) &&
        fits(rule, port),
    );
  return first?.access === "Allow";
}

const into = (to: string, from: string, port: number): Packet => ({ direction: "Inbound", from, to, port });
const out = (from: string, to: string, port: number): Packet => ({ direction: "Outbound", from, to, port });

describe("the network", () => {
  test("has a subnet each for services, database and private endpoints, none with a way out by itself", async () => {
    const recording = await network({});
    const subnets = recording.ofType("azure-native:network:Subnet");
    expect(subnets.map(({ name, inputs }) => [name, inputs["addressPrefix"]])).toEqual([
      ["network-database", database],
      ["network-endpoints", endpoints],
      ["network-services", services],
    ]);
    for (const { inputs, name } of subnets) {
      expect(inputs["defaultOutboundAccess"]).toBe(false);
      expect(at(inputs["networkSecurityGroup"], "id")).toContain(`/networkSecurityGroups/${name}-group`);
    }
  });

  test("leaves subnets to Container Apps and PostgreSQL, and endpoints to the security group", async () => {
    const recording = await network({});
    const delegated = (name: string) => at(recording.named(name).inputs["delegations"], 0, "serviceName");
    expect(delegated("network-services")).toBe("Microsoft.App/environments");
    expect(delegated("network-database")).toBe("Microsoft.DBforPostgreSQL/flexibleServers");
    expect(delegated("network-endpoints")).toBeNull();
    expect(recording.named("network-endpoints").inputs["privateEndpointNetworkPolicies"]).toBe(
      "NetworkSecurityGroupEnabled",
    );
  });

  test("makes its subnets one after the other, and none inside the network's own inputs", async () => {
    const recording = await network({});
    const urn = (name: string) => recording.named(name).urn;
    expect(recording.named("network-database").dependencies).toContain(urn("network-services"));
    expect(recording.named("network-endpoints").dependencies).toContain(urn("network-database"));
    expect(recording.named("network-vnet").inputs["subnets"]).toBeUndefined();
  });

  test("leads services out through one NAT gateway with a fixed address", async () => {
    const recording = await network({ egress: "single" });
    expect(at(recording.named("network-services").inputs["natGateway"], "id")).toContain(
      "/natGateways/network-nat",
    );
    expect(recording.named("network-nat").inputs).toMatchObject({
      publicIpAddresses: [{ id: containing("/publicIPAddresses/network-nat-address") }],
    });
    expect(recording.named("network-nat-address").inputs).toMatchObject({
      sku: { name: "Standard" },
      publicIPAllocationMethod: "Static",
    });
    for (const name of ["network-database", "network-endpoints"])
      expect(recording.named(name).inputs["natGateway"]).toBeUndefined();
  });

  test("hangs the way out on no gateway of one zone where a zone's loss must not matter", async () => {
    const recording = await network({ egress: "zonal" });
    expect(recording.ofType("azure-native:network:NatGateway")).toEqual([]);
    expect(recording.result.zonal).toBe(true);
    expect((await network({ egress: "single" })).result.zonal).toBe(false);
  });
});

describe("the network's security groups", () => {
  test.each([
    ["requests of Front Door", into(services, "AzureFrontDoor.Backend", 443), true],
    ["plain HTTP, even of Front Door", into(services, "AzureFrontDoor.Backend", 80), false],
    ["anybody else", into(services, "Internet", 443), false],
    ["the database", into(services, database, 443), false],
    ["the nodes among themselves", into(services, services, 8080), true],
    ["the load balancer's questions", into(services, "AzureLoadBalancer", 30_100), true],
  ])("into the services' subnet: %s", async (_, packet, passed) => {
    expect(passes(await network({}), "services", packet)).toBe(passed);
  });

  test.each([
    ["services, to PostgreSQL", into(database, services, 5432), true],
    ["services, to anything else", into(database, services, 22), false],
    ["the internet", into(database, "Internet", 5432), false],
    ["endpoints", into(database, endpoints, 5432), false],
    ["its own standby", into(database, database, 6432), true],
  ])("into the database's subnet: %s", async (_, packet, passed) => {
    expect(passes(await network({}), "database", packet)).toBe(passed);
  });

  test.each([
    ["services, by HTTPS", into(endpoints, services, 443), true],
    ["services, to the cache", into(endpoints, services, 10_000), true],
    ["services, to anything else", into(endpoints, services, 6379), false],
    ["the database", into(endpoints, database, 443), false],
    ["the internet", into(endpoints, "Internet", 443), false],
  ])("into the endpoints' subnet: %s", async (_, packet, passed) => {
    expect(passes(await network({}), "endpoints", packet)).toBe(passed);
  });

  test.each([
    ["database", out(database, "Internet", 443), false],
    ["database", out(database, services, 443), false],
    ["database", out(database, "Storage", 443), true],
    ["endpoints", out(endpoints, "Internet", 443), false],
    ["endpoints", out(endpoints, services, 443), false],
    ["services", out(services, "Internet", 443), true],
  ] as const)("out of the subnet of %s", async (subnet, packet, passed) => {
    expect(passes(await network({}), subnet, packet)).toBe(passed);
  });

  test("let nobody into a store that no service was given", async () => {
    const closed = await network({ open: { database: false, cache: false } });
    expect(passes(closed, "database", into(database, services, 5432))).toBe(false);
    expect(passes(closed, "endpoints", into(endpoints, services, 10_000))).toBe(false);
    expect(passes(closed, "endpoints", into(endpoints, services, 443))).toBe(true);
  });

  test("number their rules apart, as Azure demands", async () => {
    const recording = await network({});
    for (const { inputs } of recording.ofType("azure-native:network:NetworkSecurityGroup")) {
      const rules = inputs["securityRules"] as unknown as Rule[];
      const numbers = rules.map(({ direction, priority }) => `${direction} ${String(priority)}`);
      expect(new Set(numbers).size).toBe(rules.length);
    }
  });
});

describe("the network's flow logs", () => {
  test("are of the whole network, kept as long as asked, and can be queried", async () => {
    const recording = await network({});
    expect(recording.named("network-flow-log").inputs).toMatchObject({
      resourceGroupName: "NetworkWatcherRG",
      networkWatcherName: "NetworkWatcher_westeurope",
      targetResourceId: containing("/virtualNetworks/network-vnet"),
      storageId: containing("/storageAccounts/flows"),
      enabled: true,
      flowAnalyticsConfiguration: {
        networkWatcherFlowAnalyticsConfiguration: {
          enabled: true,
          workspaceResourceId: containing("/workspaces/scope-logs"),
        },
      },
    });
    expect(recording.named("network-flows-lifecycle").inputs).toMatchObject({
      policy: {
        rules: [
          {
            definition: {
              actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 400 } } },
            },
          },
        ],
      },
    });
  });

  test("are encrypted with our key, and written by one identity", async () => {
    const recording = await network({});
    expect(recording.named("network-flows-account").inputs).toMatchObject({
      allowSharedKeyAccess: false,
      allowBlobPublicAccess: false,
      minimumTlsVersion: "TLS1_2",
      networkRuleSet: { defaultAction: "Deny" },
      encryption: {
        keySource: "Microsoft.Keyvault",
        keyVaultProperties: { keyName: containing("logs-key-key") },
      },
    });
    expect(recording.named("network-flow-log").dependencies).toContain(
      recording.named("network-flows-writer-role").urn,
    );
  });
});

describe("a private zone", () => {
  test("is made once, linked to the network, and handed out when it is", async () => {
    const recording = await record(() => {
      const made = make({});
      const zone = "privatelink.vaultcore.azure.net";
      const first = made.privateZone(zone);
      const second = made.privateZone(zone);
      sendLogs("user", { scope: scope("other"), resource: first }, {});
      return { first, second };
    });
    expect(recording.ofType("azure-native:privatedns:PrivateZone")).toHaveLength(1);
    const link = recording.only("azure-native:privatedns:VirtualNetworkLink");
    expect(link.inputs).toMatchObject({
      virtualNetwork: { id: containing("/virtualNetworks/network-vnet") },
      registrationEnabled: false,
    });
    expect(recording.named("user").dependencies).toContain(link.urn);
    expect(await valueOf(recording.result.first)).toBe(await valueOf(recording.result.second));
  });
});
