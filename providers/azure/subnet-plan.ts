/** IPv4 blocks of the subnets. Azure's subnets span all zones of a region. */
export interface SubnetPlan {
  readonly services: string;
  readonly database: string;
  readonly endpoints: string;
}

/**
 * Cuts a network's block into subnets: one half for services, of which a rollout needs twice as many addresses as it has
 * replicas, an eighth each for the database and for private endpoints, and a quarter kept free.
 *
 * | block | services | database, endpoints |
 * | --- | --- | --- |
 * | /16 | /17 (32,763 addresses) | /19 (8,187) |
 * | /20 | /21 (2,043) | /23 (507) |
 *
 * @param cidr IPv4 block, /16 to /20, for example `10.0.0.0/16`
 * @throws Error when the block is none that can be cut
 */
export function subnetPlan(cidr: string): SubnetPlan {
  const { address, prefix } = parse(cidr);
  const half = size(prefix + 1);
  const eighth = size(prefix + 3);
  return {
    services: block(address, prefix + 1),
    database: block(address + half, prefix + 3),
    endpoints: block(address + half + eighth, prefix + 3),
  };
}

function parse(cidr: string): { address: number; prefix: number } {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  const [, ...parts] = (match ?? []).map(Number);
  const octets = parts.slice(0, 4);
  const prefix = parts[4] ?? 0;
  const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  if (!match || octets.some((octet) => octet > 255) || prefix < 16 || prefix > 20)
    throw new Error(`"${cidr}" is no IPv4 block from /16 to /20; one looks like 10.0.0.0/16`);
  if (address % size(prefix) !== 0)
    throw new Error(
      `"${cidr}" has bits set beyond its prefix; the block is ${block(address - (address % size(prefix)), prefix)}`,
    );
  return { address, prefix };
}

/** Number of addresses in a block of that prefix. */
function size(prefix: number): number {
  return 2 ** (32 - prefix);
}

function block(address: number, prefix: number): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256);
  return `${octets.join(".")}/${String(prefix)}`;
}
