import type { Check, Problem, Properties, ResourceRules, StoredResource, World } from "../rules";
import { amount, list, record, refuse, repeated, text, texts } from "../reading";
import { findLink, sameLink, selfLink } from "./links";
import { anyLink, lastPart, name } from "./names";
import { timestamp } from "./project";
import { types } from "./types";

const isPowerOfTwo = (value: number): boolean => value > 0 && (value & (value - 1)) === 0;

/** Cloud NAT, "Ports": what may be asked for with and without dynamic allocation. */
const portCheck: Check = (inputs) => {
  const dynamic = inputs["enableDynamicPortAllocation"] === true;
  const minimum = amount(inputs["minPortsPerVm"]);
  const maximum = amount(inputs["maxPortsPerVm"]);
  const problems: Problem[] = [];
  if (dynamic && inputs["enableEndpointIndependentMapping"] === true)
    problems.push(
      ...refuse(
        "enableEndpointIndependentMapping",
        "Error 400: endpoint-independent mapping and dynamic port allocation exclude each other",
      ),
    );
  if (maximum !== undefined && !dynamic)
    problems.push(...refuse("maxPortsPerVm", "Error 400: needs enableDynamicPortAllocation"));
  if (dynamic && minimum !== undefined && (!isPowerOfTwo(minimum) || minimum < 32 || minimum > 32_768))
    problems.push(
      ...refuse(
        "minPortsPerVm",
        `Error 400: with dynamic allocation it must be a power of two from 32 to 32768, but is ${String(minimum)}`,
      ),
    );
  if (
    dynamic &&
    maximum !== undefined &&
    (!isPowerOfTwo(maximum) || maximum > 65_536 || maximum <= (minimum ?? 32))
  )
    problems.push(
      ...refuse(
        "maxPortsPerVm",
        `Error 400: must be a power of two above minPortsPerVm and up to 65536, but is ${String(maximum)}`,
      ),
    );
  return problems;
};

const addressesCheck: Check = (inputs, world) => {
  const manual = inputs["natIpAllocateOption"] === "MANUAL_ONLY";
  const given = list(inputs["natIps"]).length;
  if (manual && given === 0)
    return refuse("natIps", "Error 400: MANUAL_ONLY needs at least one address of yours");
  if (!manual && given > 0)
    return refuse("natIps", "Error 400: addresses can only be given with natIpAllocateOption MANUAL_ONLY");
  return texts(inputs["natIps"]).flatMap((link, index) => {
    const found = findLink(world, types.address, link);
    const here = `natIps[${String(index)}]`;
    if (found?.inputs["addressType"] === "INTERNAL")
      return refuse(here, "Error 400: NAT needs external addresses, but this one is internal");
    return found !== undefined && found.outputs["region"] !== world.region
      ? refuse(
          here,
          `Error 400: the address is in ${text(found.outputs["region"]) ?? ""}, not in ${world.region}`,
        )
      : [];
  });
};

const subnetsCheck: Check = (inputs) => {
  const listed = inputs["sourceSubnetworkIpRangesToNat"] === "LIST_OF_SUBNETWORKS";
  const subnets = list(inputs["subnetworks"]).map(record);
  if (listed && subnets.length === 0)
    return refuse("subnetworks", "Error 400: LIST_OF_SUBNETWORKS needs at least one subnet");
  if (!listed && subnets.length > 0)
    return refuse("subnetworks", "Error 400: can only be given with LIST_OF_SUBNETWORKS");
  const [twice] = repeated(subnets.map((subnet) => text(subnet["name"])));
  if (twice !== undefined) return refuse("subnetworks", `Error 400: '${twice}' is listed twice`);
  return subnets.flatMap((subnet, index) => {
    const secondary = texts(subnet["sourceIpRangesToNats"]).includes("LIST_OF_SECONDARY_IP_RANGES");
    return secondary && list(subnet["secondaryIpRangeNames"]).length === 0
      ? refuse(
          `subnetworks[${String(index)}].secondaryIpRangeNames`,
          "Error 400: must be given with LIST_OF_SECONDARY_IP_RANGES",
        )
      : [];
  });
};

function networkOf(nat: Properties, world: World): StoredResource | undefined {
  return findLink(world, types.network, findLink(world, types.router, nat["router"])?.inputs["network"]);
}

