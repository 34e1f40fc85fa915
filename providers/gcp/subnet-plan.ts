import { blockAt, blockSize, dotted, networkBlock } from "../../components/address-block";

/** What a network's block is used for. */
export interface SubnetPlan {
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
export function subnetPlan(cidr: string): SubnetPlan {
  const { address: start, prefix } = networkBlock(cidr);
  const address = dotted(start + blockSize(prefix + 1));
  const prefixLength = prefix + 2;
  return {
    services: blockAt(start, prefix + 1),
    privateServices: { address, prefixLength, cidr: `${address}/${String(prefixLength)}` },
  };
}
