import { shown } from "../../../../localcloud/reading";
import { types } from "../../../../localcloud/aws/types";
import { type Aws, account, describeMistakes, policy, region, trust } from "./aws";

const role = { assumeRolePolicy: trust("ecs-tasks.amazonaws.com") };
const inline = async (aws: Aws) => ({
  role: (await aws.role()).id,
  policy: policy({ Action: "s3:GetObject", Resource: "arn:aws:s3:::documents/*" }),
});
const attachment = async (aws: Aws) => ({
  role: (await aws.role()).id,
  policyArn: "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
});
const root = { AWS: `arn:aws:iam::${account}:root` };
const key = { policy: policy({ Principal: root, Action: "kms:*", Resource: "*" }) };
const rolePolicy = "aws:iam/rolePolicy:RolePolicy";
const secretVersion = "aws:secretsmanager/secretVersion:SecretVersion";

describeMistakes("roles and policies", [
  {
    mistake: "a policy that is not JSON",
    type: rolePolicy,
    right: inline,
    wrong: { policy: "{'Version': '2012-10-17'}" },
    path: "policy",
    words: "the policy is not valid JSON",
  },
  {
    mistake: "a policy of a version that does not exist",
    type: rolePolicy,
    right: inline,
    wrong: (_, right) => ({ policy: shown(right["policy"]).replace("2012-10-17", "2024-01-01") }),
    path: "policy",
    words: "Version must be '2012-10-17'",
  },
  {
    mistake: "an effect in lower case",
    type: rolePolicy,
    right: inline,
    wrong: { policy: policy({ Effect: "allow", Action: "s3:GetObject", Resource: "*" }) },
    path: "policy",
    words: "Effect must be 'Allow' or 'Deny'",
  },
  {
    mistake: "a principal in a role's own policy",
    type: rolePolicy,
    right: inline,
    wrong: { policy: policy({ Principal: "*", Action: "s3:GetObject", Resource: "*" }) },
    path: "policy",
    words: "a policy of an identity has no Principal",
  },
  {
    mistake: "a statement without a resource",
    type: rolePolicy,
    right: inline,
    wrong: { policy: policy({ Action: "s3:GetObject" }) },
    path: "policy",
    words: "must contain resources",
  },
  {
    mistake: "a bucket's name where its ARN belongs",
    type: rolePolicy,
    right: inline,
    wrong: { policy: policy({ Action: "s3:GetObject", Resource: "documents/*" }) },
    path: "policy",
    words: "resource 'documents/*' must be in ARN format",
  },
  {
    mistake: "an action without its service",
    type: rolePolicy,
    right: inline,
    wrong: { policy: policy({ Action: "GetObject", Resource: "*" }) },
    path: "policy",
    words: "'GetObject' is no action",
  },
  {
    mistake: "a condition that does not exist",
    type: rolePolicy,
    right: inline,
    wrong: {
      policy: policy({ Action: "s3:GetObject", Resource: "*", Condition: { StringEqual: { a: "b" } } }),
    },
    path: "policy",
    words: "invalid Condition type 'StringEqual'",
  },
  {
    mistake: "a misspelt element",
    type: rolePolicy,
    right: inline,
    wrong: { policy: policy({ Actions: "s3:GetObject", Action: "s3:GetObject", Resource: "*" }) },
    path: "policy",
    words: "unknown element 'Actions'",
  },
  {
    mistake: "inline policies of more than 10,240 characters",
    type: rolePolicy,
    right: inline,
    wrong: async (aws, right) => {
      const large = policy({ Action: "s3:GetObject", Resource: [`arn:aws:s3:::${"a".repeat(8000)}`] });
      await aws.make(rolePolicy, { role: right["role"] ?? "", policy: large });
      return { policy: large };
    },
    path: "policy",
    words: "10240 are allowed",
  },
  {
    mistake: "a managed policy of more than 6,144 characters",
    type: types.policy,
    right: { policy: policy({ Action: "s3:GetObject", Resource: "*" }) },
    wrong: { policy: policy({ Action: "s3:GetObject", Resource: [`arn:aws:s3:::${"a".repeat(6200)}`] }) },
    path: "policy",
    words: "6144 are allowed",
  },
  {
    mistake: "a role that nobody may take",
    type: types.role,
    right: role,
    wrong: { assumeRolePolicy: policy({ Action: "sts:AssumeRole" }) },
    path: "assumeRolePolicy",
    words: "missing required field Principal",
  },
  {
    mistake: "a trust policy with a resource",
    type: types.role,
    right: role,
    wrong: {
      assumeRolePolicy: policy({
        Action: "sts:AssumeRole",
        Principal: { Service: "ecs.amazonaws.com" },
        Resource: "*",
      }),
    },
    path: "assumeRolePolicy",
    words: "prohibited field Resource",
  },
  {
    mistake: "a service principal that is none",
    type: types.role,
    right: role,
    wrong: { assumeRolePolicy: trust("ecs-tasks") },
    path: "assumeRolePolicy",
    words: "invalid service principal 'ecs-tasks'",
  },
  {
    mistake: "trust in a role that is not there",
    type: types.role,
    right: role,
    wrong: {
      assumeRolePolicy: policy({
        Action: "sts:AssumeRole",
        Principal: { AWS: `arn:aws:iam::${account}:role/gone` },
      }),
    },
    path: "assumeRolePolicy",
    words: "there is no such role",
  },
  {
    mistake: "a role name of 65 characters",
    type: types.role,
    right: { ...role, name: "a".repeat(64) },
    wrong: { name: "a".repeat(65) },
    path: "name",
    words: "longer than 64 characters (65)",
  },
  {
    mistake: "a session of 30 minutes",
    type: types.role,
    right: { ...role, maxSessionDuration: 3600 },
    wrong: { maxSessionDuration: 1800 },
    path: "maxSessionDuration",
    words: "from 3600 to 43200",
  },
  {
    mistake: "a managed policy without its path",
    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    right: attachment,
    wrong: { policyArn: "arn:aws:iam::aws:policy/AmazonECSTaskExecutionRolePolicy" },
    path: "policyArn",
    words: "did you mean 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy'?",
  },
  {
    mistake: "an attachment to a role that is not there",
    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    right: attachment,
    wrong: { role: "gone" },
    path: "role",
    words: "there is no aws:iam/role:Role",
  },
]);

