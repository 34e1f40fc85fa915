import { isIPv4, isIPv6 } from "node:net";

/** A closed interval of addresses. */
interface Range {
  readonly first: bigint;
  readonly last: bigint;
}

/** Addresses that no router of the internet forwards: RFC 1918, RFC 6598, loopback, link-local; unique local in IPv6. */
const privateBlocks = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "fc00::/7",
  "fe80::/10",
];

/**
 * From how many public addresses on a list of blocks counts as the internet: a /8 of IPv4, a /16 of IPv6. Nobody owns that
 * many, and a list that was split to hide `0.0.0.0/0` needs hundreds of blocks to stay below.
 */
const internet = { 4: 1n << 24n, 6: 1n << 112n };

/** Whether blocks that may be small each cover, together, so much that they mean the internet. */
export function isInternet(blocks: readonly string[]): boolean {
  return ([4, 6] as const).some((family) => {
    const hidden = privateBlocks.flatMap((block) => rangeOf(block, family) ?? []);
    const given = union(blocks.flatMap((block) => rangeOf(block, family) ?? []));
    const open = union([...given, ...hidden]);
    return size(open) - size(union(hidden)) >= internet[family];
  });
}

/** Whether a block holds an address of IPv4. */
export function holds(block: string | undefined, address: string): boolean {
  const [outer, inner] = [block ?? "", address].map((text) => rangeOf(text, 4));
  return outer !== undefined && inner !== undefined && outer.first <= inner.first && inner.last <= outer.last;
}

function rangeOf(block: string, family: 4 | 6): Range | undefined {
  const [address = "", prefix] = block.trim().split("/");
  const bits = family === 4 ? 32 : 128;
  if (family === 4 ? !isIPv4(address) : !isIPv6(address)) return undefined;
  const length = prefix === undefined ? bits : Number(prefix);
  if (!Number.isInteger(length) || length < 0 || length > bits) return undefined;
  const size = 1n << BigInt(bits - length);
  const value = family === 4 ? numberOf4(address) : numberOf6(address);
  const first = value - (value % size);
  return { first, last: first + size - 1n };
}

function numberOf4(address: string): bigint {
  return address.split(".").reduce((sum, octet) => (sum << 8n) + BigInt(octet), 0n);
}

function numberOf6(address: string): bigint {
  const plain = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...octets: string[]) => {
    const value = octets.slice(0, 4).map(Number);
    const group = (high: number, low: number) => ((value[high] ?? 0) * 256 + (value[low] ?? 0)).toString(16);
    return `${group(0, 1)}:${group(2, 3)}`;
  });
  const [head = "", tail] = plain.split("::");
  const groups = (text: string) => (text === "" ? [] : text.split(":"));
  const front = groups(head);
  const back = tail === undefined ? [] : groups(tail);
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => "0");
  return [...front, ...zeros, ...back].reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n);
}

function union(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of [...ranges].sort((a, b) => (a.first < b.first ? -1 : 1))) {
    const last = merged.at(-1);
    if (last !== undefined && range.first <= last.last + 1n) {
      merged[merged.length - 1] = {
        first: last.first,
        last: range.last > last.last ? range.last : last.last,
      };
    } else merged.push(range);
  }
  return merged;
}

function size(ranges: readonly Range[]): bigint {
  return ranges.reduce((sum, { first, last }) => sum + last - first + 1n, 0n);
}
