import * as pulumi from "@pulumi/pulumi";
import { ACCOUNT } from "../mock-cloud";
import { AwsTelemetry } from "../../../providers/aws/telemetry";
import { containing, record, valueOf } from "../mocks";
import { key, statements, telemetry } from "./fixture";

const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";

const reaching = (receivers: { email?: string; webhook?: pulumi.Output<string> }) =>
  new AwsTelemetry(
    "telemetry",
    { logRetentionDays: 30, traceSampling: 0.1, protection: true, key: key(), ...receivers },
    {},
  );

describe("telemetry", () => {
  test("encrypts notifications and metrics with our key", async () => {
    const recording = await record(() => telemetry());
    const arn = containing("key/logs-key-key");
    expect(recording.named("telemetry-alerts").inputs["kmsMasterKeyId"]).toEqual(arn);
    expect(recording.named("telemetry-metrics").inputs["kmsKeyArn"]).toEqual(arn);
  });

  test("lets only AWS's alerting services publish, for this account", async () => {
    const recording = await record(() => telemetry());
    expect(statements(recording.named("telemetry-alerts-policy"))).toEqual([
      {
        Sid: "AlertingServices",
        Effect: "Allow",
        Principal: {
          Service: [
            "backup.amazonaws.com",
            "budgets.amazonaws.com",
            "cloudwatch.amazonaws.com",
            "events.amazonaws.com",
          ],
        },
        Action: "sns:Publish",
        Resource: containing(":telemetry-alerts"),
        Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT } },
      },
    ]);
  });

  test("reaches each given address", async () => {
    const webhook = "https://hooks.example.com/oncall";
    const recording = await record(() =>
      reaching({ email: "oncall@example.com", webhook: pulumi.secret(webhook) }),
    );
    expect(
      recording.ofType(SUBSCRIPTION).map(({ inputs }) => [inputs["protocol"], inputs["endpoint"]]),
    ).toEqual([
      ["email", "oncall@example.com"],
      ["https", webhook],
    ]);
  });

  test("has no subscription that nobody asked for", async () => {
    const recording = await record(() => telemetry());
    expect(recording.ofType(SUBSCRIPTION)).toEqual([]);
  });

  test("says where samples are sent to", async () => {
    const { result } = await record(() => telemetry());
    expect(await valueOf(result.metrics.remoteWriteUrl)).toBe(
      "https://aps-workspaces.eu-west-1.amazonaws.com/workspaces/ws-telemetry-metrics/api/v1/remote_write",
    );
  });
});
