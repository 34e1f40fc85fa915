import { address, block, contains } from "../cidr";
import type { Check, Problem, Properties, ResourceRules } from "../rules";
import { list, record, refuse, repeated, text } from "../reading";
import { sameLink, selfLink } from "./links";
import { anyLink, name } from "./names";
import { timestamp } from "./project";
import { clashOf, rangesIn, rangesOf, subnetRangeProblem, type UsedRange } from "./ranges";
import { types } from "./types";

/** Subnets that proxies of Google take their addresses from. */
const proxyOnly = ["REGIONAL_MANAGED_PROXY", "GLOBAL_MANAGED_PROXY"];

const rangeCheck: Check = (inputs) => {
  const cidr = text(inputs["ipCidrRange"]);
  const wrong = cidr === undefined ? undefined : subnetRangeProblem(cidr);
  return [
    ...(wrong === undefined ? [] : refuse("ipCidrRange", `Error 400: ${wrong}`)),
    ...list(inputs["secondaryIpRanges"]).flatMap((range, index) => {
      const secondary = text(record(range)["ipCidrRange"]);
      const reason = secondary === undefined ? undefined : subnetRangeProblem(secondary);
      return reason === undefined
        ? []
        : refuse(`secondaryIpRanges[${String(index)}].ipCidrRange`, `Error 400: ${reason}`);
    }),
  ];
};

/** The subnet's own ranges by the path of their input. */
function ownRanges(inputs: Properties): { path: string; range: UsedRange }[] {
  const [own, ...secondary] = [
    inputs["ipCidrRange"],
    ...list(inputs["secondaryIpRanges"]).map((range) => record(range)["ipCidrRange"]),
  ];
  const paths = [
    "ipCidrRange",
    ...secondary.map((_, index) => `secondaryIpRanges[${String(index)}].ipCidrRange`),
  ];
  return [own, ...secondary].flatMap((cidr, index) => {
    const whole = { type: types.subnetwork, id: "this subnet", region: "", outputs: {} };
    const [range] = rangesOf({ ...whole, inputs: cidr === undefined ? {} : { ipCidrRange: cidr } });
    return range === undefined ? [] : [{ path: paths[index] ?? "", range }];
  });
}

const ownOverlapCheck: Check = (inputs) => {
  const ranges = ownRanges(inputs);
  return ranges.flatMap(({ path, range }, index) => {
    const clash = clashOf(
      range.block,
      ranges.slice(0, index).map((other) => other.range),
    );
    return clash === undefined ? [] : overlapProblem(path, range, { ...clash, owner: "the same subnet" });
  });
};

const overlapCheck: Check = (inputs, world, self) => {
  const others = rangesIn(world, inputs["network"], self?.id);
  return ownRanges(inputs).flatMap(({ path, range }) => {
    const clash = clashOf(range.block, others);
    return clash === undefined ? [] : overlapProblem(path, range, clash);
  });
};

function overlapProblem(path: string, range: UsedRange, clash: UsedRange): readonly Problem[] {
  return refuse(
    path,
    `Error 400: Invalid IPCidrRange: ${range.cidr} conflicts with existing range ${clash.cidr} of ${clash.owner}`,
  );
}

/** A subnet grows in place, and never shrinks. */
const growthCheck: Check = (inputs, _, self) => {
  const before = block(text(self?.inputs["ipCidrRange"]) ?? "");
  const after = block(text(inputs["ipCidrRange"]) ?? "");
  return before === undefined || after === undefined || contains(after, before)
    ? []
    : refuse(
        "ipCidrRange",
        "Error 400: a subnet's range can be expanded only: a smaller or another one needs a new subnet",
      );
};

const secondaryCheck: Check = (inputs) => {
  const names = list(inputs["secondaryIpRanges"]).map((range) => text(record(range)["rangeName"]));
  const [twice] = repeated(names);
  return twice === undefined
    ? []
    : refuse("secondaryIpRanges", `Error 400: two secondary ranges have the name '${twice}'`);
};

const purposeCheck: Check = (inputs, world, self) => {
  const purpose = text(inputs["purpose"]) ?? "PRIVATE";
  const isProxyOnly = proxyOnly.includes(purpose);
  if (!isProxyOnly)
    return inputs["role"] === undefined
      ? []
      : refuse("role", "Error 400: is only for subnets of managed proxies");
  if (inputs["role"] === undefined)
    return refuse("role", `Error 400: must be ACTIVE or BACKUP for the purpose ${purpose}`);
  if (inputs["logConfig"] !== undefined)
    return refuse("logConfig", `Error 400: flow logs are not available for the purpose ${purpose}`);
  const active = world
    .all(types.subnetwork)
    .find(
      (other) =>
        other.id !== self?.id &&
        other.inputs["purpose"] === purpose &&
        other.inputs["role"] === "ACTIVE" &&
        other.outputs["region"] === world.region &&
        sameLink(world, types.network, other.inputs["network"], inputs["network"]),
    );
  return active !== undefined && inputs["role"] === "ACTIVE"
    ? refuse("role", `Error 400: ${active.id} is the active one for ${purpose} in this region already`)
    : [];
};

