import { rule as kmsKeyRotation } from "../../../../policy/rules/identity/gcp-kms-key-rotation";
import { rule as noBasicRoles } from "../../../../policy/rules/identity/gcp-no-basic-roles";
import { rule as noProjectWideImpersonation } from "../../../../policy/rules/identity/gcp-no-project-wide-impersonation";
import { rule as noPublicPrincipal } from "../../../../policy/rules/identity/gcp-no-public-principal";
import { rule as noServiceAccountKey } from "../../../../policy/rules/identity/gcp-no-service-account-key";
import { rule as secretOwnKey } from "../../../../policy/rules/identity/gcp-secret-own-key";
import { rule as ownKey } from "../../../../policy/rules/identity/gcp-own-key";
import { describeRule, type Given, type Properties, unknown } from "../pack";

const grant = (type: string, properties: Properties): Given => ({ type: `gcp:${type}`, properties });
const reader = "user:ann@example.com";
const onTopic = "pubsub/topicIAMMember:TopicIAMMember";
const policyData = (role: string, ...members: string[]) => JSON.stringify({ bindings: [{ role, members }] });

describeRule(noPublicPrincipal, {
  compliant: {
    "one member": grant(onTopic, { role: "roles/pubsub.viewer", member: reader }),
    "several members": grant("pubsub/topicIAMBinding:TopicIAMBinding", {
      role: "r",
      members: [reader, "group:g"],
    }),
    "a policy": grant("pubsub/topicIAMPolicy:TopicIAMPolicy", { policyData: policyData("r", reader) }),
    "a data set for one": {
      type: "gcp:bigquery/dataset:Dataset",
      properties: { accesses: [{ userByEmail: "a" }] },
    },
  },
  violations: {
    "everybody as a member": [
      grant(onTopic, { role: "roles/pubsub.viewer", member: "allUsers" }),
      "roles/pubsub.viewer",
    ],
    "everybody with an account": [
      grant(onTopic, { role: "r", member: "allAuthenticatedUsers" }),
      "to everybody",
    ],
    "everybody on a role that is unknown yet": [
      grant(onTopic, { role: unknown, member: "allUsers" }),
      "a role",
    ],
    "everybody among others": [
      grant("pubsub/topicIAMBinding:TopicIAMBinding", { role: "r", members: [unknown, "allUsers"] }),
      "members[1]",
    ],
    "one member instead of a list": [
      grant("pubsub/topicIAMBinding:TopicIAMBinding", { role: "r", members: "allUsers" }),
      "to everybody",
    ],
    "everybody in a policy as text": [
      grant("pubsub/topicIAMPolicy:TopicIAMPolicy", { policyData: policyData("r", reader, "allUsers") }),
      "bindings[0].members[1]",
    ],
    "everybody in a policy as an object": [
      grant("kms/cryptoKeyIAMPolicy:CryptoKeyIAMPolicy", {
        policyData: { bindings: [{ role: "r", members: ["allUsers"] }] },
      }),
      "to everybody",
    ],
    "a policy that is not JSON": [
      grant("pubsub/topicIAMPolicy:TopicIAMPolicy", { policyData: "{" }),
      "policyData is not valid JSON",
    ],
    "a key": [
      grant("kms/cryptoKeyIAMMember:CryptoKeyIAMMember", { role: "r", member: "allUsers" }),
      "to everybody",
    ],
    "a secret": [
      grant("secretmanager/secretIamMember:SecretIamMember", { role: "r", member: "allUsers" }),
      "to everybody",
    ],
    "a project": [
      grant("projects/iAMMember:IAMMember", { role: "roles/viewer", member: "allUsers" }),
      "roles/viewer",
    ],
    "a service account": [
      grant("serviceaccount/iAMBinding:IAMBinding", { role: "r", members: ["allUsers"] }),
      "to everybody",
    ],
    "a table": [grant("bigquery/iamMember:IamMember", { role: "r", member: "allUsers" }), "to everybody"],
    "a data set": [
      {
        type: "gcp:bigquery/dataset:Dataset",
        properties: { accesses: [{ specialGroup: "allAuthenticatedUsers" }] },
      },
      "accesses[0]",
    ],
    "access to a data set by itself": [
      { type: "gcp:bigquery/datasetAccess:DatasetAccess", properties: { iamMember: "allUsers" } },
      "opens the data to everybody",
    ],
  },
  notApplicable: {
    "a binding of nobody": grant("pubsub/topicIAMBinding:TopicIAMBinding", { role: "r", members: [] }),
    "a policy without bindings": grant("pubsub/topicIAMPolicy:TopicIAMPolicy", { policyData: "{}" }),
  },
  unknown: {
    "a member that is unknown": grant(onTopic, { role: "r", member: unknown }),
    "a policy that is unknown": grant("pubsub/topicIAMPolicy:TopicIAMPolicy", { policyData: unknown }),
  },
});

const onProject = (role: string, member: string): Given =>
  grant("projects/iAMMember:IAMMember", { role, member });
