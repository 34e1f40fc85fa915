import * as applicationinsights from "@pulumi/azure-native/applicationinsights";
import * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";
import { Telemetry, type TelemetryArgs } from "../../components/telemetry";
import type { AzureComponents } from "./components";
import type { Scoped, Workspace } from "./scope";

type Args = Scoped<TelemetryArgs<AzureComponents>>;

/** A store for Prometheus metrics. */
export interface MetricsWorkspace {
  readonly id: pulumi.Output<string>;
  /** Id of the rule that samples come in by: who sends needs the role `Monitoring Metrics Publisher` on it. */
  readonly rule: pulumi.Output<string>;
  /** URL that a collector sends samples to, with a token of an identity for `https://monitor.azure.com`. */
  readonly remoteWriteUrl: pulumi.Output<string>;
  /** URL that PromQL is asked at. */
  readonly queryUrl: pulumi.Output<string>;
}

/**
 * An action group for alerts, an Azure Monitor workspace for Prometheus metrics, and Application Insights for traces. Logs
 * go to the stack's Log Analytics workspace, which all others of the stack know too.
 *
 * Azure encrypts these stores with keys of its own. Keys of ours would need a dedicated cluster of Log Analytics, which
 * is billed for at least 100 GB of logs a day; the records that must last (flow logs, audit) lie in storage accounts
 * under our key as well. Nobody publishes to an action group but Azure Monitor and Azure's own services.
 */
export class AzureTelemetry extends Telemetry {
  readonly workspace: Workspace;
  /** Id of the action group that every alert calls. */
  readonly actionGroup: pulumi.Output<string>;
  readonly applicationInsights: {
    readonly id: pulumi.Output<string>;
    /** Names the place that traces go to. It lets send, never read. */
    readonly connectionString: pulumi.Output<string>;
  };
  readonly metrics: MetricsWorkspace;

  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("azure", name, opts);
    const { location, resourceGroup: resourceGroupName, tags, workspace } = args.scope;
    const actionGroup = new monitor.ActionGroup(
      this.child("alerts"),
      {
        resourceGroupName,
        location: "Global",
        tags,
        enabled: true,
        // Shown as the sender of short messages; 12 characters at most.
        groupShortName: "alerts",
        ...receivers(args),
      },
      { parent: this },
    );
    const insights = new applicationinsights.Component(
      this.child("traces"),
      {
        resourceGroupName,
        location,
        tags,
        kind: "web",
        applicationType: "web",
        ingestionMode: "LogAnalytics",
        workspaceResourceId: workspace.id,
        // Senders prove who they are by an identity; the connection string only names the place.
        disableLocalAuth: true,
        // Addresses of clients are personal data: Azure zeroes them before it stores a trace.
        disableIpMasking: false,
      },
      { parent: this },
    );
    this.workspace = workspace;
    this.actionGroup = actionGroup.id;
    this.applicationInsights = { id: insights.id, connectionString: insights.connectionString };
    this.metrics = this.metricsWorkspace(args);
    this.registerOutputs({ actionGroup: this.actionGroup });
  }

  private metricsWorkspace({ protection, scope }: Args): MetricsWorkspace {
    const { location, resourceGroup: resourceGroupName, tags } = scope;
    const within = { parent: this };
    const store = new monitor.AzureMonitorWorkspace(
      this.child("metrics"),
      { resourceGroupName, location, tags },
      { ...within, protect: protection },
    );
    const endpoint = new monitor.DataCollectionEndpoint(
      this.child("metrics-endpoint"),
      { resourceGroupName, location, tags, networkAcls: { publicNetworkAccess: "Enabled" } },
      within,
    );
    const stream = "Microsoft-PrometheusMetrics";
    const rule = new monitor.DataCollectionRule(
      this.child("metrics-rule"),
      {
        resourceGroupName,
        location,
        tags,
        dataCollectionEndpointId: endpoint.id,
        dataSources: { prometheusForwarder: [{ name: "samples", streams: [stream] }] },
        destinations: { monitoringAccounts: [{ name: "store", accountResourceId: store.id }] },
        dataFlows: [{ streams: [stream], destinations: ["store"] }],
      },
      within,
    );
    const base = endpoint.metricsIngestion.apply((ingestion) => ingestion?.endpoint ?? "");
    return {
      id: store.id,
      rule: rule.id,
      remoteWriteUrl: pulumi.interpolate`${base}/dataCollectionRules/${rule.immutableId}/streams/${stream}/api/v1/write?api-version=2023-04-24`,
      queryUrl: store.metrics.apply(({ prometheusQueryEndpoint }) => prometheusQueryEndpoint),
    };
  }
}

function receivers({ email, webhook }: Args) {
  return {
    ...(email !== undefined && {
      emailReceivers: [{ name: "email", emailAddress: email, useCommonAlertSchema: true }],
    }),
    ...(webhook !== undefined && {
      webhookReceivers: [{ name: "webhook", serviceUri: webhook, useCommonAlertSchema: true }],
    }),
  };
}
