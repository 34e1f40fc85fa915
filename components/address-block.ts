/** A network's IPv4 block, as numbers. */
export interface AddressBlock {
  /** First address. */
  readonly address: number;
  readonly prefix: number;
}

/**
 * Reads the block of a whole network.
 *
 * @param cidr /16 to /20, for example `10.0.0.0/16`
 * @throws Error when it is no such block
 */
export function networkBlock(cidr: string): AddressBlock {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  const [, ...parts] = (match ?? []).map(Number);
  const octets = parts.slice(0, 4);
  const prefix = parts[4] ?? 0;
  const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  if (!match || octets.some((octet) => octet > 255) || prefix < 16 || prefix > 20)
    throw new Error(`"${cidr}" is no IPv4 block from /16 to /20; one looks like 10.0.0.0/16`);
  if (address % blockSize(prefix) !== 0)
    throw new Error(
      `"${cidr}" has bits set beyond its prefix; the block is ${blockAt(address - (address % blockSize(prefix)), prefix)}`,
    );
  return { address, prefix };
}

/** Number of addresses in a block of that prefix. */
export function blockSize(prefix: number): number {
  return 2 ** (32 - prefix);
}

/** `10.0.0.0/16` */
export function blockAt(address: number, prefix: number): string {
  return `${dotted(address)}/${String(prefix)}`;
}

/** `10.0.0.0` */
export function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}
