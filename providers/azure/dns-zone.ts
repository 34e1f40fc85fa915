import { getZoneOutput } from "@pulumi/azure-native/dns/getZone";
import type * as pulumi from "@pulumi/pulumi";

/** Where records of a public DNS zone are written. */
export interface DnsZone {
  readonly resourceGroupName: string;
  readonly zoneName: pulumi.Output<string>;
}

/**
 * A public DNS zone of the subscription. It is the user's, and older than the stack; Azure finds a zone only by its group,
 * so that it must lie in a resource group that is called like the zone: `example.com` in the group `example.com`.
 *
 * The name resolves when Azure has found the zone, so that a missing one stops a preview.
 */
export function dnsZone(zone: string, opts: pulumi.InvokeOutputOptions): DnsZone {
  const found = getZoneOutput({ resourceGroupName: zone, zoneName: zone }, opts);
  return { resourceGroupName: zone, zoneName: found.name };
}

/** A name within a zone, as its records are called: `api`, or `@` for the zone itself. */
export function relativeName(name: string, zone: string): string {
  return name === zone ? "@" : name.slice(0, -(zone.length + 1));
}
