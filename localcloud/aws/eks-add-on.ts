import { list, parse, record, refuse, text } from "../reading";
import type { Check, FunctionRules, ResourceRules } from "../rules";
import { arnIn, timestamp, uuid } from "./account";
import { trustProblems } from "./role-trust";
import { types } from "./types";

/** Add-ons of AWS and of the community that EKS offers, with a version of each (EKS guide, "Available Amazon EKS add-ons"). */
const versions: Readonly<Record<string, string>> = {
  "amazon-cloudwatch-observability": "v4.7.0-eksbuild.1",
  "aws-ebs-csi-driver": "v1.54.0-eksbuild.1",
  "aws-efs-csi-driver": "v2.2.0-eksbuild.1",
  "aws-network-flow-monitoring-agent": "v1.1.0-eksbuild.1",
  "aws-secrets-store-csi-driver-provider": "v2.1.1-eksbuild.1",
  coredns: "v1.13.2-eksbuild.3",
  "eks-node-monitoring-agent": "v1.4.2-eksbuild.1",
  "eks-pod-identity-agent": "v1.3.10-eksbuild.2",
  "kube-proxy": "v1.35.0-eksbuild.2",
  "kube-state-metrics": "v2.17.0-eksbuild.1",
  "metrics-server": "v0.8.0-eksbuild.3",
  "prometheus-node-exporter": "v1.10.2-eksbuild.1",
  "snapshot-controller": "v8.3.0-eksbuild.1",
  "vpc-cni": "v1.21.1-eksbuild.3",
};

/** What takes a role for the pods of a service account, and what it does with it. */
export const podIdentity = {
  service: "pods.eks.amazonaws.com",
  actions: ["sts:AssumeRole", "sts:TagSession"],
} as const;

const nameProblem = (name: string) =>
  `InvalidParameterException: Addon ${name} specified is not supported; add-ons are ${Object.keys(versions).join(", ")}`;

const addOnCheck: Check = (inputs, world) => {
  const configuration = text(inputs["configurationValues"]);
  if (configuration !== undefined && typeof parse(configuration) !== "object")
    return refuse(
      "configurationValues",
      "InvalidParameterException: ConfigurationValue provided in request is not valid JSON or YAML",
    );
  return list(inputs["podIdentityAssociations"]).flatMap((each, index) =>
    trustProblems(
      `podIdentityAssociations[${String(index)}].roleArn`,
      record(each)["roleArn"],
      podIdentity,
      world,
    ),
  );
};

/** What EKS installs in a cluster and keeps. */
export const addOns: readonly ResourceRules[] = [
  {
    type: types.addOn,
    id: "{clusterName}:{addonName}",
    outputs: {
      arn: ({ inputs }, world) =>
        arnIn(
          world,
          "eks",
          `addon/${text(inputs["clusterName"]) ?? ""}/${text(inputs["addonName"]) ?? ""}/12345678-90ab-4cde-8f01-234567890abc`,
        ),
      addonVersion: ({ inputs }) => inputs["addonVersion"] ?? versions[text(inputs["addonName"]) ?? ""] ?? "",
      createdAt: () => timestamp,
      modifiedAt: () => timestamp,
    },
    references: [{ path: "clusterName", to: types.kubernetesCluster, deletesWith: true }],
    immutable: ["clusterName", "addonName", "namespaceConfig"],
    limits: [
      {
        path: "addonName",
        oneOf: Object.keys(versions),
        reason: nameProblem("of that name"),
      },
      {
        path: "addonVersion",
        pattern: /^v\d+\.\d+\.\d+-eksbuild\.\d+$/,
        reason:
          "InvalidParameterException: Addon version specified is not supported; one looks like v1.2.3-eksbuild.1",
      },
      { path: "resolveConflictsOnCreate", oneOf: ["NONE", "OVERWRITE"] },
      { path: "resolveConflictsOnUpdate", oneOf: ["NONE", "OVERWRITE", "PRESERVE"] },
    ],
    uniqueBy: [["clusterName", "addonName"]],
    check: addOnCheck,
    seconds: { create: 60, update: 60, delete: 30 },
  },
];

const namePattern = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Which role the pods of a service account have. */
export const podIdentities: readonly ResourceRules[] = [
  {
    type: types.podIdentity,
    id: "a-{hex:17}",
    outputs: {
      associationId: "{id}",
      associationArn: ({ id, inputs }, world) =>
        arnIn(world, "eks", `podidentityassociation/${text(inputs["clusterName"]) ?? ""}/${id}`),
      externalId: uuid,
    },
    references: [{ path: "clusterName", to: types.kubernetesCluster, deletesWith: true }],
    immutable: ["clusterName", "namespace", "serviceAccount"],
    limits: [
      { path: "namespace", pattern: namePattern, reason: "is the name of a Kubernetes namespace" },
      { path: "serviceAccount", pattern: namePattern, reason: "is the name of a Kubernetes service account" },
    ],
    // ResourceInUseException: one association for each service account.
    uniqueBy: [["clusterName", "namespace", "serviceAccount"]],
    check: (inputs, world) => trustProblems("roleArn", inputs["roleArn"], podIdentity, world),
    seconds: { create: 2, delete: 1 },
  },
];

export const addOnFunctions: readonly FunctionRules[] = [
  {
    token: "aws:eks/getAddonVersion:getAddonVersion",
    result: (inputs, world) => {
      const name = text(inputs["addonName"]) ?? "";
      const version = versions[name];
      return version === undefined
        ? { path: "addonName", reason: nameProblem(name) }
        : { ...inputs, id: name, version, region: world.region };
    },
  },
];
