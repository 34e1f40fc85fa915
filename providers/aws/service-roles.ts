import type * as cloudwatch from "@pulumi/aws/cloudwatch";
import type { PolicyStatement } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { ServiceArgs } from "../../components/service";
import { isObserved } from "./collector";
import type { AwsComponents } from "./components";
import { ServiceRole } from "./role";

type Args = ServiceArgs<AwsComponents>;

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
  const { id, region } = args.logsKey.account;
  const trust = {
    service: "ecs-tasks.amazonaws.com",
    condition: {
      StringEquals: { "aws:SourceAccount": id },
      ArnLike: { "aws:SourceArn": pulumi.interpolate`arn:aws:ecs:${region}:${id}:*` },
    },
  };
  const task = new ServiceRole(child("task"), { ...trust, statements: telemetryStatements(args) }, opts);
  const execution = new ServiceRole(
    child("execution"),
    {
      ...trust,
      statements: [
        {
          Sid: "Logs",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: pulumi.interpolate`${logs.arn}:*`,
        },
        ...imageStatements(args),
        ...secretStatements(args),
      ],
    },
    opts,
  );
  return { task: task.arn, execution: execution.arn };
}

function telemetryStatements(args: Args): PolicyStatement[] {
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

/** An image outside of ECR needs neither statement; one that is not known yet may be there. */
function imageStatements({ image }: Args): PolicyStatement[] {
  return [
    // Logging in has no narrower resource.
    { Sid: "RegistryLogin", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
    {
      Sid: "Image",
      Effect: "Allow",
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      Resource: pulumi.output(image).apply(repositoryArn),
    },
  ];
}

/**
 * The ARN of the ECR repository that an image lies in. For an image from elsewhere: one of an account that can't exist,
 * because a statement must name a resource.
 *
 * @param image for example `123456789012.dkr.ecr.eu-west-1.amazonaws.com/api@sha256:…`
 */
export function repositoryArn(image: string): string {
  const match = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([^:@]+)/.exec(image);
  const [, account = "000000000000", region = "us-east-1", repository = "none"] = match ?? [];
  return `arn:aws:ecr:${region}:${account}:repository/${repository}`;
}

/** Exactly the service's own secrets, and the key that they lie under, but only when Secrets Manager uses it. */
function secretStatements({ logsKey, secrets }: Args): PolicyStatement[] {
  if (secrets.arns.length === 0) return [];
  return [
    {
      Sid: "Secrets",
      Effect: "Allow",
      Action: "secretsmanager:GetSecretValue",
      Resource: [...secrets.arns],
    },
    {
      Sid: "SecretsKey",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: secrets.keyArn,
      Condition: {
        StringEquals: { "kms:ViaService": `secretsmanager.${logsKey.account.region}.amazonaws.com` },
      },
    },
  ];
}
