import { json, record, type Recording, remembered } from "../mocks";
import { statements } from "./fixture";
import { backup, inPlainSight } from "./stores";

const recorded = remembered(backup);
const topic = "arn:aws:sns:eu-west-1:123456789012:telemetry-alerts-policy";
const open = { lock: false, protection: false, recoveryRegion: undefined };

const policy = (recording: Recording, name: string) => statements(recording.named(name));

describe("backups", () => {
  test("are taken daily, kept for their retention, and copied to the recovery region", async () => {
    const recording = await recorded({});
    expect(recording.named("backup-plan").inputs["rules"]).toEqual([
      {
        ruleName: "daily",
        targetVaultName: "backup-vault-vault-1a2b3c4",
        schedule: "cron(0 5 * * ? *)",
        startWindow: 60,
        completionWindow: 480,
        lifecycle: { deleteAfter: 35 },
        copyActions: [
          {
            destinationVaultArn: expect.stringContaining("backup-recovery-vault-vault") as string,
            lifecycle: { deleteAfter: 35 },
          },
        ],
      },
    ]);
    expect(recording.named("backup-selection").inputs).toMatchObject({
      planId: "backup-plan-id",
      resources: ["arn:aws:rds:eu-west-1:123456789012:db:database-instance"],
      iamRoleArn: "arn:aws:iam::123456789012:role/backup-role",
    });
  });

  test("lie under our key, their copies under a key of the recovery region", async () => {
    const recording = await recorded({});
    expect(recording.named("backup-vault-vault").inputs).toMatchObject({
      region: "eu-west-1",
      kmsKeyArn: expect.stringContaining("key/data-key-key") as string,
    });
    expect(recording.named("backup-recovery-vault-vault").inputs).toMatchObject({
      region: "eu-central-1",
      kmsKeyArn: expect.stringContaining("key/backup-recovery-key-key") as string,
    });
    expect(recording.named("backup-recovery-key-key").inputs).toMatchObject({
      region: "eu-central-1",
      enableKeyRotation: true,
    });
  });

  test("can be replayed to a point in time in the recovery region too, no longer than RDS can", async () => {
    expect((await recorded({})).named("backup-replication").inputs).toMatchObject({
      region: "eu-central-1",
      sourceDbInstanceArn: "arn:aws:rds:eu-west-1:123456789012:db:database-instance",
      kmsKeyId: expect.stringContaining("key/backup-recovery-key-key") as string,
      retentionPeriod: 35,
    });
    const long = await recorded({ retentionDays: 100 });
    expect(long.named("backup-replication").inputs["retentionPeriod"]).toBe(35);
  });

  test("can't be deleted by anybody before their time where locked: in compliance mode, after three days", async () => {
    const recording = await recorded({});
    for (const vault of ["vault", "recovery-vault"])
      expect(recording.named(`backup-${vault}-lock`).inputs).toMatchObject({
        backupVaultName: `backup-${vault}-vault-1a2b3c4`,
        minRetentionDays: 35,
        changeableForDays: 3,
        region: vault === "vault" ? "eu-west-1" : "eu-central-1",
      });
    expect((await recorded({ lock: false })).has("backup-vault-lock")).toBe(false);
  });

  test("are protected by the vault's policy as well, where the stack is", async () => {
    const recording = await recorded({});
    for (const vault of ["vault", "recovery-vault"]) {
      expect(policy(recording, `backup-${vault}-policy`)).toMatchObject([
        {
          Effect: "Deny",
          Principal: "*",
          Action: expect.arrayContaining([
            "backup:DeleteRecoveryPoint",
            "backup:UpdateRecoveryPointLifecycle",
          ]) as string[],
        },
      ]);
      expect(recording.named(`backup-${vault}-vault`)).toMatchObject({
        protect: true,
        retainOnDelete: true,
        inputs: { forceDestroy: false },
      });
    }
  });

  test("go with the stack where it is neither protected nor locked, and are not copied", async () => {
    const recording = await recorded(open);
    expect(recording.named("backup-vault-vault")).toMatchObject({
      protect: false,
      retainOnDelete: false,
      inputs: { forceDestroy: true },
    });
    expect(recording.names().filter((name) => name.includes("recovery"))).toEqual([]);
    expect(recording.has("backup-vault-policy")).toBe(false);
    expect(JSON.stringify(recording.named("backup-plan").inputs)).not.toContain("copyActions");
  });

  test("are taken only into a vault that is already locked and has its policy", async () => {
    const recording = await recorded({});
    expect(recording.named("backup-plan").dependencies).toEqual(
      expect.arrayContaining(
        ["backup-vault-lock", "backup-vault-policy", "backup-recovery-vault-lock"].map(
          (name) => recording.named(name).urn,
        ),
      ),
    );
  });

  test("raise an alert when one fails, and when none has ended well for 26 hours", async () => {
    const recording = await recorded({});
    expect(json(recording.named("backup-failures"), "eventPattern")).toEqual({
      source: ["aws.backup"],
      "detail-type": ["Backup Job State Change", "Copy Job State Change", "Restore Job State Change"],
      detail: {
        resourceArn: ["arn:aws:rds:eu-west-1:123456789012:db:database-instance"],
        state: ["FAILED", "ABORTED", "EXPIRED", "PARTIAL"],
      },
    });
    expect(recording.named("backup-failures-target").inputs["arn"]).toBe(topic);
    for (const [alarm, rule] of [
      ["backup-no-backup-critical", "backup-finished-1a2b3c4"],
      ["backup-no-dump-critical", "backup-dump-finished-1a2b3c4"],
    ] as const)
      expect(recording.named(alarm).inputs).toMatchObject({
        namespace: "AWS/Events",
        metricName: "Invocations",
        dimensions: { RuleName: rule },
        comparisonOperator: "LessThanThreshold",
        threshold: 1,
        period: 13 * 3600,
        evaluationPeriods: 2,
        datapointsToAlarm: 2,
        treatMissingData: "breaching",
        alarmActions: [topic],
        okActions: [topic],
      });
  });

  test("that ended well are kept in a log that EventBridge may write, and nobody else", async () => {
    const recording = await recorded({});
    expect(recording.named("backup-finished-logs").inputs).toMatchObject({
      retentionInDays: 365,
      kmsKeyId: expect.stringContaining("key/logs-key-key") as string,
    });
    expect(statements(recording.named("backup-finished-logs-policy"), "policyDocument")).toMatchObject([
      {
        Effect: "Allow",
        Principal: { Service: ["events.amazonaws.com", "delivery.logs.amazonaws.com"] },
        Resource: "arn:aws:cloudwatch:eu-west-1:123456789012:backup-finished-logs:*",
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
    ]);
    expect(recording.named("backup-finished-target").dependencies).toContain(
      recording.named("backup-finished-logs-policy").urn,
    );
  });

  test("are previewed as they will be made", async () => {
    const previewed = await record(() => backup(), { preview: true });
    expect(previewed.urns()).toEqual((await recorded({})).urns());
    expect(previewed.orphans()).toEqual([]);
  });
});

describe("the logical dump", () => {
  const container = async () => {
    const [first] = json(
      (await recorded({})).named("backup-dump-task"),
      "containerDefinitions",
    ) as unknown as Record<string, unknown>[];
    return first;
  };

  test("is made only where there is an image for it", async () => {
    const recording = await recorded({ dumpImage: undefined });
    expect(recording.names().filter((name) => name.startsWith("backup-dump"))).toEqual([]);
    expect(recording.has("backup-no-dump-critical")).toBe(false);
    expect(recording.has("backup-no-backup-critical")).toBe(true);
  });

  test("runs each night on Fargate, without a public address, in the private tier", async () => {
    expect((await recorded({})).named("backup-dump-schedule").inputs).toMatchObject({
      scheduleExpression: "cron(0 4 * * ? *)",
      scheduleExpressionTimezone: "UTC",
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: "arn:aws:ecs:eu-west-1:123456789012:cluster/cluster-ecs",
        roleArn: "arn:aws:iam::123456789012:role/backup-dump-schedule-role",
        ecsParameters: {
          taskDefinitionArn: "arn:aws:ecs:eu-west-1:123456789012:task-definition/backup-dump-task:1",
          launchType: "FARGATE",
          networkConfiguration: {
            assignPublicIp: false,
            subnets: ["network-private-1-id", "network-private-2-id"],
            securityGroups: ["backup-dump-security-group-id"],
          },
        },
      },
    });
  });

  test("finds the database's URL by reference, and where and as what to write", async () => {
    expect(await container()).toMatchObject({
      environment: [
        { name: "AWS_REGION", value: "eu-west-1" },
        { name: "BACKUP_DESTINATION", value: "s3://backup-dump-storage-primary-bucket/backups" },
        { name: "BACKUP_NAME", value: "database-instance" },
      ],
      secrets: [
        {
          name: "DATABASE_URL",
          valueFrom: expect.stringMatching(
            /^arn:aws:secretsmanager:.*backup-dump-secrets-database-url.*:::version-of-/,
          ) as string,
        },
      ],
    });
    expect(inPlainSight(await recorded({}), "generated-database-password")).toEqual([]);
  });

  test("is not root, can write only to /tmp, and has no capability", async () => {
    expect(await container()).toMatchObject({
      user: "65532:65532",
      privileged: false,
      readonlyRootFilesystem: true,
      linuxParameters: { capabilities: { drop: ["ALL"] } },
      mountPoints: [{ sourceVolume: "tmp", containerPath: "/tmp" }],
    });
  });

  test("may write dumps and neither read nor delete one", async () => {
    const [write, encrypt, ...others] = policy(await recorded({}), "backup-dump-task-role-policy");
    expect(others).toEqual([]);
    expect(write).toMatchObject({
      Action: ["s3:AbortMultipartUpload", "s3:PutObject"],
      Resource: "arn:aws:s3:::backup-dump-storage-primary-bucket/backups/*",
    });
    expect(encrypt).toMatchObject({
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: expect.stringContaining("key/data-key-key") as string,
      Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
    });
  });

  test("is started with no more than its own image, secret and log", async () => {
    const found = policy(await recorded({}), "backup-dump-execution-role-policy");
    expect(Object.fromEntries(found.map(({ Sid, Resource }) => [Sid, Resource]))).toEqual({
      Logs: "arn:aws:cloudwatch:eu-west-1:123456789012:backup-dump-logs:*",
      RegistryLogin: "*",
      Image: "arn:aws:ecr:eu-west-1:123456789012:repository/api-registry-1a2b3c4",
      DatabaseUrl: [
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:backup-dump-secrets-database-url-AbCdEf",
      ],
      DatabaseUrlKey: expect.stringContaining("key/data-key-key") as string,
    });
  });

  test("can be started by the schedule alone: this task, in this cluster, with its two roles", async () => {
    expect(policy(await recorded({}), "backup-dump-schedule-role-policy")).toMatchObject([
      {
        Action: "ecs:RunTask",
        Resource: "arn:aws:ecs:eu-west-1:123456789012:task-definition/backup-dump-task:1",
        Condition: {
          ArnEquals: { "ecs:cluster": "arn:aws:ecs:eu-west-1:123456789012:cluster/cluster-ecs" },
        },
      },
      {
        Action: "iam:PassRole",
        Resource: ["task", "execution"].map(
          (role) => `arn:aws:iam::123456789012:role/backup-dump-${role}-role`,
        ),
        Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
      },
    ]);
  });

  test("has two ways out and none in", async () => {
    const recording = await recorded({});
    const own = recording.registrations.filter(
      ({ inputs: { securityGroupId } }) => securityGroupId === "backup-dump-security-group-id",
    );
    expect(own.map(({ inputs, type }) => [type.split(":")[2], inputs["fromPort"], inputs["toPort"]])).toEqual(
      [
        ["SecurityGroupEgressRule", 5432, 5432],
        ["SecurityGroupEgressRule", 443, 443],
      ],
    );
    expect(recording.named("backup-dump-database-in").inputs).toMatchObject({
      securityGroupId: "database-security-group-id",
      referencedSecurityGroupId: "backup-dump-security-group-id",
      fromPort: 5432,
    });
  });

  test("writes to a bucket that is locked, and copied to the recovery region under a key of that region", async () => {
    const recording = await recorded({});
    for (const bucket of ["primary", "recovery"])
      expect(recording.named(`backup-dump-storage-${bucket}-lock`).inputs["rule"]).toEqual({
        defaultRetention: { mode: "COMPLIANCE", days: 35 },
      });
    expect(recording.named("backup-dump-storage-recovery-bucket").inputs["region"]).toBe("eu-central-1");
    expect(recording.named("backup-dump-storage-replication-rule").inputs).toMatchObject({
      bucket: "backup-dump-storage-primary-bucket",
      role: "arn:aws:iam::123456789012:role/backup-dump-storage-replication",
      rules: [
        {
          status: "Enabled",
          deleteMarkerReplication: { status: "Disabled" },
          sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
          destination: {
            bucket: "arn:aws:s3:::backup-dump-storage-recovery-bucket",
            encryptionConfiguration: {
              replicaKmsKeyId: expect.stringContaining("key/backup-recovery-key-key") as string,
            },
          },
        },
      ],
    });
  });

  test("can be copied and not deleted by the role that copies it", async () => {
    const found = policy(await recorded({}), "backup-dump-storage-replication-policy");
    const actions = found.flatMap(({ Action }) => Action);
    expect(actions).toContain("s3:ReplicateObject");
    expect(actions.filter((action) => /Delete|\*/.test(action))).toEqual([]);
    expect(found.flatMap(({ Resource }) => Resource)).not.toContain("*");
  });

  test.each([
    ["protected, without a lock", { lock: false, protection: true }, "GOVERNANCE"],
    ["neither", open, undefined],
  ])("is locked as the stack is: %s", async (_, args, mode) => {
    const recording = await recorded(args);
    const lock = "backup-dump-storage-primary-lock";
    if (mode === undefined) expect(recording.has(lock)).toBe(false);
    else expect(recording.named(lock).inputs["rule"]).toEqual({ defaultRetention: { mode, days: 35 } });
  });

  test("tells of each one that failed", async () => {
    const recording = await recorded({});
    expect(json(recording.named("backup-dump-failures"), "eventPattern")).toMatchObject({
      detail: {
        clusterArn: ["arn:aws:ecs:eu-west-1:123456789012:cluster/cluster-ecs"],
        group: ["backup-dump"],
        lastStatus: ["STOPPED"],
        containers: { exitCode: [{ "anything-but": 0 }] },
      },
    });
    expect(recording.named("backup-dump-failures-target").inputs["arn"]).toBe(topic);
    expect(json(recording.named("backup-dump-finished"), "eventPattern")).toMatchObject({
      detail: { group: ["backup-dump"], containers: { exitCode: [0] } },
    });
    const target = recording.named("backup-dump-schedule").inputs["target"];
    expect(target).toMatchObject({ ecsParameters: { group: "backup-dump" } });
  });
});
