import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** What holds data has Pulumi's protection. */
export const rule: ResourceRule = {
  id: "aws-data-protected",
  title: "What holds data has Pulumi's protection.",
  severity: "high",
  controls: {},
  enforcement: "prod",
  reason: "A renamed resource or a mistaken destroy deletes the data with it.",
  remedy: "Give the resource the option protect: true.",
  types: [
    "aws:rds/instance:Instance",
    "aws:rds/cluster:Cluster",
    "aws:s3/bucket:Bucket",
    "aws:s3/bucketV2:BucketV2",
    "aws:dynamodb/table:Table",
    "aws:efs/fileSystem:FileSystem",
    "aws:backup/vault:Vault",
    "aws:kms/key:Key",
    "aws:amp/workspace:Workspace",
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
    "aws:cloudtrail/trail:Trail",
    "aws:ecr/repository:Repository",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:secretsmanager/secret:Secret",
  ],
  scope: "resource",
  check: (resource) => require(resource.protect, "the option protect is not set"),
};
