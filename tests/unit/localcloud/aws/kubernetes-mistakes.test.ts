import { types } from "../../../../localcloud/aws/types";
import type { Properties } from "../../../../localcloud/rules";
import { Aws, account, describeMistakes, policy, region, trust } from "./aws";

/** A trust policy for a service that also tags its session, as Auto Mode and Pod Identity do. */
const tagging = (Service: string) =>
  policy({ Action: ["sts:AssumeRole", "sts:TagSession"], Principal: { Service } });

const roleOf = async (aws: Aws, assumeRolePolicy: string) =>
  (await aws.make(types.role, { assumeRolePolicy })).outputs["arn"] ?? "";

/** Right inputs of a cluster with Auto Mode. */
const cluster = async (aws: Aws) => {
  const { subnets } = await aws.place();
  return {
    name: "main",
    version: "1.35",
    roleArn: await roleOf(aws, tagging("eks.amazonaws.com")),
    bootstrapSelfManagedAddons: false,
    accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true },
    computeConfig: {
      enabled: true,
      nodePools: ["general-purpose"],
      nodeRoleArn: await roleOf(aws, trust("ec2.amazonaws.com")),
    },
    kubernetesNetworkConfig: {
      elasticLoadBalancing: { enabled: true },
      serviceIpv4Cidr: "172.20.0.0/16",
    },
    storageConfig: { blockStorage: { enabled: true } },
    encryptionConfig: { provider: { keyArn: await aws.key() }, resources: ["secrets"] },
    vpcConfig: {
      subnetIds: subnets,
      endpointPrivateAccess: true,
      endpointPublicAccess: true,
      publicAccessCidrs: ["203.0.113.0/24"],
    },
    enabledClusterLogTypes: ["api", "audit"],
  };
};
const within = (key: string, changes: Properties) => (_: Aws, right: Properties) => ({
  [key]: { ...(right[key] as Properties), ...changes },
});

describeMistakes("clusters of Kubernetes", [
  {
    mistake: "a name that begins with a hyphen",
    type: types.kubernetesCluster,
    right: cluster,
    wrong: { name: "-main" },
    path: "name",
    words: "a letter or digit first",
  },
  {
    mistake: "a version that EKS does not have",
    type: types.kubernetesCluster,
    right: cluster,
    wrong: { version: "1.12" },
    path: "version",
    words: "1.35",
  },
  {
    mistake: "subnets of one zone",
    type: types.kubernetesCluster,
    right: cluster,
    wrong: (_, right) => {
      const network = right["vpcConfig"] as Properties & { subnetIds: string[] };
      return { vpcConfig: { ...network, subnetIds: network.subnetIds.slice(0, 1) } };
    },
    path: "vpcConfig.subnetIds",
    words: "must be in at least two different AZs",
  },
  {
    mistake: "no endpoint at all",
    type: types.kubernetesCluster,
    right: cluster,
    wrong: within("vpcConfig", { endpointPrivateAccess: false, endpointPublicAccess: false }),
    path: "vpcConfig.endpointPrivateAccess",
    words: "Private and public endpoint access cannot be false",
  },
  {
    mistake: "a private range for the public endpoint",
    type: types.kubernetesCluster,
    right: cluster,
    wrong: within("vpcConfig", { publicAccessCidrs: ["10.1.0.0/16"] }),
    path: "vpcConfig.publicAccessCidrs[0]",
    words: "is private",
  },
  {
    mistake: "a range of services that overlaps the network",
    type: types.kubernetesCluster,
    right: cluster,
    wrong: within("kubernetesNetworkConfig", { serviceIpv4Cidr: "10.0.0.0/16" }),
    path: "kubernetesNetworkConfig.serviceIpv4Cidr",
    words: "overlaps the VPC's",
  },
  {
    mistake: "a range of services that is too large",
    type: types.kubernetesCluster,
    right: cluster,
    wrong: within("kubernetesNetworkConfig", { serviceIpv4Cidr: "10.0.0.0/8" }),
    path: "kubernetesNetworkConfig.serviceIpv4Cidr",
    words: "is not a private /12 to /24",
  },
  {
    mistake: "Auto Mode without block storage",
    type: types.kubernetesCluster,
    right: cluster,
    wrong: { storageConfig: { blockStorage: { enabled: false } } },
    path: "storageConfig.blockStorage.enabled",
    words: "need to be all enabled or all disabled",
  },
  {
    mistake: "Auto Mode with node pools and no role for their nodes",
    type: types.kubernetesCluster,
    right: cluster,
    wrong: { computeConfig: { enabled: true, nodePools: ["general-purpose"] } },
    path: "computeConfig.nodeRoleArn",
    words: "built-in node pools need a node role",
  },
  {
    mistake: "Auto Mode with the add-ons that it brings itself",
    type: types.kubernetesCluster,
    right: cluster,
    wrong: { bootstrapSelfManagedAddons: true },
    path: "bootstrapSelfManagedAddons",
    words: "must be false",
  },
  {
    mistake: "Auto Mode without access entries",
    type: types.kubernetesCluster,
    right: cluster,
    wrong: within("accessConfig", { authenticationMode: "CONFIG_MAP" }),
    path: "accessConfig.authenticationMode",
    words: "needs access entries",
  },
  {
    mistake: "Auto Mode with a role whose session EKS may not tag",
    type: types.kubernetesCluster,
    right: cluster,
    wrong: async (aws) => ({ roleArn: await roleOf(aws, trust("eks.amazonaws.com")) }),
    path: "roleArn",
    words: "does not let eks.amazonaws.com do sts:TagSession",
  },
  {
    mistake: "nodes with a role that no machine can take",
    type: types.kubernetesCluster,
    right: cluster,
    wrong: async (aws, right) => ({
      computeConfig: {
        ...(right["computeConfig"] as Properties),
        nodeRoleArn: await roleOf(aws, trust("eks.amazonaws.com")),
      },
    }),
    path: "computeConfig.nodeRoleArn",
    words: "does not let ec2.amazonaws.com do sts:AssumeRole",
  },
  {
    mistake: "a kind of log that there is not",
    type: types.kubernetesCluster,
    right: cluster,
    wrong: { enabledClusterLogTypes: ["kubelet"] },
    path: "enabledClusterLogTypes[0]",
    words: "authenticator",
  },
  {
    mistake: "a key that does not exist",
    type: types.kubernetesCluster,
    right: cluster,
    wrong: {
      encryptionConfig: {
        provider: { keyArn: `arn:aws:kms:${region}:${account}:key/none` },
        resources: ["secrets"],
      },
    },
    path: "encryptionConfig.provider.keyArn",
    words: "NotFoundException",
  },
]);

