import type { PolicyStatement } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

/** What permissions speak of. */
export interface Means {
  readonly account: pulumi.Output<string>;
  /** ARNs of GitHub's identity provider, of the bucket of states and that of its access logs, and of both keys. */
  readonly provider: pulumi.Output<string>;
  readonly bucket: pulumi.Output<string>;
  readonly accessLogs: pulumi.Output<string>;
  readonly keys: readonly pulumi.Output<string>[];
  /** ARN of the policy that these statements are of. */
  readonly boundary: pulumi.Output<string>;
}

/** Services that the platform is made of, by the prefix of their actions. */
const services = [
  ...["access-analyzer", "acm", "application-autoscaling", "aps", "backup", "backup-storage", "budgets"],
  ...["cloudtrail", "cloudwatch", "config", "ec2", "ecr", "ecs", "eks", "eks-auth", "elasticache"],
  ...["elasticloadbalancing", "events", "guardduty", "kms", "logs", "rds", "route53", "s3", "scheduler"],
  ...["secretsmanager", "securityhub", "servicediscovery", "sns", "ssmmessages", "synthetics", "tag"],
  ...["wafv2", "xray"],
];

/** Where the platform's roles are: `stacks/permissions-boundary.ts` puts them there. */
const rolePath = "role/platform/*";

/** Services that the platform's roles are for. */
const passedTo = [
  ...["backup", "budgets", "cloudtrail", "config", "ec2", "ecs", "ecs-tasks", "eks", "events", "export.rds"],
  ...["monitoring.rds", "pods.eks", "rds", "s3", "scheduler", "vpc-flow-logs"],
].map((service) => `${service}.amazonaws.com`);

/**
 * What the deploying role may do, which is also its permissions boundary and that of every role that it makes: it can give
 * away no more than it has. It can't take another role, make users or keys of users, or touch what it stands on.
 */
export function deployment(means: Means, regions: readonly string[]): PolicyStatement[] {
  const { accessLogs, account, boundary, bucket, keys, provider } = means;
  const roles = pulumi.interpolate`arn:aws:iam::${account}:${rolePath}`;
  return [
    {
      Sid: "Platform",
      Effect: "Allow",
      Action: services.map((service) => `${service}:*`),
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": [...regions] } },
    },
    {
      Sid: "BoundedRoles",
      Effect: "Allow",
      Action: [
        ...["CreateRole", "PutRolePermissionsBoundary", "PutRolePolicy", "DeleteRolePolicy"],
        ...["AttachRolePolicy", "DetachRolePolicy"],
      ].map((action) => `iam:${action}`),
      Resource: roles,
      Condition: { StringEquals: { "iam:PermissionsBoundary": boundary } },
    },
    {
      Sid: "OwnRoles",
      Effect: "Allow",
      Action: [
        "iam:DeleteRole",
        "iam:GetRole*",
        "iam:ListAttachedRolePolicies",
        "iam:ListInstanceProfilesForRole",
      ].concat([
        "iam:ListRole*",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole*",
      ]),
      Resource: roles,
    },
    {
      Sid: "RolesOfTheirServices",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: roles,
      Condition: { StringEquals: { "iam:PassedToService": passedTo } },
    },
    {
      Sid: "RolesOfAws",
      Effect: "Allow",
      Action: "iam:CreateServiceLinkedRole",
      Resource: pulumi.interpolate`arn:aws:iam::${account}:role/aws-service-role/*`,
    },
    {
      Sid: "NotWhatItStandsOn",
      Effect: "Deny",
      Action: "iam:*",
      Resource: [
        provider,
        pulumi.interpolate`arn:aws:iam::${account}:role/bootstrap/*`,
        pulumi.interpolate`arn:aws:iam::${account}:policy/bootstrap/*`,
      ],
    },
    { Sid: "NoUnbounding", Effect: "Deny", Action: "iam:DeleteRolePermissionsBoundary", Resource: "*" },
    {
      Sid: "StatesAreWrittenOnly",
      Effect: "Deny",
      NotAction: ["s3:DeleteObject", "s3:GetBucket*", "s3:GetObject", "s3:ListBucket", "s3:PutObject"],
      Resource: [bucket, pulumi.interpolate`${bucket}/*`],
    },
    {
      Sid: "NoTraces",
      Effect: "Deny",
      Action: "s3:*",
      Resource: [accessLogs, pulumi.interpolate`${accessLogs}/*`],
    },
    {
      Sid: "KeysAreUsedOnly",
      Effect: "Deny",
      NotAction: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*"],
      Resource: [...keys],
    },
  ];
}
