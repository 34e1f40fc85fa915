import { at, list, refuse, text, texts } from "../reading";
import type { Check, ResourceRules, World } from "../rules";
import { arnIn, timestamp } from "./account";
import { findCluster } from "./eks-cluster";
import { types } from "./types";

/** EKS guide, "Review access policy permissions". */
const policies = [
  "AmazonEKSAdminPolicy",
  "AmazonEKSAdminViewPolicy",
  "AmazonEKSAutoNodePolicy",
  "AmazonEKSBlockStoragePolicy",
  "AmazonEKSClusterAdminPolicy",
  "AmazonEKSComputePolicy",
  "AmazonEKSEditPolicy",
  "AmazonEKSLoadBalancingPolicy",
  "AmazonEKSNetworkingPolicy",
  "AmazonEKSSecretReaderPolicy",
  "AmazonEKSViewPolicy",
].map((name) => `arn:aws:eks::aws:cluster-access-policy/${name}`);

/** The caller of the local AWS, whose entry EKS makes by itself with the cluster. */
const creator = (world: World) => `arn:aws:iam::${world.account}:user/local`;

const entryCheck: Check = (inputs, world) => {
  const cluster = findCluster(world, text(inputs["clusterName"]));
  if (cluster === undefined) return [];
  if (at(cluster.outputs, "accessConfig.authenticationMode") === "CONFIG_MAP")
    return refuse(
      "clusterName",
      "InvalidRequestException: the cluster's authentication mode must be API or API_AND_CONFIG_MAP",
    );
  const principal = text(inputs["principalArn"]);
  const bootstrapped = at(cluster.outputs, "accessConfig.bootstrapClusterCreatorAdminPermissions") !== false;
  if (bootstrapped && principal === creator(world))
    return refuse(
      "principalArn",
      "ResourceInUseException: The specified access entry resource is already in use on this cluster",
    );
  const groups = texts(inputs["kubernetesGroups"]);
  const reserved = groups.findIndex((group) => /^(system|eks|aws|amazon|iam):/.test(group));
  if (reserved >= 0)
    return refuse(
      `kubernetesGroups[${String(reserved)}]`,
      `InvalidParameterException: the group '${groups[reserved] ?? ""}' begins with a reserved prefix`,
    );
  const type = text(inputs["type"]) ?? "STANDARD";
  return type !== "STANDARD" && (groups.length > 0 || inputs["userName"] !== undefined)
    ? refuse("type", `InvalidParameterException: an entry of type ${type} has neither groups nor a user name`)
    : [];
};

/** IAM's principals can be named, sessions of them can't. A role of this account must exist. */
const principalCheck: Check = (inputs, world) => {
  const principal = text(inputs["principalArn"]) ?? "";
  if (!/^arn:aws:iam::\d{12}:(role|user)\/.+/.test(principal))
    return refuse(
      "principalArn",
      `InvalidParameterException: '${principal}' is not the ARN of an IAM role or user; a session (sts) is none`,
    );
  const own = principal.startsWith(`arn:aws:iam::${world.account}:role/`);
  const known = world
    .all(types.role, { anyRegion: true })
    .some(({ outputs }) => outputs["arn"] === principal);
  // Roles of sign-on services are not in a stack's hands.
  return own && !known && !principal.includes(":role/aws-reserved/")
    ? refuse("principalArn", `InvalidParameterException: the principal ${principal} does not exist`)
    : [];
};

const associationCheck: Check = (inputs, world) => {
  const entry = world
    .all(types.accessEntry)
    .find(
      (each) =>
        each.inputs["clusterName"] === inputs["clusterName"] &&
        each.inputs["principalArn"] === inputs["principalArn"],
    );
  if (entry === undefined)
    return refuse(
      "principalArn",
      "ResourceNotFoundException: The specified principalArn could not be found: it has no access entry",
    );
  const type = text(entry.inputs["type"]) ?? "STANDARD";
  const node = text(inputs["policyArn"])?.endsWith("/AmazonEKSAutoNodePolicy") === true;
  if (type !== (node ? "EC2" : "STANDARD"))
    return refuse(
      "policyArn",
      `InvalidRequestException: the policy can't be associated with an access entry of type ${type}`,
    );
  const namespaced = at(inputs, "accessScope.type") === "namespace";
  const names = list(at(inputs, "accessScope.namespaces"));
  if (namespaced === names.length > 0) return [];
  return refuse(
    "accessScope.namespaces",
    `InvalidParameterException: namespaces are given ${namespaced ? "with" : "without"} the scope 'namespace'`,
  );
};

/** Who may do what in a cluster. */
export const clusterAccess: readonly ResourceRules[] = [
  {
    type: types.accessEntry,
    id: "{clusterName}:{principalArn}",
    outputs: {
      accessEntryArn: ({ inputs }, world) =>
        arnIn(
          world,
          "eks",
          `access-entry/${text(inputs["clusterName"]) ?? ""}/role/${text(inputs["principalArn"])?.split("/").pop() ?? ""}`,
        ),
      userName: ({ inputs }) => inputs["userName"] ?? inputs["principalArn"] ?? "",
      kubernetesGroups: ({ inputs }) => inputs["kubernetesGroups"] ?? [],
      createdAt: () => timestamp,
      modifiedAt: () => timestamp,
    },
    defaults: { type: "STANDARD" },
    references: [{ path: "clusterName", to: types.kubernetesCluster, deletesWith: true }],
    immutable: ["clusterName", "principalArn", "type"],
    limits: [
      {
        path: "type",
        oneOf: ["STANDARD", "EC2", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "HYBRID_LINUX"],
      },
    ],
    uniqueBy: [["clusterName", "principalArn"]],
    check: [entryCheck, principalCheck],
    seconds: { create: 2, delete: 1 },
  },
  {
    type: types.accessPolicy,
    id: "{clusterName}#{principalArn}#{policyArn}",
    outputs: { associatedAt: () => timestamp, modifiedAt: () => timestamp },
    references: [{ path: "clusterName", to: types.kubernetesCluster, deletesWith: true }],
    immutable: ["clusterName", "principalArn", "policyArn"],
    limits: [
      {
        path: "policyArn",
        oneOf: policies,
        reason: "ResourceNotFoundException: there is no such access policy",
      },
      { path: "accessScope.type", oneOf: ["cluster", "namespace"] },
    ],
    uniqueBy: [["clusterName", "principalArn", "policyArn"]],
    check: associationCheck,
    seconds: { create: 2, delete: 1 },
  },
];
