import { block, canonical, overlaps, type Block } from "../cidr";
import type { StoredResource, Value, World } from "../rules";
import { list, record, text } from "../reading";
import { sameLink } from "./links";
import { types } from "./types";

/** Ranges that no subnet may have (VPC documentation, "Prohibited IPv4 subnet ranges"), and what they are for. */
const prohibited: readonly (readonly [string, string])[] = [
  ["0.0.0.0/8", "this host"],
  ["127.0.0.0/8", "the local host"],
  ["169.254.0.0/16", "link-local addresses and the metadata server"],
  ["199.36.153.4/30", "restricted.googleapis.com"],
  ["199.36.153.8/30", "private.googleapis.com"],
  ["224.0.0.0/4", "multicast"],
  ["255.255.255.255/32", "broadcast"],
];

/** Where the subnets of networks in auto mode are. */
const automatic = block("10.128.0.0/9");

/** Why a text is no IPv4 range for Google; `undefined` if it is one. */
export function rangeProblem(cidr: string): string | undefined {
  const parsed = block(cidr);
  if (parsed === undefined) return `'${cidr}' is no IPv4 range, for example 10.0.0.0/20`;
  const right = canonical(parsed);
  return right === cidr ? undefined : `'${cidr}' has bits set beyond its prefix; did you mean '${right}'?`;
}

/** Why a subnet can't have a range. */
export function subnetRangeProblem(cidr: string): string | undefined {
  const wrong = rangeProblem(cidr);
  const own = block(cidr);
  if (wrong !== undefined || own === undefined) return wrong;
  if (own.prefix < 4 || own.prefix > 29) return `'${cidr}': a subnet's range has a prefix of /4 to /29`;
  const clash = prohibited.find(([range]) => {
    const theirs = block(range);
    return theirs !== undefined && overlaps(own, theirs);
  });
  return clash === undefined ? undefined : `'${cidr}' is not for subnets: ${clash[0]} is for ${clash[1]}`;
}

/** A range that is in use in a network, and by what. */
export interface UsedRange {
  readonly block: Block;
  readonly cidr: string;
  readonly owner: string;
}

function used(cidr: Value | undefined, owner: string): UsedRange[] {
  const name = text(cidr);
  const parsed = name === undefined ? undefined : block(name);
  return name === undefined || parsed === undefined ? [] : [{ block: parsed, cidr: name, owner }];
}

/** The ranges of a subnet: its own and the secondary ones. */
export function rangesOf({ id, inputs }: StoredResource): UsedRange[] {
  return [
    ...used(inputs["ipCidrRange"], id),
    ...list(inputs["secondaryIpRanges"]).flatMap((range) => {
      const secondary = record(range);
      return used(secondary["ipCidrRange"], `${id} (${text(secondary["rangeName"]) ?? ""})`);
    }),
  ];
}

/** What an allocated range for private services takes. */
function allocated({ id, outputs }: StoredResource): UsedRange[] {
  const { address, prefixLength } = outputs;
  return typeof address === "string" && typeof prefixLength === "number"
    ? used(`${address}/${String(prefixLength)}`, id)
    : [];
}

/** Every range that is in use in a network, but those of one resource. */
export function rangesIn(world: World, network: Value | undefined, except: string | undefined): UsedRange[] {
  const within = (resource: StoredResource): boolean =>
    resource.id !== except && sameLink(world, types.network, resource.inputs["network"], network);
  const automatically = world
    .all(types.network)
    .filter(({ inputs }) => (inputs["autoCreateSubnetworks"] ?? true) === true)
    .filter((resource) => sameLink(world, types.network, resource.id, network));
  return [
    ...world.all(types.subnetwork).filter(within).flatMap(rangesOf),
    ...world.all(types.globalAddress).filter(within).flatMap(allocated),
    ...(automatic === undefined
      ? []
      : automatically.map(({ id }) => ({
          block: automatic,
          cidr: "10.128.0.0/9",
          owner: `${id}, a network in auto mode`,
        }))),
  ];
}

/** The first of the ranges that a block overlaps. */
export function clashOf(own: Block, ranges: readonly UsedRange[]): UsedRange | undefined {
  return ranges.find((range) => overlaps(own, range.block));
}
