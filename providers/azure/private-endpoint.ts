import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import type { AzureNetwork } from "./network";
import type { AzureScope } from "./scope";

interface PrivateEndpointArgs {
  readonly scope: AzureScope;
  readonly network: AzureNetwork;
  /** Id of the resource that is reached. */
  readonly target: pulumi.Input<string>;
  /** Which of its sides, in Azure's words: `vault`, `registry`, `blob`, `redisEnterprise`. */
  readonly group: string;
  /** Name of the private DNS zone that its public name leads to, for example `privatelink.vaultcore.azure.net`. */
  readonly zone: string;
}

/**
 * An address inside the network for one resource of Azure's, and its name in the network's DNS.
 *
 * @param name logical name of the endpoint; its names are called `NAME-dns`
 * @returns id of the endpoint, once its name can be resolved
 */
export function privateEndpoint(
  name: string,
  { group, network: within, scope, target, zone }: PrivateEndpointArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const { location, resourceGroup: resourceGroupName, tags } = scope;
  const endpoint = new network.PrivateEndpoint(
    name,
    {
      resourceGroupName,
      location,
      tags,
      subnet: { id: within.subnets.endpoints },
      privateLinkServiceConnections: [{ name, privateLinkServiceId: target, groupIds: [group] }],
    },
    opts,
  );
  const names = new network.PrivateDnsZoneGroup(
    `${name}-dns`,
    {
      resourceGroupName,
      privateEndpointName: endpoint.name,
      privateDnsZoneConfigs: [{ name: group, privateDnsZoneId: within.privateZone(zone) }],
    },
    opts,
  );
  // Both in one: a dependency that only an update sees would violate the plan that a preview made.
  return pulumi.all([endpoint.id, names.id]).apply(([id]) => id);
}