const made = async (aws: Aws) => aws.make(types.kubernetesCluster, await cluster(aws));
const inCluster = async (aws: Aws) => ({ clusterName: (await made(aws)).id });

const entry = async (aws: Aws) => ({
  ...(await inCluster(aws)),
  principalArn: await roleOf(aws, trust("ec2.amazonaws.com")),
});
const association = async (aws: Aws) => {
  const right = await entry(aws);
  await aws.make(types.accessEntry, right);
  return {
    ...right,
    policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
    accessScope: { type: "cluster" },
  };
};

describeMistakes("access to clusters", [
  {
    mistake: "a session instead of the role that it is of",
    type: types.accessEntry,
    right: entry,
    wrong: { principalArn: `arn:aws:sts::${account}:assumed-role/deployer/ci` },
    path: "principalArn",
    words: "is not the ARN of an IAM role or user",
  },
  {
    mistake: "an entry for who made the cluster, which has one already",
    type: types.accessEntry,
    right: entry,
    wrong: { principalArn: `arn:aws:iam::${account}:user/local` },
    path: "principalArn",
    words: "ResourceInUseException",
  },
  {
    mistake: "a role that does not exist",
    type: types.accessEntry,
    right: entry,
    wrong: { principalArn: `arn:aws:iam::${account}:role/nobody` },
    path: "principalArn",
    words: "does not exist",
  },
  {
    mistake: "a group of Kubernetes' own",
    type: types.accessEntry,
    right: entry,
    wrong: { kubernetesGroups: ["system:masters"] },
    path: "kubernetesGroups[0]",
    words: "reserved prefix",
  },
  {
    mistake: "groups for nodes",
    type: types.accessEntry,
    right: entry,
    wrong: { type: "EC2", kubernetesGroups: ["nodes"] },
    path: "type",
    words: "has neither groups nor a user name",
  },
  {
    mistake: "a policy for a principal without an entry",
    type: types.accessPolicy,
    right: association,
    wrong: { principalArn: `arn:aws:iam::${account}:role/other` },
    path: "principalArn",
    words: "it has no access entry",
  },
  {
    mistake: "a policy of IAM instead of one of EKS",
    type: types.accessPolicy,
    right: association,
    wrong: { policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy" },
    path: "policyArn",
    words: "there is no such access policy",
  },
  {
    mistake: "the policy of nodes for a person",
    type: types.accessPolicy,
    right: association,
    wrong: { policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAutoNodePolicy" },
    path: "policyArn",
    words: "can't be associated with an access entry of type STANDARD",
  },
  {
    mistake: "a scope of namespaces that names none",
    type: types.accessPolicy,
    right: association,
    wrong: { accessScope: { type: "namespace" } },
    path: "accessScope.namespaces",
    words: "namespaces are given with the scope",
  },
]);

const addOn = async (aws: Aws) => ({
  ...(await inCluster(aws)),
  addonName: "amazon-cloudwatch-observability",
  configurationValues: "{}",
  podIdentityAssociations: [
    { serviceAccount: "cloudwatch-agent", roleArn: await roleOf(aws, tagging("pods.eks.amazonaws.com")) },
  ],
});
const identity = async (aws: Aws) => ({
  ...(await inCluster(aws)),
  namespace: "services",
  serviceAccount: "api",
  roleArn: await roleOf(aws, tagging("pods.eks.amazonaws.com")),
});

describeMistakes("add-ons and identities of pods", [
  {
    mistake: "an add-on that there is not",
    type: types.addOn,
    right: addOn,
    wrong: { addonName: "cluster-autoscaler" },
    path: "addonName",
    words: "is not supported",
  },
  {
    mistake: "a version that is not one of EKS",
    type: types.addOn,
    right: addOn,
    wrong: { addonVersion: "latest" },
    path: "addonVersion",
    words: "Addon version specified is not supported",
  },
  {
    mistake: "a configuration that can't be read",
    type: types.addOn,
    right: addOn,
    wrong: { configurationValues: "{" },
    path: "configurationValues",
    words: "not valid JSON or YAML",
  },
  {
    mistake: "an add-on with a role that its pods can't take",
    type: types.addOn,
    right: addOn,
    wrong: async (aws) => ({
      podIdentityAssociations: [
        { serviceAccount: "cloudwatch-agent", roleArn: await roleOf(aws, trust("ec2.amazonaws.com")) },
      ],
    }),
    path: "podIdentityAssociations[0].roleArn",
    words: "does not let pods.eks.amazonaws.com",
  },
  {
    mistake: "a cluster that does not exist",
    type: types.podIdentity,
    right: identity,
    wrong: { clusterName: "other" },
    path: "clusterName",
    words: "there is no aws:eks/cluster:Cluster",
  },
  {
    mistake: "pods with a role whose session EKS may not tag",
    type: types.podIdentity,
    right: identity,
    wrong: async (aws) => ({ roleArn: await roleOf(aws, trust("pods.eks.amazonaws.com")) }),
    path: "roleArn",
    words: "does not let pods.eks.amazonaws.com do sts:TagSession",
  },
  {
    mistake: "a second role for a service account",
    type: types.podIdentity,
    right: async (aws) => {
      const right = await identity(aws);
      await aws.make(types.podIdentity, { ...right, serviceAccount: "worker" });
      return right;
    },
    wrong: { serviceAccount: "worker" },
    path: "clusterName",
    words: "has the same `clusterName`, `namespace`, `serviceAccount`",
  },
  {
    mistake: "a service account with a name that Kubernetes does not take",
    type: types.podIdentity,
    right: identity,
    wrong: { serviceAccount: "API" },
    path: "serviceAccount",
    words: "name of a Kubernetes service account",
  },
]);

describe("a cluster that is there", () => {
  let aws: Aws;
  beforeEach(() => {
    aws = new Aws();
  });
  afterEach(() => {
    aws.close();
  });

  test.each([
    ["1.34", "Unsupported Kubernetes minor version downgrade"],
    ["1.36", undefined],
  ])("goes to version %s: %s", async (version, refusal) => {
    const right = await cluster(aws);
    const it = await aws.make(types.kubernetesCluster, right);
    const refusals = await aws.updateRefusals(types.kubernetesCluster, it, right, { ...right, version });
    expect(refusals).toEqual(refusal === undefined ? [] : [expect.stringContaining(refusal)]);
  });

  test("is not deleted while it is protected, or while others let its nodes in", async () => {
    const right = await cluster(aws);
    const safe = await aws.make(types.kubernetesCluster, {
      ...right,
      name: "safe",
      deletionProtection: true,
    });
    expect(await aws.deletionRefusals(types.kubernetesCluster, safe)).toEqual([
      expect.stringContaining("the cluster is protected from deletion"),
    ]);

    const it = await aws.make(types.kubernetesCluster, right);
    const network = it.outputs["vpcConfig"] as Record<string, string>;
    const rule = await aws.make(types.ingressRule, {
      securityGroupId: await aws.group(network["vpcId"] ?? ""),
      referencedSecurityGroupId: network["clusterSecurityGroupId"] ?? "",
      ipProtocol: "tcp",
      fromPort: 5432,
      toPort: 5432,
    });
    expect(await aws.deletionRefusals(types.kubernetesCluster, it)).toEqual([
      expect.stringContaining("the cluster's security group is still used"),
    ]);
    expect(await aws.deletionRefusals(types.ingressRule, rule)).toEqual([]);
    expect(await aws.deletionRefusals(types.kubernetesCluster, it)).toEqual([]);
  });
});
