import { rule as noAdministratorPolicy } from "../../../../policy/rules/identity/aws-iam-no-administrator-policy";
import { rule as noFullAdministration } from "../../../../policy/rules/identity/aws-iam-no-full-administration";
import { rule as noWildcardResource } from "../../../../policy/rules/identity/aws-iam-no-wildcard-resource";
import { rule as keyRotation } from "../../../../policy/rules/identity/aws-kms-key-rotation";
import { rule as noPublicPrincipal } from "../../../../policy/rules/identity/aws-no-public-principal";
import { rule as secretRotated } from "../../../../policy/rules/identity/aws-secret-rotated";
import { rule as secretOwnKey } from "../../../../policy/rules/identity/aws-secret-own-key";
import { rule as ownKey } from "../../../../policy/rules/identity/aws-own-key";
import { rule as deletionWindow } from "../../../../policy/rules/identity/aws-deletion-window";
import { describeRule, type Given, type Properties, unknown } from "../pack";

const bucket: Given = { type: "aws:s3/bucket:Bucket", properties: { bucket: "b" } };
const document = (...statements: Properties[]): Properties => ({
  Version: "2012-10-17",
  Statement: statements,
});
const policy = (...statements: Properties[]): Given => ({
  type: "aws:iam/policy:Policy",
  properties: { policy: JSON.stringify(document(...statements)) },
});
const allow = (Action: string | string[], Resource: string | string[] = "*"): Properties => ({
  Sid: "Some",
  Effect: "Allow",
  Action,
  Resource,
});
const unknownPolicy: Given = { type: "aws:iam/policy:Policy", properties: { policy: unknown } };
const brokenPolicy: Given = { type: "aws:iam/policy:Policy", properties: { policy: "{" } };

