import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as network from "@pulumi/azure-native/network";
import type * as pulumi from "@pulumi/pulumi";
import type { AzureEncryptionKey } from "./encryption-key";
import { grant } from "./role";
import type { AzureScope } from "./scope";
import { AzureStorageAccount } from "./storage-account";

interface FlowLogs {
  readonly scope: AzureScope;
  /** Id of the network. */
  readonly network: pulumi.Output<string>;
  readonly key: AzureEncryptionKey;
  readonly logRetentionDays: number;
}

/**
 * Who talked to whom in the network, accepted and refused, in an encrypted storage account, and every ten minutes in the
 * stack's workspace, where it can be queried (traffic analytics).
 *
 * Logs of a whole network: those of single security groups end in 2027. They belong to the network watcher that Azure makes
 * in the group `NetworkWatcherRG` of a subscription with the first network of a region.
 */
export function flowLogs(
  child: (role: string) => string,
  opts: { readonly parent: pulumi.Resource },
  { key, logRetentionDays, network: targetResourceId, scope }: FlowLogs,
): void {
  const { location, resourceGroup: resourceGroupName, tags, workspace } = scope;
  const account = new AzureStorageAccount(
    child("flows"),
    {
      scope,
      key,
      stem: "flows",
      // Each minute adds to the same blob: old versions would only repeat it.
      versioned: false,
      expireAfterDays: logRetentionDays,
      protection: false,
    },
    opts,
  );
  const writer = new managedidentity.UserAssignedIdentity(
    child("flows-writer"),
    { resourceGroupName, location, tags },
    opts,
  );
  const granted = grant(
    child("flows-writer-role"),
    { scope, role: "Storage Blob Data Contributor", principalId: writer.principalId, on: account.id },
    opts,
  );
  new network.FlowLog(
    child("flow-log"),
    {
      resourceGroupName: "NetworkWatcherRG",
      networkWatcherName: `NetworkWatcher_${location}`,
      location,
      tags,
      targetResourceId,
      storageId: account.id,
      identity: { type: "UserAssigned", userAssignedIdentities: [writer.id] },
      enabled: true,
      format: { type: "JSON", version: 2 },
      // The account's own rule deletes them: the watcher's would take that rule's place, and ends at 365 days.
      retentionPolicy: { enabled: false, days: 0 },
      flowAnalyticsConfiguration: {
        networkWatcherFlowAnalyticsConfiguration: {
          enabled: true,
          trafficAnalyticsInterval: 10,
          workspaceId: workspace.customerId,
          workspaceRegion: location,
          workspaceResourceId: workspace.id,
        },
      },
    },
    { ...opts, dependsOn: [granted] },
  );
}
