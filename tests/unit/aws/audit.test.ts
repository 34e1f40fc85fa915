import { auditEvents } from "../../../providers/aws/audit-events";
import { json, record, remembered } from "../mocks";
import { statements } from "./fixture";
import { audit } from "./stores";

const recorded = remembered(audit);
const topic = "arn:aws:sns:eu-west-1:123456789012:telemetry-alerts-policy";
const trailArn = "arn:aws:cloudtrail:eu-west-1:123456789012:trail/audit-trail-hex-audit-trail-suffix";
const nothing = { trail: false, threatDetection: false, posture: false, monthlyBudget: undefined };

describe("the audit", () => {
  test("makes nothing that is not asked for", async () => {
    const recording = await recorded(nothing);
    expect(recording.names().filter((name) => name.startsWith("audit"))).toEqual(["audit"]);
  });

  test("is previewed as it will be made", async () => {
    const previewed = await record(() => audit(), { preview: true });
    expect(previewed.urns()).toEqual((await recorded({})).urns());
    expect(previewed.orphans()).toEqual([]);
  });
});

describe("the trail", () => {
  test("covers all regions, validated and encrypted", async () => {
    expect((await recorded({})).named("audit-trail-trail")).toMatchObject({
      protect: true,
      inputs: {
        name: "audit-trail-hex-audit-trail-suffix",
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        enableLogging: true,
        enableLogFileValidation: true,
        kmsKeyId: expect.stringContaining("key/logs-key-key") as string,
        s3BucketName: "audit-trail-records-bucket",
        cloudWatchLogsRoleArn: "arn:aws:iam::123456789012:role/audit-trail-role",
      },
    });
  });

  test("is kept unchangeable for its retention", async () => {
    const lock = async (protection: boolean) =>
      (await recorded({ protection })).named("audit-trail-records-lock").inputs["rule"];
    expect(await lock(true)).toEqual({ defaultRetention: { mode: "COMPLIANCE", days: 400 } });
    expect(await lock(false)).toEqual({ defaultRetention: { mode: "GOVERNANCE", days: 400 } });
    expect((await recorded({})).named("audit-trail-logs").inputs["retentionInDays"]).toBe(400);
  });

  test("is written to its bucket by CloudTrail alone, for this trail alone", async () => {
    const [tls, version, check, write, ...others] = statements(
      (await recorded({})).named("audit-trail-records-policy"),
    );
    expect([tls?.Effect, version?.Effect, others]).toEqual(["Deny", "Deny", []]);
    expect(check).toMatchObject({
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "s3:GetBucketAcl",
      Condition: { StringEquals: { "aws:SourceArn": trailArn } },
    });
    expect(write).toMatchObject({
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::audit-trail-records-bucket/AWSLogs/123456789012/*",
      Condition: { StringEquals: { "aws:SourceArn": trailArn } },
    });
  });

  test("may write to streams of its own only", async () => {
    const recording = await recorded({});
    expect(statements(recording.named("audit-trail-role-policy"))).toEqual([
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource:
          "arn:aws:cloudwatch:eu-west-1:123456789012:audit-trail-logs:log-stream:123456789012_CloudTrail_eu-west-1*",
      },
    ]);
    expect(json(recording.named("audit-trail-role"), "assumeRolePolicy")).toMatchObject({
      Statement: [{ Condition: { StringEquals: { "aws:SourceArn": trailArn } } }],
    });
  });

  test("raises an alarm on each event that CIS asks for", async () => {
    const recording = await recorded({});
    expect(auditEvents.map(({ summary }) => /\(CIS 4\.(\d+)\)/.exec(summary)?.[1])).toEqual(
      Array.from({ length: 14 }, (_, index) => String(index + 1)),
    );
    for (const { id, limit, pattern } of auditEvents) {
      const filter = recording.named(`audit-trail-${id}-filter`).inputs;
      expect(filter).toMatchObject({ pattern, logGroupName: "audit-trail-logs-1a2b3c4" });
      const { name, namespace } = filter["metricTransformation"] as Record<string, string>;
      expect(recording.named(`audit-trail-${id}-alarm`).inputs).toMatchObject({
        metricName: name,
        namespace,
        threshold: limit,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        alarmActions: [topic],
        okActions: [topic],
      });
    }
    const root = auditEvents.find(({ id }) => id === "root");
    expect(root).toMatchObject({
      limit: 1,
      pattern: expect.stringContaining('$.userIdentity.type = "Root"') as string,
    });
  });
});

describe("threat detection", () => {
  test("looks at the account, its data and its database sign-ins", async () => {
    const recording = await recorded({});
    expect(recording.named("audit-threats-detector").inputs).toMatchObject({
      enable: true,
      findingPublishingFrequency: "FIFTEEN_MINUTES",
    });
    expect(
      recording
        .ofType("aws:guardduty/detectorFeature:DetectorFeature")
        .map(({ inputs }) => [inputs["name"], inputs["status"], inputs["detectorId"]])
        .sort(),
    ).toEqual(
      ["LAMBDA_NETWORK_LOGS", "RDS_LOGIN_EVENTS", "S3_DATA_EVENTS"].map((feature) => [
        feature,
        "ENABLED",
        "audit-threats-detector-id",
      ]),
    );
  });

  test("tells of what is medium or worse", async () => {
    const recording = await recorded({});
    expect(json(recording.named("audit-threats-findings"), "eventPattern")).toMatchObject({
      source: ["aws.guardduty"],
      detail: { severity: [{ numeric: [">=", 4] }] },
    });
    expect(recording.named("audit-threats-findings-target").inputs["arn"]).toBe(topic);
  });
});

describe("posture", () => {
  test("records every configuration, once there is somewhere to deliver to", async () => {
    const recording = await recorded({});
    expect(recording.named("audit-posture-recorder").inputs["recordingGroup"]).toEqual({
      allSupported: true,
      includeGlobalResourceTypes: true,
    });
    expect(recording.named("audit-posture-delivery").inputs).toMatchObject({
      s3BucketName: "audit-posture-configurations-bucket",
      s3KmsKeyArn: expect.stringContaining("key/logs-key-key") as string,
    });
    const recorder = recording.named("audit-posture-recording");
    expect(recorder.inputs["isEnabled"]).toBe(true);
    expect(recorder.dependencies).toContain(recording.named("audit-posture-delivery").urn);
  });

  test("delivers to a bucket without a lock, because Config can't deliver to one with", async () => {
    const recording = await recorded({});
    expect(recording.has("audit-posture-configurations-lock")).toBe(false);
    const write = statements(recording.named("audit-posture-configurations-policy")).at(-1);
    expect(write).toMatchObject({
      Principal: { Service: "config.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::audit-posture-configurations-bucket/AWSLogs/123456789012/Config/*",
      Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
    });
  });

  test("judges by two standards, once there is a hub", async () => {
    const recording = await recorded({});
    const standards = recording.ofType("aws:securityhub/standardsSubscription:StandardsSubscription");
    expect(standards.map(({ inputs }) => inputs["standardsArn"])).toEqual([
      "arn:aws:securityhub:eu-west-1::standards/aws-foundational-security-best-practices/v/1.0.0",
      "arn:aws:securityhub:eu-west-1::standards/cis-aws-foundations-benchmark/v/3.0.0",
    ]);
    for (const { dependencies } of standards)
      expect(dependencies).toContain(recording.named("audit-posture-hub").urn);
  });

  test("finds what is open to other accounts, and tells of new high findings", async () => {
    const recording = await recorded({});
    expect(recording.named("audit-posture-analyzer").inputs).toMatchObject({ type: "ACCOUNT" });
    expect(json(recording.named("audit-posture-findings"), "eventPattern")).toMatchObject({
      detail: { findings: { Severity: { Label: ["CRITICAL", "HIGH"] }, Workflow: { Status: ["NEW"] } } },
    });
    expect(recording.named("audit-posture-findings-target").inputs["arn"]).toBe(topic);
  });
});

describe("the budget", () => {
  test("tells of a forecast of 80 % and of 100 % spent, by mail and on the topic", async () => {
    const notification = {
      thresholdType: "PERCENTAGE",
      comparisonOperator: "GREATER_THAN",
      subscriberSnsTopicArns: [topic],
      subscriberEmailAddresses: ["owner@example.com"],
    };
    expect((await recorded({})).named("audit-budget").inputs).toMatchObject({
      budgetType: "COST",
      limitAmount: "1500",
      limitUnit: "USD",
      timeUnit: "MONTHLY",
      notifications: [
        { ...notification, notificationType: "FORECASTED", threshold: 80 },
        { ...notification, notificationType: "ACTUAL", threshold: 100 },
      ],
    });
  });

  test("tells the topic alone where no address is given", async () => {
    const recording = await recorded({ ...nothing, monthlyBudget: 100, budgetEmail: undefined });
    expect(JSON.stringify(recording.named("audit-budget").inputs)).not.toContain("subscriberEmailAddresses");
  });
});
