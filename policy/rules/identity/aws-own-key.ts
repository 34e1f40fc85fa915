import { every, require } from "../../mechanism/answer";
import type { Property } from "../../mechanism/property";
import type { ResourceRule } from "../../mechanism/rule";

/** The keys that a type should have, by the property that names each. */
const keys: Readonly<Record<string, (properties: Property) => readonly (readonly [string, Property])[]>> = {
  "aws:amp/workspace:Workspace": at("kmsKeyArn"),
  "aws:backup/vault:Vault": at("kmsKeyArn"),
  "aws:cfg/deliveryChannel:DeliveryChannel": at("s3KmsKeyArn"),
  "aws:dynamodb/table:Table": (properties) => [
    ["serverSideEncryption.kmsKeyArn", properties.get("serverSideEncryption").get("kmsKeyArn")],
  ],
  "aws:ebs/volume:Volume": at("kmsKeyId"),
  "aws:efs/fileSystem:FileSystem": at("kmsKeyId"),
  "aws:elasticache/replicationGroup:ReplicationGroup": at("kmsKeyId"),
  "aws:rds/cluster:Cluster": at("kmsKeyId"),
  "aws:rds/instance:Instance": (properties) => [
    // A replica is encrypted as its source, a member as its cluster.
    ...(properties.get("replicateSourceDb").isSet() ? [] : at("kmsKeyId")(properties)),
    ...(properties.get("performanceInsightsEnabled").flag() === true
      ? at("performanceInsightsKmsKeyId")(properties)
      : []),
  ],
  "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": at("kmsKeyId"),
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig": (properties) =>
    properties
      .get("rules")
      .items()
      .map((copying) => [
        "destination.encryptionConfiguration.replicaKmsKeyId",
        copying.get("destination").get("encryptionConfiguration").get("replicaKmsKeyId"),
      ]),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": (properties) =>
    properties
      .get("rules")
      .items()
      .map((rule) => rule.get("applyServerSideEncryptionByDefault"))
      .map((byDefault) => [
        "kmsMasterKeyId with the algorithm aws:kms",
        (byDefault.get("sseAlgorithm").text() ?? "").startsWith("aws:kms")
          ? byDefault.get("kmsMasterKeyId")
          : byDefault.get("none"),
      ]),
  "aws:sns/topic:Topic": at("kmsMasterKeyId"),
  "aws:sqs/queue:Queue": at("kmsMasterKeyId"),
};

function at(name: string) {
  return (properties: Property): readonly (readonly [string, Property])[] => [[name, properties.get(name)]];
}

/** What can be is encrypted with a key of our own. */
export const rule: ResourceRule = {
  id: "aws-own-key",
  title: "What can be is encrypted with a key of our own.",
  severity: "medium",
  controls: {
    checkov: [
      "CKV_AWS_26",
      "CKV_AWS_27",
      "CKV_AWS_119",
      "CKV_AWS_145",
      "CKV_AWS_166",
      "CKV_AWS_184",
      "CKV_AWS_189",
      "CKV_AWS_191",
      "CKV_AWS_245",
      "CKV_AWS_327",
      "CKV_AWS_354",
    ],
  },
  enforcement: "prod",
  reason: "Under AWS's shared keys nobody can say, or see in the trail, who may read what was encrypted.",
  remedy: "Set the property that the message names to the ARN of an aws.kms.Key.",
  types: Object.keys(keys),
  scope: "resource",
  check: ({ type, properties }) =>
    every(keys[type]?.(properties) ?? [], ([name, key]) => require(key.isSet(), `${name} is not set`)),
};
