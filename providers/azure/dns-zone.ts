import { getZone } from "@pulumi/azure-native/dns/getZone";
import * as pulumi from "@pulumi/pulumi";

/** Where records of a public DNS zone are written. */
export interface DnsZone {
  readonly resourceGroupName: string;
  readonly zoneName: pulumi.Output<string>;
}

/**
 * A public DNS zone of the subscription. It is the user's, and older than the stack; Azure finds a zone only by its group,
 * so that it must lie in a resource group that is called like the zone: `example.com` in the group `example.com`.
 *
 * The name resolves when Azure has found the zone, so that a missing one stops a preview. */
export function dnsZone(zone: string, opts: pulumi.InvokeOptions): DnsZone {
  return { resourceGroupName: zone, zoneName: pulumi.output(findZone(zone, opts)) };
}

/**
 * The name of a zone that is there.
 *
 * @throws pulumi.RunError when there is no such zone in the group of its name, and what Azure says when it can't be asked
 */
export async function findZone(zone: string, opts: pulumi.InvokeOptions): Promise<string> {
  try {
    return (await getZone({ resourceGroupName: zone, zoneName: zone }, opts)).name;
  } catch (error) {
    throw isMissing(error) ? new pulumi.RunError(missing(zone)) : error;
  }
}

/** Azure says which is missing, the zone or the group: ResourceNotFound, ResourceGroupNotFound. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && /NotFound|\b404\b/.test(error.message);
}

function missing(zone: string): string {
  return (
    `Azure has no DNS zone ${zone} in a resource group that is called ${zone}, the only group it is looked for in. ` +
    `Move the zone there (\`az resource move --destination-group ${zone} --ids ID_OF_THE_ZONE\`: its name servers stay), ` +
    `make one (\`az network dns zone create --resource-group ${zone} --name ${zone}\`), ` +
    "or set `platform:domain.zone` to a zone that lies so"
  );
}

/** A name within a zone, as its records are called: `api`, or `@` for the zone itself. */
export function relativeName(name: string, zone: string): string {
  return name === zone ? "@" : name.slice(0, -(zone.length + 1));
}
