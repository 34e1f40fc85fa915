import { types } from "../../../../localcloud/gcp/types";
import type { Properties } from "../../../../localcloud/rules";
import { describeMistakes, type Google, region } from "./google";

const custom = async (google: Google): Promise<string> =>
  (await google.make(types.network, { name: "main", autoCreateSubnetworks: false })).id;
const subnet = async (google: Google) => ({
  name: "data",
  network: await custom(google),
  region,
  ipCidrRange: "10.0.0.0/20",
});
const logged = async (google: Google) => ({
  ...(await subnet(google)),
  logConfig: { aggregationInterval: "INTERVAL_1_MIN", flowSampling: 1, metadata: "INCLUDE_ALL_METADATA" },
});
const secondary = (...ranges: string[]) =>
  ranges.map((ipCidrRange, index) => ({ rangeName: `range-${String(index)}`, ipCidrRange }));
const way = async (google: Google) => ({
  network: (await google.network({ services: false })).id,
  destRange: "0.0.0.0/0",
  nextHopGateway: "default-internet-gateway",
});
const nat = async (google: Google): Promise<Properties> => {
  const network = await google.network({ services: false });
  const router = await google.make(types.router, { name: "router", network: network.id, region });
  return {
    router: router.outputs["name"] ?? "",
    region,
    sourceSubnetworkIpRangesToNat: "LIST_OF_SUBNETWORKS",
    subnetworks: [{ name: network.subnet, sourceIpRangesToNats: ["ALL_IP_RANGES"] }],
    enableDynamicPortAllocation: true,
    enableEndpointIndependentMapping: false,
    minPortsPerVm: 64,
    maxPortsPerVm: 4096,
  };
};
const fixedNat = async (google: Google): Promise<Properties> => {
  const { selfLink } = (await google.make(types.address, { name: "out", region })).outputs;
  return { ...(await nat(google)), natIpAllocateOption: "MANUAL_ONLY", natIps: [selfLink ?? ""] };
};
const firewall = async (google: Google) => ({
  network: await custom(google),
  direction: "EGRESS",
  priority: 1000,
  allows: [{ protocol: "tcp", ports: ["443"] }],
  destinationRanges: ["0.0.0.0/0"],
});
const entry = async (google: Google) => ({
  network: await custom(google),
  direction: "INGRESS",
  allows: [{ protocol: "tcp", ports: ["8000-8080"] }],
  sourceRanges: ["10.0.0.0/8"],
  targetTags: ["service"],
});
const range = async (google: Google) => ({
  network: (await google.network({ services: false })).id,
  purpose: "VPC_PEERING",
  addressType: "INTERNAL",
  address: "10.0.64.0",
  prefixLength: 18,
});
const connection = async (google: Google): Promise<Properties> => {
  const { network, ...allocated } = await range(google);
  const { outputs } = await google.make(types.globalAddress, { ...allocated, network });
  return {
    network,
    service: "servicenetworking.googleapis.com",
    reservedPeeringRanges: [outputs["name"] ?? ""],
  };
};

