/** IPv4 blocks of the subnets. Azure's subnets span all zones of a region. */
export interface SubnetPlan {
  readonly services: string;
  readonly database: string;
  readonly endpoints: string;
}

/**
 * Blocks of private addresses that a Container Apps environment keeps for itself (documentation: "Configuring virtual
 * networks, subnet address range restrictions").
 */
const reserved = ["172.30.0.0/16", "172.31.0.0/16"];

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
 * @throws Error when the block is none that can be cut, or is in the way of Container Apps
 */
export function subnetPlan(cidr: string): SubnetPlan {
  const { address, prefix } = parse(cidr);
  const taken = reserved.find((other) => overlap(address, prefix, other));
  if (taken !== undefined)
    throw new Error(
      `"${cidr}" overlaps ${taken}, which Azure Container Apps keeps for itself: choose \`network.cidr\` outside of it`,
    );
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

/** Whether a block has addresses in common with a reserved one, which is never smaller. */
function overlap(address: number, prefix: number, other: string): boolean {
  const taken = parse(other);
  return prefix >= taken.prefix && address - (address % size(taken.prefix)) === taken.address;
}

/** Number of addresses in a block of that prefix. */
function size(prefix: number): number {
  return 2 ** (32 - prefix);
}

function block(address: number, prefix: number): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256);
  return `${octets.join(".")}/${String(prefix)}`;
}
