import type { FunctionRules, Place, Properties } from "../rules";
import { text } from "../reading";
import { canonicalLocation } from "./regions";

/** The one subscription, tenant and user of the local Azure: no real ones have such ids. */
export const subscription = "00000000-0000-4000-8000-000000000001";
export const tenant = "00000000-0000-4000-8000-000000000002";
/** Object id of who deploys. */
export const deployer = "00000000-0000-4000-8000-000000000003";
const deployerClient = "00000000-0000-4000-8000-000000000004";

/**
 * Ids of resources are the only ones in the subscription, so all resources see each other; a resource's region is its
 * location.
 */
export function place(inputs: Properties, configuration: Properties): Place {
  const location = text(inputs["location"]) ?? text(configuration["location"]) ?? "global";
  return { account: subscription, region: canonicalLocation(location), partition: "global" };
}

/** The id of a resource that lies in a resource group, from its provider on. */
export function idIn(group: string, path: string): string {
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/${path}`;
}

/** What can be asked about the credentials. */
export const subscriptionFunctions: readonly FunctionRules[] = [
  {
    token: "azure-native:authorization:getClientConfig",
    result: () => ({
      clientId: deployerClient,
      objectId: deployer,
      subscriptionId: subscription,
      tenantId: tenant,
    }),
  },
  {
    token: "azure-native:authorization:getClientToken",
    // Stands for a token of one hour; it opens nothing.
    result: () => ({ token: "local-token" }),
  },
];
