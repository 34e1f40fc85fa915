import * as compute from "@pulumi/gcp/compute";
import * as pulumi from "@pulumi/pulumi";
import type { GcpCache } from "./cache";
import type { GcpDatabase } from "./database";
import type { GcpNetwork } from "./network";

interface Access {
  /** Whose ways these are, for people: `the service api`. */
  readonly title: string;
  /** Network tag of its replicas, which nothing else carries. */
  readonly tag: string;
  readonly network: GcpNetwork;
  readonly database?: GcpDatabase | undefined;
  readonly cache?: GcpCache | undefined;
}

/**
 * Opens the ways to the stores that something was given, each to one address and port. HTTPS is open to whoever carries the
 * network's own tag; all else is closed, see `firewall`. No way in is opened: requests reach Cloud Run outside of the network.
 *
 * @returns what must be there before a replica starts: for `dependsOn`
 */
export function openWays(
  child: (role: string) => string,
  { cache, database, network, tag, title }: Access,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  return Object.entries({ database, cache }).flatMap(([role, store]) =>
    store === undefined
      ? []
      : new compute.Firewall(
          child(`${role}-out`),
          {
            network: network.id,
            description: `From ${title} to the ${role}`,
            direction: "EGRESS",
            priority: 1000,
            allows: [{ protocol: "tcp", ports: [String(store.port)] }],
            targetTags: [tag],
            destinationRanges: [pulumi.interpolate`${store.host}/32`],
          },
          opts,
        ),
  );
}
