import { types } from "../../../../localcloud/aws/types";
import type { Properties } from "../../../../localcloud/rules";
import type { Made } from "../trial";
import { Aws } from "./aws";

/** What can't be deleted as it stands, what AWS says, and the same thing where it can. */
interface Case {
  readonly what: string;
  readonly type: string;
  readonly kept: (aws: Aws) => Promise<Made>;
  readonly words: string;
  readonly free: (aws: Aws) => Promise<Made>;
}

const database = async (aws: Aws, changes: Properties): Promise<Made> => {
  const { subnets } = await aws.place();
  const dbSubnetGroupName = (await aws.make(types.databaseSubnetGroup, { subnetIds: subnets })).id;
  return aws.make(types.databaseInstance, {
    engine: "postgres",
    instanceClass: "db.t4g.micro",
    allocatedStorage: 20,
    username: "platform",
    password: "correct-horse-battery",
    skipFinalSnapshot: true,
    dbSubnetGroupName,
    ...changes,
  });
};
const withVaultPlan = async (aws: Aws, inputs: Properties): Promise<Made> => {
  const vault = await aws.make(types.backupVault, inputs);
  const rules = [{ ruleName: "daily", targetVaultName: vault.id, lifecycle: { deleteAfter: 7 } }];
  await aws.make(types.backupPlan, { rules });
  return vault;
};
const logBucket = async (aws: Aws, inputs: Properties): Promise<Made> => {
  const bucket = await aws.make(types.bucket, inputs);
  const Principal = { Service: "logdelivery.elasticloadbalancing.amazonaws.com" };
  const Statement = [
    { Effect: "Allow", Principal, Action: "s3:PutObject", Resource: `arn:aws:s3:::${bucket.id}/*` },
  ];
  await aws.make(types.bucketPolicy, {
    bucket: bucket.id,
    policy: JSON.stringify({ Version: "2012-10-17", Statement }),
  });
  await aws.loadBalancer(await aws.place(), { accessLogs: { bucket: bucket.id, enabled: true } });
  return bucket;
};

const cases: readonly Case[] = [
  {
    what: "a VPC with subnets",
    type: types.vpc,
    kept: async (aws) => {
      const id = await aws.vpc();
      await aws.subnet(id, "10.0.0.0/24");
      return aws.made(types.vpc, id);
    },
    words: "DependencyViolation",
    free: async (aws) => aws.made(types.vpc, await aws.vpc()),
  },
  {
    what: "a security group that another group's rule refers to",
    type: types.securityGroup,
    kept: async (aws) => {
      const vpcId = await aws.vpc();
      const [securityGroupId, referencedSecurityGroupId] = [await aws.group(vpcId), await aws.group(vpcId)];
      const ports = { ipProtocol: "tcp", fromPort: 80, toPort: 80 };
      await aws.make(types.ingressRule, { securityGroupId, referencedSecurityGroupId, ...ports });
      return aws.made(types.securityGroup, referencedSecurityGroupId);
    },
    words: "DependencyViolation",
    free: async (aws) => {
      const vpcId = await aws.vpc();
      const securityGroupId = await aws.group(vpcId);
      const ports = { ipProtocol: "tcp", fromPort: 80, toPort: 80, cidrIpv4: "10.0.0.0/16" };
      await aws.make(types.ingressRule, { securityGroupId, ...ports });
      return aws.made(types.securityGroup, securityGroupId);
    },
  },
  {
    what: "an internet gateway that NAT gateways go out by",
    type: types.internetGateway,
    kept: async (aws) => {
      const vpcId = await aws.vpc();
      const gateway = await aws.gateway(vpcId);
      const subnetId = await aws.subnet(vpcId, "10.0.0.0/24");
      await aws.make(types.natGateway, { subnetId, allocationId: (await aws.make(types.eip)).id });
      return aws.made(types.internetGateway, gateway);
    },
    words: "has some mapped public addresses",
    free: async (aws) => aws.made(types.internetGateway, await aws.gateway(await aws.vpc())),
  },
  {
    what: "a load balancer with deletion protection",
    type: types.loadBalancer,
    kept: async (aws) => aws.loadBalancer(await aws.place(), { enableDeletionProtection: true }),
    words: "deletion protection is enabled",
    free: async (aws) => aws.loadBalancer(await aws.place()),
  },
  {
    what: "a target group that a listener sends to",
    type: types.targetGroup,
    kept: async (aws) => {
      const place = await aws.place();
      const id = await aws.targetGroup(place.vpcId);
      const loadBalancerArn = (await aws.loadBalancer(place)).id;
      const defaultActions = [{ type: "forward", targetGroupArn: id }];
      await aws.make(types.listener, { loadBalancerArn, port: 80, protocol: "HTTP", defaultActions });
      return aws.made(types.targetGroup, id);
    },
    words: "DependencyViolation",
    free: async (aws) => aws.made(types.targetGroup, await aws.targetGroup(await aws.vpc())),
  },
  {
    what: "a database with deletion protection",
    type: types.databaseInstance,
    kept: (aws) => database(aws, { deletionProtection: true }),
    words: "Cannot delete protected DB Instance",
    free: (aws) => database(aws, {}),
  },
  {
    what: "a role with a policy attached",
    type: types.role,
    kept: async (aws) => {
      const role = await aws.role();
      const policyArn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";
      await aws.make("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { role: role.id, policyArn });
      return role;
    },
    words: "DependencyViolation",
    free: (aws) => aws.role(),
  },
  {
    what: "a bucket that load balancers have logged to",
    type: types.bucket,
    kept: (aws) => logBucket(aws, {}),
    words: "BucketNotEmpty",
    free: (aws) => logBucket(aws, { forceDestroy: true }),
  },
  {
    what: "a backup vault with recovery points",
    type: types.backupVault,
    kept: (aws) => withVaultPlan(aws, {}),
    words: "contains recovery points",
    free: (aws) => withVaultPlan(aws, { forceDestroy: true }),
  },
  {
    what: "a hosted zone with records",
    type: types.zone,
    kept: async (aws) => {
      const zone = await aws.make(types.zone, { name: "example.com" });
      await aws.make(types.record, {
        zoneId: zone.id,
        name: "a",
        type: "A",
        ttl: 60,
        records: ["192.0.2.1"],
      });
      return zone;
    },
    words: "HostedZoneNotEmpty",
    free: (aws) => aws.make(types.zone, { name: "example.com" }),
  },
];

describe("the local AWS keeps", () => {
  let aws: Aws;
  beforeEach(() => {
    aws = new Aws();
  });
  afterEach(() => {
    aws.close();
  });

  it.each(cases.map((each) => [each.what, each] as const))("%s", async (_, { type, kept, words, free }) => {
    expect((await aws.deletionRefusals(type, await kept(aws))).join()).toContain(words);
    const other = new Aws();
    try {
      expect(await other.deletionRefusals(type, await free(other))).toEqual([]);
    } finally {
      other.close();
    }
  });
});
