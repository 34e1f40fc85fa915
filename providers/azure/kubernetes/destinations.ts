import { type Destination, webOutside } from "../../../components/kubernetes/network-policy";
import { cachePort } from "../cache";
import { databasePort } from "../database";
import type { AzureNetwork } from "../network";

interface Stores {
  readonly network: AzureNetwork;
  readonly database: boolean;
  readonly cache: boolean;
}

/** Where a program may connect to: Azure's services and other APIs by HTTPS, and the stores that it was given. */
export function destinations({ cache, database, network: { plan } }: Stores): Destination[] {
  const way = (cidr: string, port: number) => ({ peers: [{ ipBlock: { cidr } }], ports: [port] });
  return [
    webOutside,
    ...(database ? [way(plan.database, databasePort)] : []),
    ...(cache ? [way(plan.endpoints, cachePort)] : []),
  ];
}
