import * as monitor from "@pulumi/azure-native/monitor";
import type * as pulumi from "@pulumi/pulumi";
import type { AzureScope } from "./scope";

interface SendLogs {
  readonly scope: AzureScope;
  /** Id of the resource whose logs are sent. */
  readonly resource: pulumi.Input<string>;
  /** Names of single logs, for example `FrontDoorAccessLog`. */
  readonly categories?: readonly string[];
  /** Names of groups of logs: `audit`, or `allLogs`. */
  readonly groups?: readonly string[];
}

/** Sends a resource's own logs to the stack's workspace, into a table of their kind where Azure has one. */
export function sendLogs(
  name: string,
  { categories = [], groups = [], resource, scope }: SendLogs,
  opts: pulumi.CustomResourceOptions,
): monitor.DiagnosticSetting {
  return new monitor.DiagnosticSetting(
    name,
    {
      resourceUri: resource,
      workspaceId: scope.workspace.id,
      logAnalyticsDestinationType: "Dedicated",
      logs: [
        ...categories.map((category) => ({ category, enabled: true })),
        ...groups.map((categoryGroup) => ({ categoryGroup, enabled: true })),
      ],
    },
    opts,
  );
}

/** Sends a resource's own metrics to the stack's workspace, where queries can put them beside logs. */
export function sendMetrics(
  name: string,
  { resource, scope }: Pick<SendLogs, "resource" | "scope">,
  opts: pulumi.CustomResourceOptions,
): monitor.DiagnosticSetting {
  return new monitor.DiagnosticSetting(
    name,
    {
      resourceUri: resource,
      workspaceId: scope.workspace.id,
      metrics: [{ category: "AllMetrics", enabled: true }],
    },
    opts,
  );
}
