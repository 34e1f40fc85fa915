import * as pulumi from "@pulumi/pulumi";
import { AzureEncryptionKey } from "../../../providers/azure/encryption-key";
import { workspaceRetention } from "../../../providers/azure/log-retention";
import { AzureTelemetry } from "../../../providers/azure/telemetry";
import { containing, record, text, valueOf, remembered } from "../mocks";
import { AZURE_REGION } from "./mock-outputs";
import { scope } from "./stores";

const telemetry = remembered((receivers: { email?: string; webhook?: pulumi.Output<string> }) => {
  const place = scope();
  const key = new AzureEncryptionKey("logs-key", { purpose: "logs", protection: true, scope: place }, {});
  return new AzureTelemetry(
    "telemetry",
    { logRetentionDays: 30, traceSampling: 0.1, protection: true, key, scope: place, ...receivers },
    {},
  );
});

describe("telemetry", () => {
  test("calls each given address", async () => {
    const recording = await telemetry({
      email: "oncall@example.com",
      webhook: pulumi.secret("https://hooks.example.com/oncall"),
    });
    expect(recording.named("telemetry-alerts").inputs).toMatchObject({
      enabled: true,
      emailReceivers: [{ emailAddress: "oncall@example.com", useCommonAlertSchema: true }],
      webhookReceivers: [{ serviceUri: "https://hooks.example.com/oncall", useCommonAlertSchema: true }],
    });
  });

  test("has no receiver that nobody asked for", async () => {
    const { inputs } = (await telemetry({})).named("telemetry-alerts");
    expect(inputs["emailReceivers"]).toBeUndefined();
    expect(inputs["webhookReceivers"]).toBeUndefined();
  });

  test("has a name for short messages that Azure takes: 12 characters", async () => {
    const { groupShortName } = (await telemetry({})).named("telemetry-alerts").inputs;
    expect(text(groupShortName).length).toBeLessThanOrEqual(12);
  });

  test("keeps traces in the stack's workspace, without the addresses of clients", async () => {
    const recording = await telemetry({});
    expect(recording.named("telemetry-traces").inputs).toMatchObject({
      ingestionMode: "LogAnalytics",
      workspaceResourceId: containing("/workspaces/scope-logs"),
      disableIpMasking: false,
    });
    expect(await valueOf(recording.result.workspace.id)).toContain("/workspaces/scope-logs");
  });

  test("takes samples through a rule into a store for Prometheus metrics", async () => {
    const recording = await telemetry({});
    expect(recording.named("telemetry-metrics-rule").inputs).toMatchObject({
      destinations: {
        monitoringAccounts: [{ name: "store", accountResourceId: containing("/accounts/telemetry-metrics") }],
      },
      dataFlows: [{ streams: ["Microsoft-PrometheusMetrics"], destinations: ["store"] }],
    });
    expect(await valueOf(recording.result.metrics.remoteWriteUrl)).toBe(
      `https://telemetry-metrics-endpoint.${AZURE_REGION}-1.metrics.ingest.monitor.azure.com/dataCollectionRules/` +
        "dcr-00000000000000000000000000000000/streams/Microsoft-PrometheusMetrics/api/v1/write?api-version=2023-04-24",
    );
  });
});

describe("the scope of a stack", () => {
  test("is one resource group, tagged, that refuses deletion where asked to", async () => {
    const recording = await record(() => scope());
    expect(recording.named("scope-group")).toMatchObject({
      protect: true,
      inputs: { location: AZURE_REGION, tags: { environment: "prod" } },
    });
  });

  test("takes logs by identity only, and keeps them as long as asked, within what Azure sells", async () => {
    const recording = await record(() => scope());
    expect(recording.named("scope-logs").inputs).toMatchObject({
      retentionInDays: 365,
      features: { disableLocalAuth: true },
    });
    expect([7, 30, 90, 731].map(workspaceRetention)).toEqual([30, 30, 90, 730]);
  });

  test("has a new random end for each stack, fit for every name", async () => {
    const { inputs } = (await record(() => scope())).named("scope-suffix");
    expect(inputs).toMatchObject({ length: 8, upper: false, special: false });
  });
});
