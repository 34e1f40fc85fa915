import { problem, type Problem } from "../problem";
import type { Context } from "./context";

const tiers = 3;
/** Subnets that the network's range is cut into: tiers times zones, with room for a fourth zone and one spare row. */
const parts = 16;
/** Addresses that a subnet needs at least: replicas, endpoints and load balancer nodes, twice over during a rollout. */
const smallestSubnet = 256;
/** The widest range that AWS accepts for a VPC. */
const widest = 16;
const narrowest = 32 - Math.log2(parts * smallestSubnet);

const use = "Use a private IPv4 range from /16 to /20, such as `10.0.0.0/16`.";

/** The network's range is written well, private, not the cloud's own, and has room for its tiers in every zone. */
export function* networkRules({ cloud, given, settled }: Context): Generator<Problem> {
  if (given.network?.cidr === undefined) return;
  const { cidr, zones } = settled.network;
  const path = ["network", "cidr"];
  const shown = JSON.stringify(cidr);
  const range = parseRange(cidr);
  if (range === undefined) {
    yield problem(path, `is ${shown}, which is no IPv4 range`, use);
    return;
  }
  if (range.first !== range.address) {
    const right = `Use \`${dotted(range.first)}/${String(range.prefix)}\`, the range that this address lies in.`;
    yield problem(path, `is ${shown}, which does not begin at the range's first address`, right);
    return;
  }
  if (!privateRanges.some((outer) => contains(outer, range))) {
    yield problem(
      path,
      `is ${shown}, which is not private`,
      "Use a range inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.",
    );
  }
  if (range.prefix > narrowest) {
    const addresses = 2 ** (32 - range.prefix);
    const needed = `${String(tiers)} tiers over ${String(zones)} zones need ${String(tiers * zones)} subnets of ${String(smallestSubnet)} addresses`;
    yield problem(
      path,
      `is ${shown}, which is too small: it has ${String(addresses)} ${addresses === 1 ? "address" : "addresses"}, and ${needed}`,
      `Use a range from /${String(widest)} to /${String(narrowest)}.`,
    );
  }
  if (range.prefix < widest) {
    yield problem(
      path,
      `is ${shown}, which is wider than a cloud's network may be`,
      `Use a range from /${String(widest)} to /${String(narrowest)}.`,
    );
    return;
  }
  for (const { cidr: taken, by } of cloud?.reservedRanges ?? []) {
    const outer = parseRange(taken);
    if (outer === undefined || !overlap(outer, range)) continue;
    yield problem(
      path,
      `is ${shown}, which overlaps ${taken}, a range that ${by} has for itself`,
      `Use a range outside of ${taken}, such as \`10.0.0.0/16\`.`,
    );
  }
}

interface Range {
  readonly address: number;
  /** First address of the range. */
  readonly first: number;
  readonly prefix: number;
}

/** `undefined` for what is no IPv4 range in the usual form. */
export function parseRange(text: string): Range | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (match === null) return undefined;
  const numbers = match.slice(1).map(Number);
  const prefix = numbers.pop() ?? 33;
  if (prefix > 32 || numbers.some((octet) => octet > 255)) return undefined;
  if (match.slice(1).some((digits) => digits.length > 1 && digits.startsWith("0"))) return undefined;
  const address = numbers.reduce((sum, octet) => sum * 256 + octet, 0);
  const size = 2 ** (32 - prefix);
  return { address, prefix, first: Math.floor(address / size) * size };
}

function contains(outer: Range, inner: Range): boolean {
  return (
    inner.prefix >= outer.prefix &&
    inner.first >= outer.first &&
    inner.first < outer.first + 2 ** (32 - outer.prefix)
  );
}

function overlap(one: Range, other: Range): boolean {
  return contains(one, other) || contains(other, one);
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join(".");
}

/** RFC 1918. */
const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].flatMap(
  (text) => parseRange(text) ?? [],
);
