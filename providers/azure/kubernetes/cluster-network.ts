import { blockAt, networkBlock } from "../../../components/address-block";

/** Ranges of pods and of Service objects, which exist in the cluster only; the second where the first meets the network's. */
const ranges = [
  { pods: "10.244.0.0/16", services: "10.245.0.0/16", dns: "10.245.0.10" },
  { pods: "192.168.0.0/17", services: "192.168.128.0/17", dns: "192.168.128.10" },
] as const;

export type ClusterRanges = (typeof ranges)[number];

/**
 * Where a cluster's pods and Service objects have their addresses: beside the network, so that both can be spoken to.
 *
 * @param network the network's block, /16 to /20
 */
export function clusterRanges(network: string): ClusterRanges {
  const { address } = networkBlock(network);
  const [first, second] = ranges;
  const around = blockAt(address - (address % 2 ** 16), 16);
  return around === first.pods || around === first.services ? second : first;
}
