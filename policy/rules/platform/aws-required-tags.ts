import { missingNames, namesSetting, requireNames } from "../../subjects/required-names";
import type { Resource } from "../../mechanism/resource";
import type { ResourceRule } from "../../mechanism/rule";

/** Types that are billed or hold data, and can have tags. */
const tagged = [
  "aws:ec2/instance:Instance",
  "aws:ec2/natGateway:NatGateway",
  "aws:ec2/vpc:Vpc",
  "aws:ec2/vpcEndpoint:VpcEndpoint",
  "aws:ebs/volume:Volume",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:alb/loadBalancer:LoadBalancer",
  "aws:ecs/cluster:Cluster",
  "aws:ecs/service:Service",
  "aws:ecr/repository:Repository",
  "aws:eks/cluster:Cluster",
  "aws:lambda/function:Function",
  "aws:rds/instance:Instance",
  "aws:rds/cluster:Cluster",
  "aws:rds/clusterInstance:ClusterInstance",
  "aws:elasticache/replicationGroup:ReplicationGroup",
  "aws:dynamodb/table:Table",
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketV2:BucketV2",
  "aws:efs/fileSystem:FileSystem",
  "aws:backup/vault:Vault",
  "aws:secretsmanager/secret:Secret",
  "aws:kms/key:Key",
  "aws:sqs/queue:Queue",
  "aws:sns/topic:Topic",
  "aws:cloudwatch/logGroup:LogGroup",
  "aws:wafv2/webAcl:WebAcl",
];

/** What costs money or holds data says whose it is. */
export const rule: ResourceRule = {
  id: "aws-required-tags",
  title: "What costs money or holds data says whose it is.",
  severity: "low",
  controls: {},
  enforcement: "always",
  reason: "Nobody can tell which project pays for a resource, or whom to ask before deleting it.",
  remedy: "Set the tags, best as defaultTags of the provider.",
  types: tagged,
  configuration: namesSetting("tags"),
  scope: "resource",
  check: (resource, configuration) => requireNames(placesOf(resource), configuration, "tags"),
  remediation: (resource, configuration) =>
    missingNames(resource, placesOf(resource), configuration, "tags", ["tags"]),
};

function placesOf({ properties, provider }: Resource) {
  return [properties.get("tags"), properties.get("tagsAll"), provider.get("defaultTags").json().get("tags")];
}
