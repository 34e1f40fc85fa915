import * as monitor from "@pulumi/azure-native/monitor";
import type * as pulumi from "@pulumi/pulumi";
import { sendLogs } from "../diagnostics";
import type { AzureScope } from "../scope";
import type { AzureTelemetry } from "../telemetry";

interface ClusterLogsArgs {
  readonly scope: AzureScope;
  readonly telemetry: AzureTelemetry;
  /** Id of the cluster. */
  readonly cluster: pulumi.Output<string>;
}

/**
 * Logs of the control plane. Of its audit, all that changes something: requests that only read are nine tenths of it.
 */
const controlPlane = [
  "cloud-controller-manager",
  "cluster-autoscaler",
  "guard",
  "kube-apiserver",
  "kube-audit-admin",
  "kube-controller-manager",
  "kube-scheduler",
];

/** What Container Insights collects: what programs write, their use, and the state of pods and machines. */
const insights = [
  "Microsoft-ContainerLogV2",
  "Microsoft-InsightsMetrics",
  "Microsoft-KubeEvents",
  "Microsoft-KubeNodeInventory",
  "Microsoft-KubePodInventory",
  "Microsoft-Perf",
];

/**
 * Sends everything that a cluster says to the stack's own stores: logs to its workspace, samples of the cluster's own parts to its
 * Prometheus.
 *
 * @returns what programs' logs need to arrive
 */
export function clusterLogs(
  child: (role: string) => string,
  { cluster, scope, telemetry }: ClusterLogsArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { location, resourceGroup: resourceGroupName, tags, workspace } = scope;
  sendLogs(child("logs"), { scope, resource: cluster, categories: controlPlane }, opts);
  const rule = new monitor.DataCollectionRule(
    child("insights"),
    {
      resourceGroupName,
      location,
      tags,
      kind: "Linux",
      dataSources: {
        extensions: [
          {
            name: "ContainerInsightsExtension",
            extensionName: "ContainerInsights",
            streams: insights,
            extensionSettings: {
              dataCollectionSettings: {
                interval: "1m",
                namespaceFilteringMode: "Off",
                enableContainerLogV2: true,
              },
            },
          },
        ],
      },
      destinations: { logAnalytics: [{ name: "workspace", workspaceResourceId: workspace.id }] },
      dataFlows: [{ streams: insights, destinations: ["workspace"] }],
    },
    opts,
  );
  const associate = (role: string, associationName: string, dataCollectionRuleId: pulumi.Output<string>) =>
    new monitor.DataCollectionRuleAssociation(
      child(role),
      { associationName, resourceUri: cluster, dataCollectionRuleId },
      opts,
    );
  return [
    associate("insights-association", "ContainerInsightsExtension", rule.id),
    associate("metrics-association", "ContainerInsightsMetricsExtension", telemetry.metrics.rule),
  ];
}
