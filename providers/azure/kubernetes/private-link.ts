import type * as cdn from "@pulumi/azure-native/cdn";
import { getPrivateLinkService } from "@pulumi/azure-native/network/getPrivateLinkService";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { requestsOf } from "./link-requests";

interface LinkArgs {
  /** Making it is what asks to be let in. */
  readonly origin: cdn.AFDOrigin;
  /** Name of the private link service, and the group that it is in. */
  readonly linkName: string;
  readonly group: pulumi.Output<string>;
  readonly service: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Lets Front Door in at a private link service. Its end of the link stands in a subscription of Azure's own, so that no approval
 * given before would fit; and the request has a name that Azure chooses. By a deployment of Azure Resource Manager: Pulumi's
 * provider refuses to make what is already there.
 */
export function acceptLink(
  name: string,
  { group, linkName, origin, service, tags }: LinkArgs,
  opts: pulumi.CustomResourceOptions & { readonly parent: pulumi.Resource },
): resources.Deployment {
  const { parent } = opts;
  const requests = pulumi
    .all([group, origin.id])
    .apply(([resourceGroupName]) =>
      requestsOf(service, () =>
        getPrivateLinkService({ resourceGroupName, serviceName: linkName }, { parent }),
      ),
    );
  return new resources.Deployment(
    name,
    {
      resourceGroupName: group,
      tags,
      properties: {
        mode: resources.DeploymentMode.Incremental,
        template: {
          $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
          contentVersion: "1.0.0.0",
          resources: requests.apply((names) =>
            names.map((request) => ({
              type: "Microsoft.Network/privateLinkServices/privateEndpointConnections",
              apiVersion: "2024-05-01",
              name: `${linkName}/${request}`,
              properties: {
                privateLinkServiceConnectionState: {
                  status: "Approved",
                  description: `Front Door to ${service}`,
                },
              },
            })),
          ),
        },
      },
    },
    opts,
  );
}
