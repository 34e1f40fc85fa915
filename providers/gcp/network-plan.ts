/** What a network's block is used for. */
export interface NetworkPlan {
  /** Block of the services' subnet. */
  readonly services: string;
  /** Block that Google gives databases and caches their private addresses from. */
  readonly privateServices: {
    readonly address: string;
    readonly prefixLength: number;
    readonly cidr: string;
  };
}

/**
 * Cuts a network's block. A subnet of Google spans all zones of its region, so zones need no part of their own: half is the
 * services', a quarter is for databases and caches, and a quarter is kept free.
 *
 * | block | services | databases and caches |
 * | --- | --- | --- |
 * | /16 | /17 (32,764 addresses) | /18 |
 * | /20 | /21 (2,044) | /22 |
 *
 * A replica on Cloud Run takes two addresses, and four while it is replaced; a region's databases take a /24.
 *
 * @param cidr IPv4 block, /16 to /20, for example `10.0.0.0/16`
 * @throws Error when the block is none that can be cut
 */
export function networkPlan(cidr: string): NetworkPlan {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  const numbers = (match ?? []).slice(1).map(Number);
  const octets = numbers.slice(0, 4);
  const prefix = numbers[4] ?? 0;
  if (!match || octets.some((octet) => octet > 255) || prefix < 16 || prefix > 20)
    throw new Error(`"${cidr}" is no IPv4 block from /16 to /20; one looks like 10.0.0.0/16`);
  const start = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const size = 2 ** (32 - prefix);
  if (start % size !== 0)
    throw new Error(
      `"${cidr}" has bits set beyond its prefix; the block is ${dotted(start - (start % size))}/${String(prefix)}`,
    );
  const address = dotted(start + size / 2);
  const prefixLength = prefix + 2;
  return {
    services: `${dotted(start)}/${String(prefix + 1)}`,
    privateServices: { address, prefixLength, cidr: `${address}/${String(prefixLength)}` },
  };
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}
