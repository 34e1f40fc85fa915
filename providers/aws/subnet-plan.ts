/** IPv4 blocks of each tier, one per zone, in the order of the zones. */
export interface SubnetPlan {
  readonly public: readonly string[];
  readonly private: readonly string[];
  readonly data: readonly string[];
}

/** Zones that a block is cut for, whatever number is in use: a further zone later moves none of the others. */
const zoneSlots = 4;

/**
 * Cuts a network's block into subnets. A quarter of the block is a zone's: one half of it for services, an eighth each
 * for the load balancer and for data, and a quarter kept free.
 *
 * | block | services | load balancer, data | per zone |
 * | --- | --- | --- | --- |
 * | /16 | /19 (8,187 addresses) | /21 (2,043) | /18 |
 * | /20 | /23 (507) | /25 (123) | /22 |
 *
 * @param cidr IPv4 block, /16 to /20, for example `10.0.0.0/16`
 * @param zones 1 to 4
 * @throws Error when the block or the number of zones is none that can be cut
 */
export function subnetPlan(cidr: string, zones: number): SubnetPlan {
  const { address, prefix } = parse(cidr);
  if (!Number.isInteger(zones) || zones < 1 || zones > zoneSlots)
    throw new Error(`a network spans 1 to ${String(zoneSlots)} zones, not ${String(zones)}`);
  const zonePrefix = prefix + Math.log2(zoneSlots);
  const slots = Array.from({ length: zones }, (_, zone) => address + zone * size(zonePrefix));
  const half = size(zonePrefix + 1);
  const eighth = size(zonePrefix + 3);
  return {
    private: slots.map((start) => block(start, zonePrefix + 1)),
    public: slots.map((start) => block(start + half, zonePrefix + 3)),
    data: slots.map((start) => block(start + half + eighth, zonePrefix + 3)),
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