describeMistakes("keys and secrets", [
  {
    mistake: "a key policy that locks its account out",
    type: types.key,
    right: key,
    wrong: {
      policy: policy({
        Principal: { Service: "logs.eu-west-1.amazonaws.com" },
        Action: "kms:Encrypt",
        Resource: "*",
      }),
    },
    path: "policy",
    words: "will not allow you to update the key policy",
  },
  {
    mistake: "a key that is gone after a day",
    type: types.key,
    right: { ...key, deletionWindowInDays: 7 },
    wrong: { deletionWindowInDays: 1 },
    path: "deletionWindowInDays",
    words: "from 7 to 30",
  },
  {
    mistake: "rotation of an asymmetric key",
    type: types.key,
    right: { ...key, enableKeyRotation: true },
    wrong: { customerMasterKeySpec: "RSA_2048" },
    path: "enableKeyRotation",
    words: "only symmetric encryption keys rotate",
  },
  {
    mistake: "an alias without its prefix",
    type: types.alias,
    right: async (aws) => ({ name: "alias/data", targetKeyId: await aws.key() }),
    wrong: { name: "data" },
    path: "name",
    words: "'alias/' and then",
  },
  {
    mistake: "an alias of AWS's own",
    type: types.alias,
    right: async (aws) => ({ name: "alias/data", targetKeyId: await aws.key() }),
    wrong: { name: "alias/aws/data" },
    path: "name",
    words: "is reserved",
  },
  {
    mistake: "a secret under a key that is not there",
    type: types.secret,
    right: async (aws) => ({ kmsKeyId: await aws.key() }),
    wrong: { kmsKeyId: `arn:aws:kms:${region}:${account}:key/11111111-2222-4333-a444-555555555555` },
    path: "kmsKeyId",
    words: "does not exist",
  },
  {
    mistake: "a recovery window of 3 days",
    type: types.secret,
    right: { recoveryWindowInDays: 7 },
    wrong: { recoveryWindowInDays: 3 },
    path: "recoveryWindowInDays",
    words: "is 0 (delete at once) or 7 to 30 days, not 3",
  },
  {
    mistake: "a secret's name with a space",
    type: types.secret,
    right: { name: "api/database-url" },
    wrong: { name: "api/database url" },
    path: "name",
    words: "letters, digits and /_+=.@-",
  },
  {
    mistake: "a secret that was deleted yesterday",
    type: types.secret,
    right: { name: "api/new" },
    wrong: async (aws) => {
      const made = await aws.make(types.secret, { name: "api/old" });
      expect(await aws.deletionRefusals(types.secret, made)).toEqual([]);
      return { name: "api/old" };
    },
    path: "name",
    words: "until its recovery days are over",
  },
  {
    mistake: "a value that is empty",
    type: secretVersion,
    right: async (aws) => ({ secretId: (await aws.make(types.secret)).id, secretString: "value" }),
    wrong: { secretString: "" },
    path: "secretString",
    words: "at least one character",
  },
  {
    mistake: "a value twice",
    type: secretVersion,
    right: async (aws) => ({ secretId: (await aws.make(types.secret)).id, secretString: "value" }),
    wrong: { secretBinary: "dmFsdWU=" },
    path: "secretBinary",
    words: "conflicts with `secretString`",
  },
  {
    mistake: "a policy that opens a secret to everyone",
    type: "aws:secretsmanager/secretPolicy:SecretPolicy",
    right: async (aws) => ({
      secretArn: (await aws.make(types.secret)).id,
      blockPublicPolicy: true,
      policy: policy({ Principal: root, Action: "secretsmanager:GetSecretValue", Resource: "*" }),
    }),
    wrong: { policy: policy({ Principal: "*", Action: "secretsmanager:GetSecretValue", Resource: "*" }) },
    path: "policy",
    words: "grants access to everyone",
  },
]);

