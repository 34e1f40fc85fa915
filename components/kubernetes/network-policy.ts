import * as networking from "@pulumi/kubernetes/networking/v1";
import * as pulumi from "@pulumi/pulumi";
import type { Namespace, Peer } from "./namespace";

/** Where pods may connect to: any of the peers, on any of the TCP ports. */
export interface Destination {
  readonly peers: pulumi.Input<readonly Peer[]>;
  readonly ports: readonly pulumi.Input<number>[];
}

interface OnlyWaysArgs {
  readonly namespace: Namespace;
  readonly program: string;
  /** Who may connect to the port. None: nobody. */
  readonly callers: readonly Peer[];
  readonly port?: number | undefined;
  readonly destinations: readonly Destination[];
}

/**
 * HTTPS to everywhere but the addresses at which clouds hand out a node's credentials: APIs outside, and the cloud's own
 * services.
 */
export const webOutside: Destination = {
  peers: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } }],
  ports: [443],
};

/** The only ways to and from a program's pods, beside DNS: whatever is not listed is denied both ways. */
export function onlyWays(
  name: string,
  { callers, destinations, namespace, port, program }: OnlyWaysArgs,
  opts: pulumi.CustomResourceOptions,
): networking.NetworkPolicy {
  const tcp = (number: pulumi.Input<number>) => ({ protocol: "TCP", port: number });
  return new networking.NetworkPolicy(
    name,
    {
      metadata: namespace.metadata(program),
      spec: {
        podSelector: { matchLabels: namespace.selector(program) },
        policyTypes: ["Ingress", "Egress"],
        ingress:
          port === undefined || callers.length === 0 ? [] : [{ from: [...callers], ports: [tcp(port)] }],
        egress: destinations.map(({ peers, ports }) => ({
          to: pulumi.output(peers).apply((known) => [...known]),
          ports: ports.map(tcp),
        })),
      },
    },
    opts,
  );
}
