import type * as cloudwatch from "@pulumi/aws/cloudwatch";
import type { PolicyStatement } from "@pulumi/aws/iam";
import type * as ecs from "@pulumi/aws/ecs";
import * as pulumi from "@pulumi/pulumi";
import type { AwsAccount } from "./account";
import type { AwsCluster } from "./cluster";
import type { AwsDumpStorage } from "./dump-storage";
import type { AwsEncryptionKey } from "./encryption-key";
import { onlyForAccount, ServiceRole } from "./role";
import type { AwsSecrets } from "./secrets";
import { onlyThrough, secretStatements, startStatements, taskTrust } from "./task-roles";

type Child = (role: string) => string;

interface DumpRolesArgs {
  readonly account: AwsAccount;
  readonly image: pulumi.Input<string>;
  readonly key: AwsEncryptionKey;
  readonly logs: cloudwatch.LogGroup;
  readonly secrets: AwsSecrets;
  readonly storage: AwsDumpStorage;
}

interface DumpRoles {
  /** What the job is: may write dumps, and neither read nor delete one. */
  readonly task: ServiceRole;
  /** What starts it: may pull the image, read the database's URL, write its logs. */
  readonly execution: ServiceRole;
}

/** Writing dumps, and neither reading nor deleting one. */
export function dumpStatements({
  account,
  key,
  storage,
}: Pick<DumpRolesArgs, "account" | "key" | "storage">): PolicyStatement[] {
  return [
    {
      Sid: "WriteDumps",
      Effect: "Allow",
      Action: ["s3:AbortMultipartUpload", "s3:PutObject"],
      Resource: pulumi.interpolate`${storage.arn}/backups/*`,
    },
    {
      Sid: "EncryptDumps",
      Effect: "Allow",
      // An upload in parts is decrypted again by S3 when the parts are put together.
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: key.arn,
      Condition: onlyThrough("s3", account),
    },
  ];
}

export function dumpRoles(
  child: Child,
  { account, image, key, logs, secrets, storage }: DumpRolesArgs,
  opts: pulumi.CustomResourceOptions,
): DumpRoles {
  const trust = taskTrust(account);
  const task = new ServiceRole(
    child("task-role"),
    { ...trust, statements: dumpStatements({ account, key, storage }) },
    opts,
  );
  const execution = new ServiceRole(
    child("execution-role"),
    {
      ...trust,
      statements: [...startStatements(logs, image), ...secretStatements("DatabaseUrl", secrets, account)],
    },
    opts,
  );
  return { task, execution };
}

interface ScheduleRoleArgs {
  readonly account: AwsAccount;
  readonly cluster: AwsCluster;
  readonly task: ecs.TaskDefinition;
  readonly roles: DumpRoles;
}

/** What EventBridge Scheduler is: may start this task in this cluster, with its two roles and no others. */
export function scheduleRole(
  child: Child,
  { account, cluster, roles, task }: ScheduleRoleArgs,
  opts: pulumi.CustomResourceOptions,
): ServiceRole {
  return new ServiceRole(
    child("schedule-role"),
    {
      service: "scheduler.amazonaws.com",
      condition: onlyForAccount(account.id),
      statements: [
        {
          Sid: "Start",
          Effect: "Allow",
          Action: "ecs:RunTask",
          Resource: task.arn,
          Condition: { ArnEquals: { "ecs:cluster": cluster.arn } },
        },
        {
          Sid: "HandOver",
          Effect: "Allow",
          Action: "iam:PassRole",
          Resource: [roles.task.arn, roles.execution.arn],
          Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
        },
      ],
    },
    opts,
  );
}
