import { blockAt, networkBlock } from "../../../components/address-block";

/** Ranges that EKS itself gives Service objects; the second where the network is in the first one's neighbourhood. */
const ranges = [
  { cidr: "172.20.0.0/16", dns: "172.20.0.10" },
  { cidr: "10.100.0.0/16", dns: "10.100.0.10" },
] as const;

/**
 * The range of Service objects, which exists in the cluster only and must not meet the network's own, and the address of DNS
 * in it: EKS always takes the tenth.
 *
 * @param network the network's block, /16 to /20
 */
export function serviceRange(network: string): { readonly cidr: string; readonly dns: string } {
  const { address } = networkBlock(network);
  const [first, second] = ranges;
  return blockAt(address - (address % 2 ** 16), 16) === first.cidr ? second : first;
}
