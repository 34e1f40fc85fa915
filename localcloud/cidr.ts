/** An IPv4 block: the first and the last address as numbers, and the prefix length. */
export interface Block {
  readonly first: number;
  readonly last: number;
  readonly prefix: number;
}

/** Reads `a.b.c.d/n`; `undefined` if it is malformed. Host bits may be set: see `canonical`. */
export function block(cidr: string): Block | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  if (match === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  if ([a, b, c, d].some((octet) => octet > 255) || prefix > 32) return undefined;
  const size = 2 ** (32 - prefix);
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const first = address - (address % size);
  return { first, last: first + size - 1, prefix };
}

/** The block as AWS writes it, host bits cleared. */
export function canonical({ first, prefix }: Block): string {
  return `${address(first)}/${String(prefix)}`;
}

/** Dotted form of an address. */
export function address(value: number): string {
  return [24, 16, 8, 0].map((shift) => String(Math.floor(value / 2 ** shift) % 256)).join(".");
}

export function overlaps(a: Block, b: Block): boolean {
  return a.first <= b.last && b.first <= a.last;
}

export function contains(outer: Block, inner: Block): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** Why a text is no valid IPv4 block for AWS; `undefined` if it is one. */
export function cidrProblem(cidr: string): string | undefined {
  const parsed = block(cidr);
  if (parsed === undefined) return `'${cidr}' is not a valid IPv4 CIDR block, for example 10.0.0.0/16`;
  const right = canonical(parsed);
  return right === cidr ? undefined : `'${cidr}' is not a valid IPv4 CIDR block; did you mean '${right}'?`;
}

/** Why a text is no valid IPv6 block; the full grammar is left to Node's URL parser. */
export function ipv6CidrProblem(cidr: string): string | undefined {
  const match = /^([0-9a-fA-F:.]+)\/(\d{1,3})$/.exec(cidr);
  const valid = match !== null && Number(match[2]) <= 128 && URL.canParse(`http://[${match[1] ?? ""}]/`);
  return valid ? undefined : `'${cidr}' is not a valid IPv6 CIDR block, for example ::/0`;
}
