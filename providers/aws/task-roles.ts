import type * as cloudwatch from "@pulumi/aws/cloudwatch";
import type { PolicyStatement } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { AwsAccount } from "./account";
import { onlyForAccount } from "./role";
import type { AwsSecrets } from "./secrets";

/** Who may take a role of an ECS task: ECS, on behalf of this account's own tasks. */
export function taskTrust({ id, region }: AwsAccount) {
  return {
    service: "ecs-tasks.amazonaws.com",
    condition: {
      ...onlyForAccount(id),
      ArnLike: { "aws:SourceArn": pulumi.interpolate`arn:aws:ecs:${region}:${id}:*` },
    },
  };
}

/** The condition that a key is used only by one service of AWS in this region, for example `s3`, for its own data. */
export function onlyThrough(service: string, { region }: AwsAccount) {
  return { StringEquals: { "kms:ViaService": `${service}.${region}.amazonaws.com` } };
}

/** What starting any task takes: writing its logs and pulling its image. An image outside of ECR needs only the first. */
export function startStatements(logs: cloudwatch.LogGroup, image: pulumi.Input<string>): PolicyStatement[] {
  return [
    {
      Sid: "Logs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: pulumi.interpolate`${logs.arn}:*`,
    },
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
 * Reading exactly these secrets, and the key that they lie under, but only when Secrets Manager uses it.
 *
 * @param sid id of the first statement; that of the second is `SIDKey`
 */
export function secretStatements(sid: string, secrets: AwsSecrets, account: AwsAccount): PolicyStatement[] {
  if (secrets.arns.length === 0) return [];
  return [
    {
      Sid: sid,
      Effect: "Allow",
      Action: "secretsmanager:GetSecretValue",
      Resource: [...secrets.arns],
    },
    {
      Sid: `${sid}Key`,
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: secrets.keyArn,
      Condition: onlyThrough("secretsmanager", account),
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
