import { getClientConfigOutput } from "@pulumi/azure-native/authorization/getClientConfig";
import * as monitor from "@pulumi/azure-native/monitor";
import * as operationalinsights from "@pulumi/azure-native/operationalinsights";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Component } from "../../../components/component";
import { tags } from "../result";
import type { AzureSettings } from "../settings";

/** Days for which it can be told who used a key or a state: a year, and the longest month to look at it. */
const logDays = 396;

/** What everything else stands in: a resource group, where logs go, and the random end of names that all of Azure shares. */
export class AzureFoundation extends Component {
  /** Name of the resource group. */
  readonly resourceGroup: pulumi.Output<string>;
  readonly tenant: pulumi.Output<string>;
  /** Object id of who runs the bootstrap. */
  readonly administrator: pulumi.Output<string>;
  /** Eight lower-case letters and digits. */
  readonly suffix: pulumi.Output<string>;
  /** Id of the workspace. */
  readonly logs: pulumi.Output<string>;

  constructor(
    name: string,
    { settings }: { readonly settings: AzureSettings },
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("azure", "Foundation", name, opts);
    const kept = { parent: this, protect: true, retainOnDelete: true };
    const group = new resources.ResourceGroup(
      this.child("group"),
      { resourceGroupName: `${settings.name}-bootstrap`, location: settings.region, tags },
      kept,
    );
    const suffix = new random.RandomString(
      this.child("suffix"),
      { length: 8, upper: false, special: false },
      { parent: this },
    );
    const logs = new operationalinsights.Workspace(
      this.child("logs"),
      {
        resourceGroupName: group.name,
        location: settings.region,
        tags,
        sku: { name: "PerGB2018" },
        retentionInDays: logDays,
        features: { disableLocalAuth: true },
      },
      kept,
    );
    // Who changed what in the subscription, the pipeline too, from the first day on: no stack has to be there for it.
    new monitor.SubscriptionDiagnosticSetting(
      this.child("activity"),
      {
        workspaceId: logs.id,
        logs: ["Administrative", "Security", "Alert", "Policy"].map((category) => ({
          category,
          enabled: true,
        })),
      },
      { parent: this, protect: true },
    );
    this.resourceGroup = group.name;
    const client = getClientConfigOutput({ parent: this });
    this.tenant = client.tenantId;
    this.administrator = client.objectId;
    this.suffix = suffix.result;
    this.logs = logs.id;
    this.registerOutputs({ resourceGroup: this.resourceGroup });
  }
}