const logCheck: Check = (inputs) => {
  const log = record(inputs["logConfig"]);
  return list(log["metadataFields"]).length > 0 && log["metadata"] !== "CUSTOM_METADATA"
    ? refuse("logConfig.metadataFields", "Error 400: can only be given with the metadata CUSTOM_METADATA")
    : [];
};

const stackCheck: Check = (inputs) =>
  inputs["stackType"] !== "IPV4_ONLY" && inputs["ipv6AccessType"] === undefined
    ? refuse("ipv6AccessType", "Error 400: must be INTERNAL or EXTERNAL for a subnet with IPv6 addresses")
    : [];

/** Networks and subnets. */
export const networks: readonly ResourceRules[] = [
  {
    type: types.network,
    name: name(),
    id: "projects/{account}/global/networks/{name}",
    outputs: {
      project: "{account}",
      selfLink,
      gatewayIpv4: "",
      networkId: "{digits:18}",
      numericId: "{digits:18}",
      internalIpv6Range: "",
      bgpBestPathSelectionMode: "LEGACY",
      bgpInterRegionCost: "",
      bgpAlwaysCompareMed: () => false,
    },
    defaults: {
      autoCreateSubnetworks: true,
      deleteDefaultRoutesOnCreate: false,
      mtu: 1460,
      networkFirewallPolicyEnforcementOrder: "AFTER_CLASSIC_FIREWALL",
      routingMode: "REGIONAL",
    },
    immutable: ["name", "autoCreateSubnetworks", "description", "deleteDefaultRoutesOnCreate"],
    limits: [
      { path: "mtu", minimum: 1300, maximum: 8896 },
      { path: "routingMode", oneOf: ["REGIONAL", "GLOBAL"] },
      {
        path: "networkFirewallPolicyEnforcementOrder",
        oneOf: ["BEFORE_CLASSIC_FIREWALL", "AFTER_CLASSIC_FIREWALL"],
      },
    ],
    // Compute operations on networks are usually done in 10 to 30 s (Terraform's acceptance runs print them).
    seconds: { create: 12, update: 11, delete: 32 },
  },
  {
    type: types.subnetwork,
    name: name(),
    id: "projects/{account}/regions/{region}/subnetworks/{name}",
    outputs: {
      project: "{account}",
      selfLink,
      creationTimestamp: timestamp,
      fingerprint: "{hex:10}=",
      gatewayAddress: ({ inputs }) => {
        const range = block(text(inputs["ipCidrRange"]) ?? "");
        return range === undefined ? "" : address(range.first + 1);
      },
      subnetworkId: ({ id }) => id.length,
      ipv6CidrRange: "",
      internalIpv6Prefix: "",
      externalIpv6Prefix: "",
      ipv6GceEndpoint: "",
      state: "READY",
      secondaryIpRanges: ({ inputs }) => inputs["secondaryIpRanges"] ?? [],
    },
    defaults: {
      purpose: "PRIVATE",
      privateIpGoogleAccess: false,
      privateIpv6GoogleAccess: "DISABLE_GOOGLE_ACCESS",
      stackType: "IPV4_ONLY",
    },
    references: [{ path: "network", to: types.network, by: anyLink }],
    immutable: ["name", "network", "description", "purpose"],
    atLeastOneOf: [["ipCidrRange", "reservedInternalRange", "ipCollection"]],
    limits: [
      {
        path: "purpose",
        oneOf: ["PRIVATE", ...proxyOnly, "PRIVATE_SERVICE_CONNECT", "PEER_MIGRATION", "PRIVATE_NAT"],
      },
      { path: "role", oneOf: ["ACTIVE", "BACKUP"] },
      { path: "stackType", oneOf: ["IPV4_ONLY", "IPV4_IPV6", "IPV6_ONLY"] },
      { path: "ipv6AccessType", oneOf: ["INTERNAL", "EXTERNAL"] },
      {
        path: "logConfig.aggregationInterval",
        oneOf: [
          "INTERVAL_5_SEC",
          "INTERVAL_30_SEC",
          "INTERVAL_1_MIN",
          "INTERVAL_5_MIN",
          "INTERVAL_10_MIN",
          "INTERVAL_15_MIN",
        ],
      },
      { path: "logConfig.flowSampling", minimum: 0, maximum: 1 },
      {
        path: "logConfig.metadata",
        oneOf: ["INCLUDE_ALL_METADATA", "EXCLUDE_ALL_METADATA", "CUSTOM_METADATA"],
      },
      { path: "secondaryIpRanges", maximumItems: 170 },
      {
        path: "secondaryIpRanges[].rangeName",
        pattern: /[a-z]([-a-z0-9]{0,61}[a-z0-9])?/,
        reason: "must be up to 63 lower-case letters, digits and hyphens, a letter first",
      },
    ],
    check: [
      rangeCheck,
      ownOverlapCheck,
      overlapCheck,
      growthCheck,
      secondaryCheck,
      purposeCheck,
      logCheck,
      stackCheck,
    ],
    seconds: { create: 22, update: 12, delete: 22 },
  },
];
