import { blockAt, blockSize, networkBlock } from "../../components/address-block";

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
  const { address, prefix } = networkBlock(cidr);
  if (!Number.isInteger(zones) || zones < 1 || zones > zoneSlots)
    throw new Error(`a network spans 1 to ${String(zoneSlots)} zones, not ${String(zones)}`);
  const zonePrefix = prefix + Math.log2(zoneSlots);
  const slots = Array.from({ length: zones }, (_, zone) => address + zone * blockSize(zonePrefix));
  const half = blockSize(zonePrefix + 1);
  const eighth = blockSize(zonePrefix + 3);
  return {
    private: slots.map((start) => blockAt(start, zonePrefix + 1)),
    public: slots.map((start) => blockAt(start + half, zonePrefix + 3)),
    data: slots.map((start) => blockAt(start + half + eighth, zonePrefix + 3)),
  };
}