describeMistakes("networks and subnets", [
  {
    mistake: "a name with capitals",
    type: types.network,
    right: { name: "main" },
    wrong: { name: "Main" },
    path: "name",
    words: "may only have lower-case letters, digits and hyphens",
  },
  {
    mistake: "a name that ends with a hyphen",
    type: types.network,
    right: { name: "main" },
    wrong: { name: "main-" },
    path: "name",
    words: "no hyphen at the end",
  },
  {
    mistake: "a name of 64 characters",
    type: types.network,
    right: { name: "a".repeat(63) },
    wrong: { name: "a".repeat(64) },
    path: "name",
    words: "longer than 63 characters",
  },
  {
    mistake: "packets that are larger than any network's",
    type: types.network,
    right: { mtu: 8896 },
    wrong: { mtu: 9000 },
    path: "mtu",
    words: "from 1300 to 8896",
  },
  {
    mistake: "a subnet with bits set beyond its prefix",
    type: types.subnetwork,
    right: subnet,
    wrong: { ipCidrRange: "10.0.0.1/20" },
    path: "ipCidrRange",
    words: "did you mean '10.0.0.0/20'?",
  },
  {
    mistake: "a subnet of a range that is not for subnets",
    type: types.subnetwork,
    right: subnet,
    wrong: { ipCidrRange: "169.254.0.0/24" },
    path: "ipCidrRange",
    words: "link-local addresses and the metadata server",
  },
  {
    mistake: "a subnet over Google's own private addresses",
    type: types.subnetwork,
    right: subnet,
    wrong: { ipCidrRange: "199.36.152.0/23" },
    path: "ipCidrRange",
    words: "is not for subnets",
  },
  {
    mistake: "a subnet that is too small",
    type: types.subnetwork,
    right: subnet,
    wrong: { ipCidrRange: "10.0.0.0/30" },
    path: "ipCidrRange",
    words: "a prefix of /4 to /29",
  },
  {
    mistake: "a subnet that overlaps another of its network",
    type: types.subnetwork,
    right: async (google) => ({
      name: "data",
      network: (await google.network({ services: false })).id,
      region: "europe-west3",
      ipCidrRange: "10.0.1.0/24",
    }),
    wrong: { ipCidrRange: "10.0.0.128/25" },
    path: "ipCidrRange",
    words: "conflicts with existing range 10.0.0.0/24",
  },
  {
    mistake: "a subnet within a range that is allocated for databases",
    type: types.subnetwork,
    right: async (google) => {
      const { network, ...allocated } = await range(google);
      await google.make(types.globalAddress, { ...allocated, network });
      return { name: "data", network, region, ipCidrRange: "10.0.128.0/24" };
    },
    wrong: { ipCidrRange: "10.0.65.0/24" },
    path: "ipCidrRange",
    words: "conflicts with existing range 10.0.64.0/18",
  },
  {
    mistake: "a subnet where a network in auto mode has its own",
    type: types.subnetwork,
    right: async (google) => ({
      name: "data",
      network: (await google.make(types.network, { name: "auto" })).id,
      region,
      ipCidrRange: "10.0.0.0/20",
    }),
    wrong: { ipCidrRange: "10.132.0.0/20" },
    path: "ipCidrRange",
    words: "a network in auto mode",
  },
  {
    mistake: "secondary ranges that overlap",
    type: types.subnetwork,
    right: async (google) => ({
      ...(await subnet(google)),
      secondaryIpRanges: secondary("10.1.0.0/20", "10.2.0.0/20"),
    }),
    wrong: { secondaryIpRanges: secondary("10.1.0.0/20", "10.1.8.0/24") },
    path: "secondaryIpRanges[1].ipCidrRange",
    words: "10.1.8.0/24 conflicts with existing range 10.1.0.0/20 of the same subnet",
  },
  {
    mistake: "a secondary range that overlaps another subnet",
    type: types.subnetwork,
    right: async (google) => ({
      name: "data",
      network: (await google.network({ services: false })).id,
      region,
      ipCidrRange: "10.3.0.0/24",
      secondaryIpRanges: secondary("10.1.0.0/20"),
    }),
    wrong: { secondaryIpRanges: secondary("10.0.0.0/20") },
    path: "secondaryIpRanges[0].ipCidrRange",
    words: "conflicts with existing range 10.0.0.0/24",
  },
  {
    mistake: "two secondary ranges of one name",
    type: types.subnetwork,
    right: async (google) => ({
      ...(await subnet(google)),
      secondaryIpRanges: secondary("10.1.0.0/20", "10.2.0.0/20"),
    }),
    wrong: {
      secondaryIpRanges: [...secondary("10.1.0.0/20"), ...secondary("10.2.0.0/20")],
    },
    path: "secondaryIpRanges",
    words: "two secondary ranges have the name 'range-0'",
  },
  {
    mistake: "a subnet in a network that is not there",
    type: types.subnetwork,
    right: subnet,
    wrong: { network: "projects/local-project/global/networks/other" },
    path: "network",
    words: "there is no gcp:compute/network:Network",
  },
  {
    mistake: "a region that Google does not have",
    type: types.subnetwork,
    right: subnet,
    wrong: { region: "europe-west11" },
    path: "region",
    words: "'europe-west11' is not a region of gcp; did you mean",
  },
  {
    mistake: "an interval that flow logs do not know",
    type: types.subnetwork,
    right: logged,
    wrong: { logConfig: { aggregationInterval: "INTERVAL_1_MINUTE" } },
    path: "logConfig.aggregationInterval",
    words: "INTERVAL_1_MIN",
  },
  {
    mistake: "more than all flows",
    type: types.subnetwork,
    right: logged,
    wrong: { logConfig: { flowSampling: 100 } },
    path: "logConfig.flowSampling",
    words: "from 0 to 1",
  },
  {
    mistake: "fields of flow logs that keep all anyway",
    type: types.subnetwork,
    right: async (google) => ({
      ...(await subnet(google)),
      logConfig: { metadata: "CUSTOM_METADATA", metadataFields: ["src_instance"] },
    }),
    wrong: { logConfig: { metadata: "INCLUDE_ALL_METADATA", metadataFields: ["src_instance"] } },
    path: "logConfig.metadataFields",
    words: "only be given with the metadata CUSTOM_METADATA",
  },
  {
    mistake: "IPv6 addresses of no kind",
    type: types.subnetwork,
    right: async (google) => ({
      ...(await subnet(google)),
      stackType: "IPV4_IPV6",
      ipv6AccessType: "INTERNAL",
    }),
    wrong: { ipv6AccessType: undefined },
    path: "ipv6AccessType",
    words: "must be INTERNAL or EXTERNAL",
  },
  {
    mistake: "flow logs of a subnet for proxies",
    type: types.subnetwork,
    right: async (google) => ({
      ...(await subnet(google)),
      purpose: "REGIONAL_MANAGED_PROXY",
      role: "ACTIVE",
    }),
    wrong: { logConfig: { flowSampling: 0.5 } },
    path: "logConfig",
    words: "not available for the purpose REGIONAL_MANAGED_PROXY",
  },
]);

