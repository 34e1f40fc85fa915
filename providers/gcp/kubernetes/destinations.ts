import * as pulumi from "@pulumi/pulumi";
import { type Destination, webOutside } from "../../../components/kubernetes/network-policy";
import type { GcpCache } from "../cache";
import type { GcpDatabase } from "../database";

/** Where GKE tells pods who they are: both addresses and ports are asked of a policy (GKE guide, "Network policies"). */
const podIdentity: readonly Destination[] = [
  { peers: [{ ipBlock: { cidr: "169.254.169.254/32" } }], ports: [80] },
  { peers: [{ ipBlock: { cidr: "169.254.169.252/32" } }], ports: [988] },
];

interface Stores {
  readonly database?: GcpDatabase | undefined;
  readonly cache?: GcpCache | undefined;
}

/**
 * Where a program may connect to: Google's services and other APIs by HTTPS, its identity, and the stores that it was given,
 * each by its address.
 */
export function destinations({ cache, database }: Stores): Destination[] {
  const stores = [database, cache].flatMap((store) => store ?? []);
  return [
    webOutside,
    ...podIdentity,
    ...stores.map(({ host, port }) => ({
      peers: pulumi.output(host).apply((address) => [{ ipBlock: { cidr: `${address}/32` } }]),
      ports: [port],
    })),
  ];
}
