import { blockAt, blockSize, networkBlock } from "../../components/address-block";

/** IPv4 blocks of the subnets. Azure's subnets span all zones of a region. */
export interface SubnetPlan {
  readonly services: string;
  readonly database: string;
  readonly endpoints: string;
}

/**
 * Where Front Door's private links come in to a Kubernetes cluster, which must not be the subnet of its machines: an eighth of
 * what `subnetPlan` keeps free.
 *
 * @param cidr block of the network
 * @throws Error when the block is none that can be cut
 */
export function entryBlock(cidr: string): string {
  const { address, prefix } = networkBlock(cidr);
  return blockAt(address + blockSize(prefix + 1) + blockSize(prefix + 2), prefix + 3);
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
  const { address, prefix } = networkBlock(cidr);
  const half = blockSize(prefix + 1);
  const eighth = blockSize(prefix + 3);
  return {
    services: blockAt(address, prefix + 1),
    database: blockAt(address + half, prefix + 3),
    endpoints: blockAt(address + half + eighth, prefix + 3),
  };
}