describeMistakes("what every resource has", [
  {
    mistake: "a tag of AWS's own",
    type: types.topic,
    right: { tags: { owner: "platform" } },
    wrong: { tags: { "aws:owner": "platform" } },
    path: `tags["aws:owner"]`,
    words: "are reserved for system use",
  },
  {
    mistake: "51 tags",
    type: types.topic,
    right: {
      tags: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key${String(index)}`, "x"])),
    },
    wrong: {
      tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`key${String(index)}`, "x"])),
    },
    path: "tags",
    words: "at most 50 tags, not 51",
  },
  {
    mistake: "a tag value of 257 characters",
    type: types.topic,
    right: { tags: { note: "a".repeat(256) } },
    wrong: { tags: { note: "a".repeat(257) } },
    path: "tags.note",
    words: "at most 256 characters",
  },
  {
    mistake: "a sign that tags may not hold",
    type: types.topic,
    right: { tags: { note: "team: platform" } },
    wrong: { tags: { note: "team? platform" } },
    path: "tags.note",
    words: "a tag value may hold",
  },
  {
    mistake: "an input that does not exist",
    type: types.vpc,
    right: { cidrBlock: "10.0.0.0/16" },
    wrong: { cidr: "10.0.0.0/16" },
    path: "cidr",
    words: "is not a property that this type has; did you mean `cidrBlock`?",
  },
  {
    mistake: "a text where a number belongs, deep inside",
    type: types.securityGroup,
    right: async (aws) => ({
      vpcId: await aws.vpc(),
      ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/16"] }],
    }),
    wrong: { ingress: [{ protocol: "tcp", fromPort: "https", toPort: 443, cidrBlocks: ["10.0.0.0/16"] }] },
    path: "ingress[0].fromPort",
    words: "number",
  },
  {
    mistake: "an input that is needed and missing",
    type: types.subnet,
    right: async (aws) => ({ vpcId: await aws.vpc(), cidrBlock: "10.0.0.0/24" }),
    wrong: { vpcId: undefined },
    path: "vpcId",
    words: "is required, but was not given",
  },
  {
    mistake: "an unknown key, deep inside",
    type: types.bucketVersioning,
    right: async (aws) => ({ bucket: await aws.bucket(), versioningConfiguration: { status: "Enabled" } }),
    wrong: { versioningConfiguration: { status: "Enabled", mfa: "Enabled" } },
    path: "versioningConfiguration.mfa",
    words: "is not a property that this type has",
  },
  {
    mistake: "a region that AWS does not have",
    type: types.topic,
    right: { region: "eu-central-1" },
    wrong: { region: "eu-centrall-1" },
    path: "region",
    words: "did you mean `eu-central-1`?",
  },
]);
