import type * as cloudwatch from "@pulumi/aws/cloudwatch";
import type { PolicyStatement } from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import { isObserved, type ServiceArgs } from "../../components/service";
import type { AwsComponents } from "./components";
import { ServiceRole } from "./role";
import { secretStatements, startStatements, taskTrust } from "./task-roles";

type Args = ServiceArgs<AwsComponents>;
/** What of a service decides on the telemetry that it may send. */
type Telling = Pick<Args, "metrics" | "traceSampling" | "telemetry">;

/** ARNs of the two identities of a service. */
export interface ServiceRoles {
  /** What the running containers are: may send telemetry. */
  readonly task: pulumi.Output<string>;
  /** What starts them: may pull the image, read the service's secrets, and write its logs. */
  readonly execution: pulumi.Output<string>;
}

/**
 * The identities of one service. Both can be taken only by ECS, for this account.
 *
 * @param child makes a child's logical name
 */
export function serviceRoles(
  child: (role: string) => string,
  args: Args,
  logs: cloudwatch.LogGroup,
  opts: pulumi.CustomResourceOptions,
): ServiceRoles {
  const { account } = args.logsKey;
  const trust = taskTrust(account);
  const task = new ServiceRole(child("task"), { ...trust, statements: telemetryStatements(args) }, opts);
  const execution = new ServiceRole(
    child("execution"),
    {
      ...trust,
      statements: [
        ...startStatements(logs, args.image),
        ...secretStatements("Secrets", args.secrets, account),
      ],
    },
    opts,
  );
  return { task: task.arn, execution: execution.arn };
}

/** Sending traces and samples, where the service is observed. */
export function telemetryStatements(args: Telling): PolicyStatement[] {
  if (!isObserved(args)) return [];
  return [
    {
      Sid: "Traces",
      Effect: "Allow",
      Action: [
        "xray:GetSamplingRules",
        "xray:GetSamplingTargets",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
      ],
      // X-Ray has no narrower resource for these.
      Resource: "*",
    },
    ...(args.metrics
      ? [
          {
            Sid: "Metrics",
            Effect: "Allow" as const,
            Action: "aps:RemoteWrite",
            Resource: args.telemetry.metrics.arn,
          },
        ]
      : []),
  ];
}
