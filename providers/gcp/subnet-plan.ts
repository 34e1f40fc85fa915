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
  /** Block of pods, where services run on Kubernetes; else kept free. */
  readonly pods: string;
}

/**
 * Cuts a network's block. A subnet of Google spans all zones of its region, so zones need no part of their own: half is the
 * services', a quarter is for databases and caches, and a quarter is the pods' where services run on
 * Kubernetes, and free where they don't.
 *
 * | block | services | databases and caches | pods |
 * | --- | --- | --- | --- |
 * | /16 | /17 (32,764 addresses) | /18 | /18 (16,384) |
 * | /20 | /21 (2,044) | /22 | /22 (1,024) |
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
  const pods = blockAt(start + blockSize(prefix + 1) + blockSize(prefix + 2), prefixLength);
  return {
    services: blockAt(start, prefix + 1),
    privateServices: { address, prefixLength, cidr: `${address}/${String(prefixLength)}` },
    pods,
  };
}
