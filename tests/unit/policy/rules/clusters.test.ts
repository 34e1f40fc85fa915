import { rule as eksApiNotWorldOpen } from "../../../../policy/rules/clusters/aws-eks-api-not-world-open";
import { rule as eksApiWithinNetwork } from "../../../../policy/rules/clusters/aws-eks-api-within-network";
import { rule as eksLogs } from "../../../../policy/rules/clusters/aws-eks-logs";
import { rule as eksNodesNoOpenSsh } from "../../../../policy/rules/clusters/aws-eks-nodes-no-open-ssh";
import { rule as eksSecretsOwnKey } from "../../../../policy/rules/clusters/aws-eks-secrets-own-key";
import { rule as eksDeletionProtection } from "../../../../policy/rules/clusters/aws-eks-deletion-protection";
import { rule as eksNetworkPolicy } from "../../../../policy/rules/clusters/aws-eks-network-policy";
import { describeRule, type Given, type Properties, unknown } from "../pack";

const cluster = (properties: Properties = {}): Given => ({ type: "aws:eks/cluster:Cluster", properties });
const network = (vpcConfig: Properties): Given => cluster({ vpcConfig });
const other: Given = { type: "aws:eks/addon:Addon" };

describeRule(eksApiNotWorldOpen, {
  compliant: {
    closed: network({ endpointPublicAccess: false }),
    "a few addresses": network({ publicAccessCidrs: ["203.0.113.0/24"] }),
  },
  violations: {
    "the default": [cluster(), "its API is open to the internet"],
    "everything by name": [network({ publicAccessCidrs: ["0.0.0.0/0"] }), "open to the internet"],
    "everything by IPv6": [
      network({ publicAccessCidrs: ["203.0.113.0/24", "::/0"] }),
      "open to the internet",
    ],
    "everything in halves": [
      network({ publicAccessCidrs: ["0.0.0.0/1", "128.0.0.0/1"] }),
      "open to the internet",
    ],
  },
  notApplicable: { "another type": other },
  unknown: {
    "ranges that are unknown": network({ publicAccessCidrs: [unknown] }),
    "a switch that is unknown": network({ endpointPublicAccess: unknown }),
  },
});

describeRule(eksApiWithinNetwork, {
  compliant: { on: network({ endpointPrivateAccess: true }) },
  violations: {
    "the default": [cluster(), "endpointPrivateAccess is off"],
    off: [network({ endpointPrivateAccess: false }), "endpointPrivateAccess is off"],
  },
  notApplicable: { "another type": other },
  unknown: { "a switch that is unknown": network({ endpointPrivateAccess: unknown }) },
});

const kinds = ["api", "audit", "authenticator", "controllerManager", "scheduler"];
describeRule(eksLogs, {
  compliant: { all: cluster({ enabledClusterLogTypes: [...kinds].reverse() }) },
  violations: {
    none: [cluster(), "it keeps no logs of api, audit"],
    "one of them only": [cluster({ enabledClusterLogTypes: "audit" }), "no logs of api, authenticator, "],
  },
  notApplicable: { "another type": other },
  unknown: { "kinds that are unknown": cluster({ enabledClusterLogTypes: unknown }) },
});

const group = (remoteAccess?: Properties): Given => ({
  type: "aws:eks/nodeGroup:NodeGroup",
  properties: remoteAccess ? { remoteAccess } : {},
});
describeRule(eksNodesNoOpenSsh, {
  compliant: {
    "named sources": group({ ec2SshKey: "key", sourceSecurityGroupIds: ["sg-1"] }),
    "sources that are unknown yet": group({ ec2SshKey: "key", sourceSecurityGroupIds: unknown }),
  },
  violations: {
    "no sources": [group({ ec2SshKey: "key" }), "opens SSH to the internet"],
    "an empty list": [group({ ec2SshKey: unknown, sourceSecurityGroupIds: [] }), "opens SSH to the internet"],
  },
  notApplicable: { "no SSH": group(), "another type": other },
  unknown: {
    "access that is unknown": { type: "aws:eks/nodeGroup:NodeGroup", properties: { remoteAccess: unknown } },
  },
});

const encrypted = (keyArn: string, resources: string[]): Given =>
  cluster({ encryptionConfig: { provider: { keyArn }, resources } });
describeRule(eksSecretsOwnKey, {
  compliant: {
    "a key": encrypted("arn:aws:kms:eu-west-1:1:key/k", ["secrets"]),
    "one that is unknown yet": encrypted(unknown, ["secrets"]),
  },
  violations: {
    nothing: [cluster(), "not encrypted with a key"],
    "no key": [encrypted("", ["secrets"]), "not encrypted with a key"],
    "a key for nothing": [encrypted("arn:aws:kms:eu-west-1:1:key/k", []), "not encrypted with a key"],
  },
  notApplicable: { "another type": other },
  unknown: { "what it is for": encrypted("arn:aws:kms:eu-west-1:1:key/k", [unknown]) },
});

describeRule(eksDeletionProtection, {
  compliant: {
    on: { type: "aws:eks/cluster:Cluster", properties: { deletionProtection: true } },
  },
  violations: {
    "the default": [{ type: "aws:eks/cluster:Cluster", properties: {} }, "deletionProtection is off"],
    off: [
      { type: "aws:eks/cluster:Cluster", properties: { deletionProtection: false } },
      "deletionProtection is off",
    ],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
  },
  unknown: {
    "a switch": { type: "aws:eks/cluster:Cluster", properties: { deletionProtection: unknown } },
  },
});

describeRule(eksNetworkPolicy, {
  compliant: {
    on: {
      type: "kubernetes:core/v1:ConfigMap",
      properties: {
        metadata: { name: "amazon-vpc-cni" },
        data: { "enable-network-policy-controller": "true" },
      },
    },
  },
  violations: {
    off: [
      {
        type: "kubernetes:core/v1:ConfigMap",
        properties: {
          metadata: { name: "amazon-vpc-cni" },
          data: { "enable-network-policy-controller": "false" },
        },
      },
      "is off",
    ],
    absent: [
      {
        type: "kubernetes:core/v1:ConfigMap",
        properties: { metadata: { name: "amazon-vpc-cni" }, data: {} },
      },
      "is off",
    ],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
    "another map": {
      type: "kubernetes:core/v1:ConfigMap",
      properties: { metadata: { name: "settings" }, data: {} },
    },
  },
  unknown: {
    "a name": { type: "kubernetes:core/v1:ConfigMap", properties: { metadata: { name: unknown } } },
  },
});
