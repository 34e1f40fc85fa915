import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Compared without regard to case. */
const defaultTags = ["project", "environment"];

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
  configuration: {
    properties: { tags: { type: "array", items: { type: "string" }, default: defaultTags } },
  },
  scope: "resource",
  check: ({ properties, provider }, configuration) => {
    const configured = configuration
      .get("tags")
      .items()
      .flatMap((name) => name.text() ?? []);
    const places = [
      properties.get("tags"),
      properties.get("tagsAll"),
      provider.get("defaultTags").json().get("tags"),
    ];
    const present = places.flatMap((tags) =>
      tags.isKnown()
        ? tags.entries().flatMap(([name, value]) => (value.isSet() ? [name.toLowerCase()] : []))
        : [],
    );
    const missing = (configured.length > 0 ? configured : defaultTags).filter(
      (name) => !present.includes(name.toLowerCase()),
    );
    // Tags that are not known yet may hold what is missing; reading them says so.
    if (missing.length > 0) places.forEach((tags) => tags.entries());
    return require(missing.length === 0, `it has no tag ${missing.join(", ")}`);
  },
};