const program = "serviceAccount:a@p.iam.gserviceaccount.com";
describeRule(noBasicRoles, {
  compliant: {
    "a narrow role": onProject("roles/cloudtrace.agent", program),
    "an administrator who is a person": onProject("roles/iam.securityAdmin", reader),
    "a narrow role of somebody unknown yet": onProject("roles/cloudtrace.agent", unknown),
  },
  violations: {
    owner: [onProject("roles/owner", reader), "is given roles/owner"],
    "editor, on somebody unknown yet": [onProject("roles/editor", unknown), "is given roles/editor"],
    "a folder": [
      grant("folder/iAMBinding:IAMBinding", { role: "roles/editor", members: [reader] }),
      "roles/editor",
    ],
    "an organization": [
      grant("organizations/iAMPolicy:IAMPolicy", { policyData: policyData("roles/owner", reader) }),
      "roles/owner",
    ],
    "a program that administers": [
      onProject("roles/resourcemanager.projectIamAdmin", program),
      "a service account is given roles/resourcemanager.projectIamAdmin",
    ],
  },
  notApplicable: {
    "a binding of nobody": grant("projects/iAMBinding:IAMBinding", { role: "roles/owner", members: [] }),
  },
  unknown: {
    "a role that is unknown": onProject(unknown, reader),
    "an administrator who is unknown": onProject("roles/iam.securityAdmin", unknown),
  },
});

describeRule(noProjectWideImpersonation, {
  compliant: { "another role": onProject("roles/viewer", reader) },
  violations: {
    "acting as any account": [
      onProject("roles/iam.serviceAccountUser", reader),
      "roles/iam.serviceAccountUser",
    ],
    "tokens of any account, in a policy": [
      grant("projects/iAMPolicy:IAMPolicy", {
        policyData: policyData("roles/iam.serviceAccountTokenCreator", reader),
      }),
      "bindings[0].members[0]",
    ],
  },
  notApplicable: {
    "one account": grant("serviceaccount/iAMMember:IAMMember", {
      role: "roles/iam.serviceAccountUser",
      member: reader,
    }),
  },
  unknown: { "a role that is unknown": onProject(unknown, reader) },
});

const key = (properties: Properties): Given => ({ type: "gcp:kms/cryptoKey:CryptoKey", properties });
describeRule(kmsKeyRotation, {
  compliant: { "90 days": key({ rotationPeriod: "7776000s" }), "a day": key({ rotationPeriod: "86400s" }) },
  violations: {
    never: [key({}), "it never rotates"],
    "91 days": [key({ rotationPeriod: "7862400s" }), "rotationPeriod is 7862400s, above 7776000s"],
    "no duration": [key({ rotationPeriod: "90d" }), "rotationPeriod is 90d"],
  },
  notApplicable: {
    "a key pair": key({ purpose: "ASYMMETRIC_SIGN" }),
    "imported material": key({ importOnly: true }),
  },
  unknown: { "a period that is unknown": key({ rotationPeriod: unknown }) },
});

describeRule(noServiceAccountKey, {
  compliant: {},
  violations: {
    "a key": [{ type: "gcp:serviceaccount/key:Key" }, "it is a key that works from anywhere"],
    "a key for storage": [{ type: "gcp:storage/hmacKey:HmacKey" }, "works from anywhere"],
  },
  notApplicable: { "an account": { type: "gcp:serviceaccount/account:Account" } },
});

const secret = (replication: Properties): Given => ({
  type: "gcp:secretmanager/secret:Secret",
  properties: { replication },
});
const own = { customerManagedEncryption: { kmsKeyName: unknown } };
describeRule(secretOwnKey, {
  compliant: {
    "a key everywhere": secret({ auto: own }),
    "a key in each region": secret({ userManaged: { replicas: [own, own] } }),
    "a key in its one region": { type: "gcp:secretmanager/regionalSecret:RegionalSecret", properties: own },
  },
  violations: {
    none: [secret({ auto: {} }), "replication.auto has no customerManagedEncryption"],
    "one region without": [secret({ userManaged: { replicas: [own, { location: "x" }] } }), "replicas[1]"],
    "a regional one": [{ type: "gcp:secretmanager/regionalSecret:RegionalSecret" }, "is not set"],
  },
  notApplicable: { "a version": { type: "gcp:secretmanager/secretVersion:SecretVersion" } },
  unknown: {
    "a replication that is unknown": {
      type: "gcp:secretmanager/secret:Secret",
      properties: { replication: unknown },
    },
  },
});

describeRule(ownKey, {
  compliant: {
    "a database": {
      type: "gcp:sql/databaseInstance:DatabaseInstance",
      properties: { encryptionKeyName: "k" },
    },
    "a bucket whose key is yet to be made": {
      type: "gcp:storage/bucket:Bucket",
      properties: { encryption: { defaultKmsKeyName: unknown } },
    },
    "a job": {
      type: "gcp:cloudrunv2/job:Job",
      properties: { template: { template: { encryptionKey: "k" } } },
    },
  },
  violations: {
    "a database": [{ type: "gcp:sql/databaseInstance:DatabaseInstance" }, "encryptionKeyName is not set"],
    "a cache": [{ type: "gcp:redis/instance:Instance" }, "customerManagedKey is not set"],
    "a topic": [{ type: "gcp:pubsub/topic:Topic" }, "kmsKeyName is not set"],
    "a bucket": [
      { type: "gcp:storage/bucket:Bucket", properties: { encryption: {} } },
      "encryption.defaultKmsKeyName",
    ],
    "a service": [{ type: "gcp:cloudrunv2/service:Service" }, "template.encryptionKey"],
  },
  notApplicable: { "another type": { type: "gcp:compute/network:Network" } },
  unknown: { settings: { type: "gcp:storage/bucket:Bucket", properties: { encryption: unknown } } },
});
