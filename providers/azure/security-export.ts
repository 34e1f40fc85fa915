import * as security from "@pulumi/azure-native/security";
import * as pulumi from "@pulumi/pulumi";
import type { AzureScope } from "./scope";

interface SecurityExportArgs {
  readonly scope: AzureScope;
  /** What Defender for Cloud sends: its alerts, or its judgements of resources. */
  readonly source: "Alerts" | "Assessments";
}

/** Sends what Microsoft Defender for Cloud finds in the subscription to the stack's workspace, as it finds it. */
export function securityExport(
  name: string,
  { scope, source }: SecurityExportArgs,
  opts: pulumi.CustomResourceOptions,
): security.Automation {
  return new security.Automation(
    name,
    {
      resourceGroupName: scope.resourceGroup,
      location: scope.location,
      tags: scope.tags,
      description: `${source} of Microsoft Defender for Cloud`,
      isEnabled: true,
      scopes: [{ scopePath: pulumi.interpolate`/subscriptions/${scope.subscription}` }],
      sources: [{ eventSource: source }],
      actions: [{ actionType: "Workspace", workspaceResourceId: scope.workspace.id }],
    },
    opts,
  );
}