describeMistakes("routes and Cloud NAT", [
  {
    mistake: "a route without a next hop",
    type: types.route,
    right: way,
    wrong: { nextHopGateway: undefined },
    path: "nextHopGateway",
    words: "is missing: one of",
  },
  {
    mistake: "a route to another gateway than the internet's",
    type: types.route,
    right: way,
    wrong: { nextHopGateway: "nat-gateway" },
    path: "nextHopGateway",
    words: "the only one is default-internet-gateway",
  },
  {
    mistake: "a route that hides a subnet",
    type: types.route,
    right: way,
    wrong: { destRange: "10.0.0.0/25" },
    path: "destRange",
    words: "Route hides the address space",
  },
  {
    mistake: "a priority beyond 65535",
    type: types.route,
    right: way,
    wrong: { priority: 65_536 },
    path: "priority",
    words: "from 0 to 65535",
  },
  {
    mistake: "a router with a number that is not for private use",
    type: types.router,
    right: async (google) => ({ network: await custom(google), region, bgp: { asn: 64_512 } }),
    wrong: { bgp: { asn: 64_000 } },
    path: "bgp.asn",
    words: "must be a private number",
  },
  {
    mistake: "an address that is none",
    type: types.address,
    right: { region, address: "34.1.2.3" },
    wrong: { address: "34.1.2" },
    path: "address",
    words: "'34.1.2' is no IP address",
  },
  {
    mistake: "an address on the internet in a subnet",
    type: types.address,
    right: async (google) => ({
      region,
      addressType: "INTERNAL",
      subnetwork: (await google.network({ services: false })).subnet,
    }),
    wrong: { addressType: "EXTERNAL" },
    path: "subnetwork",
    words: "an external address is in no subnet",
  },
  {
    mistake: "dynamic ports with endpoint-independent mapping",
    type: types.routerNat,
    right: nat,
    wrong: { enableEndpointIndependentMapping: true },
    path: "enableEndpointIndependentMapping",
    words: "exclude each other",
  },
  {
    mistake: "a number of ports that is no power of two",
    type: types.routerNat,
    right: nat,
    wrong: { minPortsPerVm: 100 },
    path: "minPortsPerVm",
    words: "must be a power of two from 32 to 32768",
  },
  {
    mistake: "fixed addresses that are left to Google",
    type: types.routerNat,
    right: fixedNat,
    wrong: { natIpAllocateOption: "AUTO_ONLY" },
    path: "natIps",
    words: "only be given with natIpAllocateOption MANUAL_ONLY",
  },
  {
    mistake: "fixed addresses without any",
    type: types.routerNat,
    right: fixedNat,
    wrong: { natIps: [] },
    path: "natIps",
    words: "MANUAL_ONLY needs at least one address",
  },
  {
    mistake: "an address of another region",
    type: types.routerNat,
    right: fixedNat,
    wrong: async (google) => ({
      natIps: [(await google.make(types.address, { name: "far", region: "europe-west3" })).id],
    }),
    path: "natIps[0]",
    words: "the address is in europe-west3, not in europe-west1",
  },
  {
    mistake: "an internal address",
    type: types.routerNat,
    right: fixedNat,
    wrong: async (google) => ({
      natIps: [(await google.make(types.address, { name: "in", region, addressType: "INTERNAL" })).id],
    }),
    path: "natIps[0]",
    words: "NAT needs external addresses",
  },
  {
    mistake: "a list of subnets that is empty",
    type: types.routerNat,
    right: nat,
    wrong: { subnetworks: undefined },
    path: "subnetworks",
    words: "needs at least one subnet",
  },
  {
    mistake: "a second NAT for the same subnet",
    type: types.routerNat,
    right: async (google) => {
      const inputs = await nat(google);
      const whole = { sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES" };
      const other = await google.make(types.network, { name: "other", autoCreateSubnetworks: false });
      const router = await google.make(types.router, { name: "free", network: other.id, region });
      await google.make(types.routerNat, { ...inputs, name: "first" });
      return { region, ...whole, router: router.id };
    },
    wrong: { router: "router" },
    path: "sourceSubnetworkIpRangesToNat",
    words: "each has one NAT only",
  },
  {
    mistake: "a router in another region",
    type: types.routerNat,
    right: nat,
    wrong: { region: "europe-west3" },
    path: "router",
    words: "the router is in europe-west1, but the NAT in europe-west3",
  },
]);

describeMistakes("firewall rules", [
  {
    mistake: "a priority beyond 65535",
    type: types.firewall,
    right: firewall,
    wrong: { priority: 100_000 },
    path: "priority",
    words: "from 0 to 65535",
  },
  {
    mistake: "sources of what goes out",
    type: types.firewall,
    right: firewall,
    wrong: { sourceRanges: ["10.0.0.0/8"] },
    path: "sourceRanges",
    words: "has destinationRanges, and no sources",
  },
  {
    mistake: "what comes in from nowhere",
    type: types.firewall,
    right: entry,
    wrong: { sourceRanges: undefined },
    path: "sourceRanges",
    words: "must be given for INGRESS",
  },
  {
    mistake: "a rule that allows and denies",
    type: types.firewall,
    right: firewall,
    wrong: { denies: [{ protocol: "all" }] },
    path: "denies",
    words: "conflicts with `allows`",
  },
  {
    mistake: "ports of a protocol without any",
    type: types.firewall,
    right: entry,
    wrong: { allows: [{ protocol: "icmp", ports: ["80"] }] },
    path: "allows[0].ports",
    words: "'icmp' has no ports",
  },
  {
    mistake: "a range of ports that is upside down",
    type: types.firewall,
    right: entry,
    wrong: { allows: [{ protocol: "tcp", ports: ["8080-8000"] }] },
    path: "allows[0].ports[0]",
    words: "not within 0 to 65535",
  },
  {
    mistake: "a protocol that is none",
    type: types.firewall,
    right: entry,
    wrong: { allows: [{ protocol: "https", ports: ["443"] }] },
    path: "allows[0].protocol",
    words: "'https' is no protocol",
  },
  {
    mistake: "a source range with bits set beyond its prefix",
    type: types.firewall,
    right: entry,
    wrong: { sourceRanges: ["10.1.2.3/8"] },
    path: "sourceRanges[0]",
    words: "did you mean '10.0.0.0/8'?",
  },
  {
    mistake: "network tags beside service accounts",
    type: types.firewall,
    right: entry,
    wrong: { sourceServiceAccounts: ["api@local-project.iam.gserviceaccount.com"] },
    path: "sourceServiceAccounts",
    words: "can't stand together with network tags",
  },
  {
    mistake: "a network tag with capitals",
    type: types.firewall,
    right: entry,
    wrong: { targetTags: ["Service"] },
    path: "targetTags[0]",
    words: "must be a network tag",
  },
]);

describeMistakes("private services access", [
  {
    mistake: "a range that overlaps a subnet",
    type: types.globalAddress,
    right: range,
    wrong: { address: "10.0.0.0" },
    path: "address",
    words: "10.0.0.0/18 overlaps 10.0.0.0/24",
  },
  {
    mistake: "a range that does not begin where its prefix says",
    type: types.globalAddress,
    right: range,
    wrong: { address: "10.0.70.0" },
    path: "address",
    words: "does not begin a range of /18; 10.0.64.0 does",
  },
  {
    mistake: "a range without its length",
    type: types.globalAddress,
    right: range,
    wrong: { prefixLength: undefined, address: undefined },
    path: "prefixLength",
    words: "must be given for the purpose VPC_PEERING",
  },
  {
    mistake: "a range without its network",
    type: types.globalAddress,
    right: range,
    wrong: { network: undefined },
    path: "network",
    words: "must be given for the purpose VPC_PEERING",
  },
  {
    mistake: "a purpose for an address on the internet",
    type: types.globalAddress,
    right: range,
    wrong: { addressType: "EXTERNAL" },
    path: "purpose",
    words: "only for addresses of the type INTERNAL",
  },
  {
    mistake: "a connection without a reserved range",
    type: types.privateConnection,
    right: connection,
    wrong: { reservedPeeringRanges: [] },
    path: "reservedPeeringRanges",
    words: "at least 1",
  },
  {
    mistake: "a range that nobody allocated",
    type: types.privateConnection,
    right: connection,
    wrong: { reservedPeeringRanges: ["databases"] },
    path: "reservedPeeringRanges[0]",
    words: "there is no allocated range 'databases'",
  },
  {
    mistake: "a range by its link",
    type: types.privateConnection,
    right: connection,
    wrong: (_, { reservedPeeringRanges }) => ({
      reservedPeeringRanges: [
        `projects/local-project/global/addresses/${(reservedPeeringRanges as string[])[0] ?? ""}`,
      ],
    }),
    path: "reservedPeeringRanges[0]",
    words: "by its name only",
  },
  {
    mistake: "a range of another network",
    type: types.privateConnection,
    right: connection,
    wrong: async (google) => ({
      network: (await google.make(types.network, { name: "other", autoCreateSubnetworks: false })).id,
    }),
    path: "reservedPeeringRanges[0]",
    words: "is allocated in another network",
  },
  {
    mistake: "a second connection of a network",
    type: types.privateConnection,
    right: async (google) => {
      const made = await connection(google);
      const { outputs } = await google.make(types.globalAddress, {
        network: made["network"] ?? "",
        purpose: "VPC_PEERING",
        addressType: "INTERNAL",
        prefixLength: 24,
      });
      await google.make(types.privateConnection, made);
      const other = await google.make(types.network, { name: "other", autoCreateSubnetworks: false });
      const range = await google.make(types.globalAddress, {
        name: "theirs",
        network: other.id,
        purpose: "VPC_PEERING",
        addressType: "INTERNAL",
        prefixLength: 24,
      });
      expect(outputs["address"]).toBe("10.0.1.0");
      return { ...made, network: other.id, reservedPeeringRanges: [range.outputs["name"] ?? ""] };
    },
    wrong: { network: "projects/local-project/global/networks/main" },
    path: "network",
    words: "Cannot modify allocated ranges in CreateConnection",
  },
]);
