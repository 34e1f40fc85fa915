import { isIPv4 } from "node:net";
import { address, block } from "../cidr";
import { randomText } from "../interpreter/template";
import type { Check, Properties, ResourceRules, StoredResource, World } from "../rules";
import { amount, refuse, text } from "../reading";
import { selfLink } from "./links";
import { anyLink, name } from "./names";
import { timestamp } from "./project";
import { clashOf, rangesIn } from "./ranges";
import { types } from "./types";

/** A stable public address out of the resource's id. */
function publicAddress(seed: string): string {
  const [a = 0, b = 0, c = 0] = [0, 2, 4].map((at) =>
    parseInt(randomText(seed, true, 6).slice(at, at + 2), 16),
  );
  return `34.${String(a)}.${String(b)}.${String(c)}`;
}

const formCheck: Check = (inputs) => {
  const given = text(inputs["address"]);
  return given === undefined || isIPv4(given) || given.includes(":")
    ? []
    : refuse("address", `Error 400: '${given}' is no IP address`);
};

const regionalCheck: Check = (inputs) => {
  const internal = inputs["addressType"] === "INTERNAL";
  if (!internal && inputs["subnetwork"] !== undefined)
    return refuse("subnetwork", "Error 400: an external address is in no subnet");
  if (!internal && inputs["network"] !== undefined)
    return refuse("network", "Error 400: an external address is in no network");
  return internal && inputs["networkTier"] !== undefined
    ? refuse("networkTier", "Error 400: only external addresses have a network tier")
    : [];
};

/** Private services access, and Private Service Connect: what a global internal address is for. */
const globalCheck: Check = (inputs) => {
  if (inputs["addressType"] !== "INTERNAL") {
    const wrong = ["purpose", "network", "prefixLength"].find((path) => inputs[path] !== undefined);
    return wrong === undefined ? [] : refuse(wrong, "Error 400: is only for addresses of the type INTERNAL");
  }
  const purpose = text(inputs["purpose"]);
  if (purpose === undefined)
    return refuse(
      "purpose",
      "Error 400: an internal global address is for VPC_PEERING or PRIVATE_SERVICE_CONNECT",
    );
  if (inputs["network"] === undefined)
    return refuse("network", `Error 400: must be given for the purpose ${purpose}`);
  if (purpose === "PRIVATE_SERVICE_CONNECT")
    return inputs["prefixLength"] === undefined
      ? []
      : refuse("prefixLength", "Error 400: an address for PRIVATE_SERVICE_CONNECT is a single one");
  const prefix = amount(inputs["prefixLength"]);
  if (prefix === undefined)
    return refuse("prefixLength", "Error 400: must be given for the purpose VPC_PEERING, for example 20");
  const start = text(inputs["address"]);
  const range = start === undefined ? undefined : block(`${start}/${String(prefix)}`);
  return range !== undefined && address(range.first) !== start
    ? refuse(
        "address",
        `Error 400: ${start ?? ""} does not begin a range of /${String(prefix)}; ${address(range.first)} does`,
      )
    : [];
};

const overlapCheck: Check = (inputs, world, self) => {
  const start = text(inputs["address"]);
  const prefix = amount(inputs["prefixLength"]);
  if (start === undefined || prefix === undefined) return [];
  const own = block(`${start}/${String(prefix)}`);
  const clash = own === undefined ? undefined : clashOf(own, rangesIn(world, inputs["network"], self?.id));
  return clash === undefined
    ? []
    : refuse(
        "address",
        `Error 400: ${start}/${String(prefix)} overlaps ${clash.cidr} of ${clash.owner} in the same network`,
      );
};

/** The first free block of the wanted size in 10.0.0.0/8, as Google chooses one where none is given. */
function freeBlock(inputs: Properties, world: World): string {
  const prefix = amount(inputs["prefixLength"]) ?? 20;
  const size = 2 ** (32 - prefix);
  const used = rangesIn(world, inputs["network"], undefined);
  const whole = block("10.0.0.0/8");
  for (let first = whole?.first ?? 0; first <= (whole?.last ?? 0); first += size) {
    if (clashOf({ first, last: first + size - 1, prefix }, used) === undefined) return address(first);
  }
  return "";
}

function given({ id, inputs }: StoredResource, world: World): string {
  const own = text(inputs["address"]);
  if (own !== undefined) return own;
  if (inputs["addressType"] !== "INTERNAL") return publicAddress(id);
  return inputs["purpose"] === "VPC_PEERING" ? freeBlock(inputs, world) : "10.0.0.100";
}

/** Addresses of a region and of the whole world, and ranges for private services. */
export const addresses: readonly ResourceRules[] = [
  {
    type: types.address,
    name: name(),
    id: "projects/{account}/regions/{region}/addresses/{name}",
    outputs: {
      project: "{account}",
      selfLink,
      creationTimestamp: timestamp,
      // What was given out stays.
      address: (resource, world) => text(resource.outputs["address"]) ?? given(resource, world),
      addressId: ({ id }) => id.length,
      labelFingerprint: "42WmSpB8rSM=",
      networkTier: ({ inputs }) => inputs["networkTier"] ?? "PREMIUM",
      prefixLength: ({ inputs }) => inputs["prefixLength"] ?? 0,
      purpose: ({ inputs }) =>
        inputs["purpose"] ?? (inputs["addressType"] === "INTERNAL" ? "GCE_ENDPOINT" : ""),
      subnetwork: ({ inputs }) => inputs["subnetwork"] ?? "",
      users: () => [],
    },
    defaults: { addressType: "EXTERNAL" },
    references: [
      { path: "subnetwork", to: types.subnetwork, by: anyLink },
      { path: "network", to: types.network, by: anyLink },
    ],
    immutable: [
      "name",
      "address",
      "addressType",
      "purpose",
      "network",
      "subnetwork",
      "networkTier",
      "description",
    ],
    limits: [
      { path: "addressType", oneOf: ["EXTERNAL", "INTERNAL"] },
      { path: "networkTier", oneOf: ["PREMIUM", "STANDARD", "FIXED_STANDARD"] },
    ],
    check: [formCheck, regionalCheck],
    seconds: { create: 3, update: 3, delete: 4 },
  },
  {
    type: types.globalAddress,
    name: name(),
    id: "projects/{account}/global/addresses/{name}",
    outputs: {
      project: "{account}",
      selfLink,
      creationTimestamp: timestamp,
      address: (resource, world) => text(resource.outputs["address"]) ?? given(resource, world),
      labelFingerprint: "42WmSpB8rSM=",
      prefixLength: ({ inputs }) => inputs["prefixLength"] ?? 0,
    },
    defaults: { addressType: "EXTERNAL" },
    references: [{ path: "network", to: types.network, by: anyLink }],
    immutable: [
      "name",
      "address",
      "addressType",
      "purpose",
      "network",
      "prefixLength",
      "ipVersion",
      "description",
    ],
    limits: [
      { path: "addressType", oneOf: ["EXTERNAL", "INTERNAL"] },
      { path: "ipVersion", oneOf: ["IPV4", "IPV6"] },
      { path: "purpose", oneOf: ["VPC_PEERING", "PRIVATE_SERVICE_CONNECT"] },
      { path: "prefixLength", minimum: 8, maximum: 29 },
    ],
    check: [formCheck, globalCheck, overlapCheck],
    seconds: { create: 12, update: 3, delete: 12 },
  },
];
