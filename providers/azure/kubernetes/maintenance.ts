import * as containerservice from "@pulumi/azure-native/containerservice";
import type * as pulumi from "@pulumi/pulumi";
import type { AzureScope } from "../scope";

/** When AKS may change what runs: names that it knows, each with a day. UTC, on nights that few work after. */
const windows = {
  aksManagedAutoUpgradeSchedule: "Sunday",
  aksManagedNodeOSUpgradeSchedule: "Saturday",
} as const;

/** The hours of each week in which AKS brings in patches of Kubernetes and images of the machines. */
export function maintenance(
  child: (role: string) => string,
  { clusterName, scope }: { readonly clusterName: pulumi.Output<string>; readonly scope: AzureScope },
  opts: pulumi.CustomResourceOptions,
): void {
  for (const [configName, dayOfWeek] of Object.entries(windows))
    new containerservice.MaintenanceConfiguration(
      child(`maintenance-${dayOfWeek.toLowerCase()}`),
      {
        resourceGroupName: scope.resourceGroup,
        resourceName: clusterName,
        configName,
        maintenanceWindow: {
          schedule: { weekly: { dayOfWeek, intervalWeeks: 1 } },
          startTime: "02:00",
          utcOffset: "+00:00",
          durationHours: 6,
        },
      },
      opts,
    );
}