describeRule(noFullAdministration, {
  compliant: {
    "named actions": policy(allow(["s3:GetObject", "s3:PutObject"], "arn:aws:s3:::b/*")),
    "a denial of everything": policy({ Effect: "Deny", Action: "*", Resource: "*" }),
  },
  violations: {
    "every action": [policy(allow("*")), "Some allows every action"],
    "every action of every service": [policy(allow("*:*")), "every action"],
    "every action in a list": [policy(allow(["logs:PutLogEvents", "*"])), "every action"],
    "every action on one resource": [policy(allow("*", "arn:aws:s3:::b")), "every action"],
    "stars and question marks": [policy(allow("?*:*")), "every action"],
    "all but some": [
      policy({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
      "every action but a few (NotAction)",
    ],
    "a single statement, not in a list": [
      {
        type: "aws:iam/policy:Policy",
        properties: {
          policy: JSON.stringify({ Statement: { Effect: "Allow", Action: "*", Resource: "*" } }),
        },
      },
      "every action",
    ],
    "a document that is an object": [
      { type: "aws:iam/policy:Policy", properties: { policy: document(allow("*")) } },
      "every action",
    ],
    "a role's own policy": [
      {
        type: "aws:iam/rolePolicy:RolePolicy",
        properties: { role: "r", policy: JSON.stringify(document(allow("*"))) },
      },
      "every action",
    ],
    "a role's inline policy": [
      {
        type: "aws:iam/role:Role",
        properties: { inlinePolicies: [{ name: "p", policy: JSON.stringify(document(allow("*"))) }] },
      },
      "every action",
    ],
    "a user's policy": [
      { type: "aws:iam/userPolicy:UserPolicy", properties: { policy: JSON.stringify(document(allow("*"))) } },
      "every action",
    ],
    "the second statement": [policy(allow("s3:GetObject", "arn:aws:s3:::b/*"), allow("*")), "every action"],
    "text that is not JSON": [brokenPolicy, "policy is not valid JSON"],
  },
  notApplicable: {
    "a role without inline policies": { type: "aws:iam/role:Role", properties: { assumeRolePolicy: "{}" } },
    "another type": bucket,
  },
  unknown: { "a document that is unknown": unknownPolicy },
});

describeRule(noWildcardResource, {
  compliant: {
    "named resources": policy(
      allow("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-1:1:secret:api-*"),
    ),
    "an action that can't be limited": policy(allow("ecr:GetAuthorizationToken")),
    listing: policy(allow(["s3:ListAllMyBuckets", "logs:DescribeLogGroups"])),
    "a service without resources": policy(allow(["xray:PutTraceSegments", "cloudwatch:PutMetricData"])),
    "a condition": policy({
      ...allow("kms:Decrypt"),
      Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
    }),
    "a denial": policy({ Effect: "Deny", Action: "s3:*", Resource: "*" }),
  },
  violations: {
    "every secret": [
      policy(allow("secretsmanager:GetSecretValue")),
      "secretsmanager:GetSecretValue on every resource",
    ],
    "every bucket": [policy(allow("s3:*")), "s3:*"],
    "every bucket, in other words": [policy(allow("s3:GetObject", "arn:aws:*")), "s3:GetObject"],
    "one of several resources": [
      policy(allow("kms:Decrypt", ["arn:aws:kms:eu-west-1:1:key/1", "*"])),
      "kms:Decrypt",
    ],
    "upper case": [policy(allow("S3:DeleteObject")), "S3:DeleteObject"],
    "all resources but some": [
      policy({ Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:s3:::secret" }),
      "s3:GetObject",
    ],
  },
  notApplicable: { "another type": bucket },
  unknown: { "a document that is unknown": unknownPolicy },
});

describeRule(noAdministratorPolicy, {
  compliant: {
    "a narrow policy of AWS": {
      type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      properties: {
        role: "r",
        policyArn: "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
      },
    },
  },
  violations: {
    "a role": [
      {
        type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        properties: { policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
      },
      "AdministratorAccess",
    ],
    "another partition": [
      {
        type: "aws:iam/userPolicyAttachment:UserPolicyAttachment",
        properties: { policyArn: "arn:aws-cn:iam::aws:policy/AdministratorAccess" },
      },
      "AdministratorAccess",
    ],
    "the right to take any": [
      {
        type: "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
        properties: { policyArn: "arn:aws:iam::aws:policy/IAMFullAccess" },
      },
      "IAMFullAccess",
    ],
    "a role that lists it": [
      {
        type: "aws:iam/role:Role",
        properties: {
          managedPolicyArns: ["arn:aws:iam::1:policy/x", "arn:aws:iam::aws:policy/AdministratorAccess"],
        },
      },
      "managedPolicyArns[1]",
    ],
  },
  notApplicable: { "a role without policies": { type: "aws:iam/role:Role" }, "another type": bucket },
  unknown: {
    "a policy that is unknown": {
      type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      properties: { policyArn: unknown },
    },
  },
});

const key = (properties: Properties): Given => ({ type: "aws:kms/key:Key", properties });
describeRule(keyRotation, {
  compliant: {
    on: key({ enableKeyRotation: true }),
    "every 90 days": key({ enableKeyRotation: true, rotationPeriodInDays: 90 }),
  },
  violations: {
    absent: [key({}), "enableKeyRotation is off"],
    off: [key({ enableKeyRotation: false }), "enableKeyRotation is off"],
    "every two years": [
      key({ enableKeyRotation: true, rotationPeriodInDays: 730 }),
      "rotationPeriodInDays is 730",
    ],
  },
  notApplicable: {
    "an asymmetric key": key({ customerMasterKeySpec: "RSA_2048" }),
    "another type": bucket,
  },
  unknown: { "a switch that is unknown": key({ enableKeyRotation: unknown }) },
});

const keyPolicy = (...statements: Properties[]) => key({ policy: JSON.stringify(document(...statements)) });
const everybody = (Condition?: Properties): Properties => ({
  Sid: "All",
  Effect: "Allow",
  Principal: "*",
  Action: "kms:Decrypt",
  Resource: "*",
  ...(Condition && { Condition }),
});
describeRule(noPublicPrincipal, {
  compliant: {
    "an account": keyPolicy({
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::123456789012:root" },
      Action: "kms:*",
      Resource: "*",
    }),
    "a service": keyPolicy({
      Effect: "Allow",
      Principal: { Service: "logs.eu-west-1.amazonaws.com" },
      Action: "kms:Encrypt",
      Resource: "*",
    }),
    "everybody of the organisation": keyPolicy(everybody({ StringEquals: { "aws:PrincipalOrgID": "o-1" } })),
    "everybody refused": keyPolicy({ Effect: "Deny", Principal: "*", Action: "kms:*", Resource: "*" }),
    "a limited permission": {
      type: "aws:lambda/permission:Permission",
      properties: { principal: "*", principalOrgId: "o-1" },
    },
  },
  violations: {
    everybody: [keyPolicy(everybody()), "All lets everybody in"],
    "everybody as an AWS principal": [keyPolicy({ ...everybody(), Principal: { AWS: "*" } }), "everybody in"],
    "everybody in a list": [
      keyPolicy({ ...everybody(), Principal: { AWS: ["arn:aws:iam::1:root", "*"] } }),
      "everybody in",
    ],
    "any account's root": [
      keyPolicy({ ...everybody(), Principal: { AWS: "arn:aws:iam::*:root" } }),
      "everybody in",
    ],
    "a condition that limits nothing": [
      keyPolicy(everybody({ Bool: { "aws:SecureTransport": "true" } })),
      "without a condition on who asks",
    ],
    "a condition that an absent key satisfies": [
      keyPolicy(everybody({ StringEqualsIfExists: { "aws:PrincipalOrgID": "o-1" } })),
      "without a condition",
    ],
    "a negated condition": [
      keyPolicy(everybody({ StringNotEquals: { "aws:PrincipalOrgID": "o-1" } })),
      "without a condition",
    ],
    "a condition on anybody": [
      keyPolicy(everybody({ StringLike: { "aws:PrincipalArn": "*" } })),
      "without a condition",
    ],
    "a condition with no values": [
      keyPolicy(everybody({ StringEquals: { "aws:PrincipalOrgID": [] } })),
      "without a condition",
    ],
    "everybody but some": [
      keyPolicy({ Effect: "Allow", NotPrincipal: { AWS: "arn:aws:iam::1:root" }, Action: "kms:*" }),
      "NotPrincipal",
    ],
    "a bucket's policy": [
      {
        type: "aws:s3/bucketPolicy:BucketPolicy",
        properties: { bucket: "b", policy: document({ ...everybody(), Action: "s3:GetObject" }) },
      },
      "everybody in",
    ],
    "a role that anybody may assume": [
      {
        type: "aws:iam/role:Role",
        properties: {
          assumeRolePolicy: JSON.stringify(document({ ...everybody(), Action: "sts:AssumeRole" })),
        },
      },
      "everybody in",
    ],
    "a topic": [
      {
        type: "aws:sns/topicPolicy:TopicPolicy",
        properties: { policy: JSON.stringify(document(everybody())) },
      },
      "everybody in",
    ],
    "a function": [
      { type: "aws:lambda/permission:Permission", properties: { principal: "*" } },
      "principal is *",
    ],
  },
  notApplicable: {
    "a bucket without a policy": bucket,
    "an endpoint": { type: "aws:ec2/vpcEndpoint:VpcEndpoint", properties: { policy: document(everybody()) } },
    "another type": { type: "aws:ec2/vpc:Vpc" },
  },
  unknown: { "a policy that is unknown": key({ policy: unknown }) },
});

const secret = (properties: Properties): Given => ({ type: "aws:secretsmanager/secret:Secret", properties });
describeRule(secretOwnKey, {
  compliant: {
    "a key": secret({ kmsKeyId: "arn:key" }),
    "a key that is unknown yet": secret({ kmsKeyId: unknown }),
  },
  violations: { absent: [secret({}), "kmsKeyId is not set"], empty: [secret({ kmsKeyId: "" }), "kmsKeyId"] },
  notApplicable: { "another type": bucket },
});

const kept: Given = {
  type: "aws:secretsmanager/secret:Secret",
  name: "secret",
  properties: {
    id: "arn:aws:secretsmanager:eu-west-1:1:secret:a",
    arn: "arn:aws:secretsmanager:eu-west-1:1:secret:a",
  },
};
const rotation = (properties: Properties): Given => ({
  type: "aws:secretsmanager/secretRotation:SecretRotation",
  name: "rotation",
  properties: { secretId: "arn:aws:secretsmanager:eu-west-1:1:secret:a", ...properties },
});
describeRule(secretRotated, {
  compliant: {
    "a month": [kept, rotation({ rotationRules: { automaticallyAfterDays: 30 } })],
    "a schedule": [kept, rotation({ rotationRules: { scheduleExpression: "rate(10 days)" } })],
    "a secret that is yet to be made": [
      { ...kept, properties: {} },
      {
        ...rotation({ secretId: unknown, rotationRules: { automaticallyAfterDays: 30 } }),
        sources: { secretId: ["secret"] },
      },
    ],
  },
  violations: {
    "no rotation": [[kept], "nothing replaces it"],
    "another secret's": [[kept, rotation({ secretId: "other" })], "nothing replaces it"],
    "a rotation that is off": [[kept, rotation({ rotationEnabled: false })], "nothing replaces it"],
    "a year": [[kept, rotation({ rotationRules: { automaticallyAfterDays: 365 } })], "after 365 days only"],
  },
  notApplicable: { "a stack without secrets": [{ type: "aws:ec2/vpc:Vpc" }] },
  unknown: {
    "a time that is unknown": [kept, rotation({ rotationRules: { automaticallyAfterDays: unknown } })],
  },
});

describeRule(ownKey, {
  compliant: {
    "a database": { type: "aws:rds/instance:Instance", properties: { kmsKeyId: "k" } },
    "a database that is watched": {
      type: "aws:rds/instance:Instance",
      properties: { kmsKeyId: "k", performanceInsightsEnabled: true, performanceInsightsKmsKeyId: "k" },
    },
    "a topic whose key is yet to be made": {
      type: "aws:sns/topic:Topic",
      properties: { kmsMasterKeyId: unknown },
    },
    "a bucket": {
      type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      properties: {
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "k" } }],
      },
    },
    "a copy": {
      type: "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
      properties: { rules: [{ destination: { encryptionConfiguration: { replicaKmsKeyId: "k" } } }] },
    },
  },
  violations: {
    "a database": [{ type: "aws:rds/instance:Instance" }, "kmsKeyId is not set"],
    "a cluster": [{ type: "aws:rds/cluster:Cluster" }, "kmsKeyId is not set"],
    "what a database is watched with": [
      { type: "aws:rds/instance:Instance", properties: { kmsKeyId: "k", performanceInsightsEnabled: true } },
      "performanceInsightsKmsKeyId",
    ],
    "a cache": [{ type: "aws:elasticache/replicationGroup:ReplicationGroup" }, "kmsKeyId is not set"],
    "a vault": [{ type: "aws:backup/vault:Vault" }, "kmsKeyArn is not set"],
    "a topic": [{ type: "aws:sns/topic:Topic" }, "kmsMasterKeyId is not set"],
    "a queue": [{ type: "aws:sqs/queue:Queue" }, "kmsMasterKeyId is not set"],
    "a table": [{ type: "aws:dynamodb/table:Table" }, "serverSideEncryption.kmsKeyArn is not set"],
    "a bucket under S3's key": [
      {
        type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        properties: {
          rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256", kmsMasterKeyId: "k" } }],
        },
      },
      "kmsMasterKeyId with the algorithm aws:kms",
    ],
    "a bucket under AWS's key": [
      {
        type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        properties: { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }] },
      },
      "kmsMasterKeyId",
    ],
    "a copy": [
      {
        type: "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
        properties: { rules: [{ destination: { bucket: "b" } }] },
      },
      "replicaKmsKeyId",
    ],
  },
  notApplicable: {
    "another type": { type: "aws:ec2/vpc:Vpc" },
    "a replica, which has its source's": {
      type: "aws:rds/instance:Instance",
      properties: { replicateSourceDb: "a" },
    },
  },
  unknown: {
    "rules that are unknown": {
      type: "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
      properties: { rules: unknown },
    },
  },
});

describeRule(deletionWindow, {
  compliant: {
    "the default": { type: "aws:kms/key:Key", properties: {} },
    "a month": { type: "aws:kms/key:Key", properties: { deletionWindowInDays: 30 } },
  },
  violations: {
    "a week": [
      { type: "aws:kms/key:Key", properties: { deletionWindowInDays: 7 } },
      "deletionWindowInDays is 7, below 30",
    ],
    "a secret that goes at once": [
      { type: "aws:secretsmanager/secret:Secret", properties: { recoveryWindowInDays: 0 } },
      "recoveryWindowInDays is 0",
    ],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
  },
  unknown: {
    "a time": { type: "aws:kms/key:Key", properties: { deletionWindowInDays: unknown } },
  },
});
