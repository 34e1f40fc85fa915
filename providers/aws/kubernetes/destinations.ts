import { type Destination, webOutside } from "../../../components/kubernetes/network-policy";
import type { AwsCache } from "../cache";
import type { AwsDatabase } from "../database";
import type { AwsNetwork } from "../network";

/** Where EKS hands out the roles of pods, on each machine (EKS guide, "EKS Pod Identity considerations"). */
const podIdentity: Destination = { peers: [{ ipBlock: { cidr: "169.254.170.23/32" } }], ports: [80] };

interface Stores {
  readonly network: AwsNetwork;
  readonly database?: AwsDatabase | undefined;
  readonly cache?: AwsCache | undefined;
}

/**
 * Where a program may connect to: AWS's services and other APIs by HTTPS, its role, and the stores that it was given, which
 * a port of the data tier tells apart.
 */
export function destinations({ cache, database, network }: Stores): Destination[] {
  const dataTier = network.plan.data.map((cidr) => ({ ipBlock: { cidr } }));
  const stores = [database, cache].flatMap((store) => store ?? []);
  return [webOutside, podIdentity, ...stores.map(({ port }) => ({ peers: dataTier, ports: [port] }))];
}