/** A subnet goes out by one NAT only. */
const overlapCheck: Check = (inputs, world, self) => {
  const network = networkOf(inputs, world);
  if (network === undefined) return [];
  const whole = (nat: Properties): boolean => nat["sourceSubnetworkIpRangesToNat"] !== "LIST_OF_SUBNETWORKS";
  const names = (nat: Properties): string[] =>
    list(nat["subnetworks"]).map(
      (subnet) =>
        findLink(world, types.subnetwork, record(subnet)["name"])?.id ?? text(record(subnet)["name"]) ?? "",
    );
  const other = world
    .all(types.routerNat)
    .filter((nat) => nat.id !== self?.id && nat.outputs["region"] === world.region)
    .filter((nat) => networkOf(nat.inputs, world)?.id === network.id)
    .find(
      (nat) =>
        whole(nat.inputs) ||
        whole(inputs) ||
        names(nat.inputs).some((subnet) => names(inputs).includes(subnet)),
    );
  return other === undefined
    ? []
    : refuse(
        "sourceSubnetworkIpRangesToNat",
        `Error 400: ranges of this network go out by the NAT ${other.id} already; each has one NAT only`,
      );
};

/** The router and the subnets must be in the NAT's region, and of one network. */
const placeCheck: Check = (inputs, world) => {
  const router = findLink(world, types.router, inputs["router"]);
  if (router !== undefined && router.outputs["region"] !== world.region)
    return refuse(
      "router",
      `Error 404: the router is in ${text(router.outputs["region"]) ?? ""}, but the NAT in ${world.region}`,
    );
  return list(inputs["subnetworks"]).flatMap((value, index) => {
    const subnet = findLink(world, types.subnetwork, record(value)["name"]);
    if (subnet === undefined || router === undefined) return [];
    const here = `subnetworks[${String(index)}].name`;
    if (subnet.outputs["region"] !== world.region)
      return refuse(
        here,
        `Error 400: the subnet is in ${text(subnet.outputs["region"]) ?? ""}, not in ${world.region}`,
      );
    return sameLink(world, types.network, subnet.inputs["network"], router.inputs["network"])
      ? []
      : refuse(here, "Error 400: the subnet is in another network than the router");
  });
};

const asnCheck: Check = (inputs) => {
  const asn = amount(record(inputs["bgp"])["asn"]);
  // RFC 6996: the numbers for private use; 16550 is Google's for Partner Interconnect.
  const free =
    asn === undefined ||
    asn === 16_550 ||
    (asn >= 64_512 && asn <= 65_534) ||
    (asn >= 4_200_000_000 && asn <= 4_294_967_294);
  return free
    ? []
    : refuse("bgp.asn", `Error 400: must be a private number (64512 to 65534, 4200000000 to 4294967294)`);
};

/** Routers, and the way out to the internet. */
export const routers: readonly ResourceRules[] = [
  {
    type: types.router,
    name: name(),
    id: "projects/{account}/regions/{region}/routers/{name}",
    outputs: { project: "{account}", selfLink, creationTimestamp: timestamp },
    references: [{ path: "network", to: types.network, by: anyLink }],
    atLeastOneOf: [["network", "nccGateway"]],
    immutable: ["name", "network"],
    check: asnCheck,
    seconds: { create: 12, update: 11, delete: 12 },
  },
  {
    type: types.routerNat,
    name: name(),
    id: ({ router }) => `{account}/{region}/${lastPart(text(router) ?? "")}/{name}`,
    outputs: { project: "{account}", autoNetworkTier: "PREMIUM", endpointTypes: () => ["ENDPOINT_TYPE_VM"] },
    defaults: {
      natIpAllocateOption: "AUTO_ONLY",
      icmpIdleTimeoutSec: 30,
      tcpEstablishedIdleTimeoutSec: 1200,
      tcpTimeWaitTimeoutSec: 120,
      tcpTransitoryIdleTimeoutSec: 30,
      udpIdleTimeoutSec: 30,
      type: "PUBLIC",
    },
    references: [
      { path: "router", to: types.router, by: anyLink, blocksDeletion: false },
      { path: "natIps[]", to: types.address, by: anyLink },
      { path: "subnetworks[].name", to: types.subnetwork, by: anyLink },
    ],
    immutable: ["name", "router", "type"],
    limits: [
      { path: "natIpAllocateOption", oneOf: ["AUTO_ONLY", "MANUAL_ONLY"] },
      {
        path: "sourceSubnetworkIpRangesToNat",
        oneOf: [
          "ALL_SUBNETWORKS_ALL_IP_RANGES",
          "ALL_SUBNETWORKS_ALL_PRIMARY_IP_RANGES",
          "LIST_OF_SUBNETWORKS",
        ],
      },
      {
        path: "subnetworks[].sourceIpRangesToNats[]",
        oneOf: ["ALL_IP_RANGES", "LIST_OF_SECONDARY_IP_RANGES", "PRIMARY_IP_RANGE"],
      },
      { path: "logConfig.filter", oneOf: ["ERRORS_ONLY", "TRANSLATIONS_ONLY", "ALL"] },
      { path: "minPortsPerVm", minimum: 2, maximum: 65_536 },
    ],
    check: [portCheck, addressesCheck, subnetsCheck, placeCheck, overlapCheck],
    // A NAT gateway is a part of its router: an update of that takes 10 to 25 s.
    seconds: { create: 23, update: 12, delete: 12 },
  },
];
