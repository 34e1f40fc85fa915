import type { PolicyStatement } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { Means } from "./deployment";

/** AWS's own policies that show how everything is set, and nothing of what is in it. */
export const managedPolicies = [
  "arn:aws:iam::aws:policy/SecurityAudit",
  "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess",
] as const;

/** Reads of data that no preview needs, whatever AWS adds to its policies one day. */
const dataReads = [
  "dynamodb:BatchGetItem",
  "dynamodb:GetItem",
  "dynamodb:Query",
  "dynamodb:Scan",
  "ecr:BatchGetImage",
  "lambda:GetFunction",
  "logs:FilterLogEvents",
  "logs:GetLogEvents",
  "logs:StartQuery",
  "rds-data:*",
  "secretsmanager:BatchGetSecretValue",
  "secretsmanager:GetSecretValue",
  "sqs:ReceiveMessage",
  "ssm:GetParameter*",
  "sts:AssumeRole",
];

/**
 * What a preview may do beside looking: read states, and decrypt them. It writes nothing: a preview takes no lock in a
 * bucket.
 */
export function preview({ bucket, keys }: Means): PolicyStatement[] {
  const objects = pulumi.interpolate`${bucket}/*`;
  return [
    { Sid: "ListStates", Effect: "Allow", Action: "s3:ListBucket", Resource: bucket },
    { Sid: "ReadStates", Effect: "Allow", Action: "s3:GetObject", Resource: objects },
    { Sid: "DecryptStates", Effect: "Allow", Action: "kms:Decrypt", Resource: [...keys] },
    { Sid: "NoData", Effect: "Deny", Action: dataReads, Resource: "*" },
    { Sid: "NoOtherObjects", Effect: "Deny", Action: "s3:GetObject*", NotResource: objects },
    { Sid: "NoOtherKeys", Effect: "Deny", Action: "kms:Decrypt", NotResource: [...keys] },
  ];
}
