import { block, canonical, cidrProblem, contains, overlaps } from "../cidr";
import { randomText } from "../interpreter/template";
import { at, list, record, refuse, shown, text, texts } from "../reading";
import type { Check, Problem, ResourceRules, StoredResource, World } from "../rules";
import { arn, timestamp } from "./account";
import { vpcOfSubnet, zoneOfSubnet } from "./ec2-network";
import { foreignGroupProblems } from "./ec2-security-group";
import { keyProblems } from "./key-use";
import { trustProblems } from "./role-trust";
import { types } from "./types";

/** Minor versions of Kubernetes that EKS makes clusters of (EKS guide, "Kubernetes release calendar"). */
const versions = ["1.31", "1.32", "1.33", "1.34", "1.35", "1.36"];
const logTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"];
/** The three abilities of Auto Mode, which are on together or off together. */
const autoMode = [
  "computeConfig.enabled",
  "kubernetesNetworkConfig.elasticLoadBalancing.enabled",
  "storageConfig.blockStorage.enabled",
];

/** A cluster of ours by its name. */
export function findCluster(world: World, name: string | undefined): StoredResource | undefined {
  return world.find(types.kubernetesCluster, name);
}

/** The security group that EKS makes for a cluster's control plane and nodes. */
export function clusterGroup(cluster: StoredResource): string | undefined {
  return text(at(cluster.outputs, "vpcConfig.clusterSecurityGroupId"));
}

const roleCheck: Check = (inputs, world) => [
  ...trustProblems(
    "roleArn",
    inputs["roleArn"],
    {
      service: "eks.amazonaws.com",
      // Auto Mode tags the session with the cluster's name, which its managed policies look at.
      actions: isAuto(inputs) ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"],
    },
    world,
  ),
  ...trustProblems(
    "computeConfig.nodeRoleArn",
    at(inputs, "computeConfig.nodeRoleArn"),
    { service: "ec2.amazonaws.com", actions: ["sts:AssumeRole"] },
    world,
  ),
];

function isAuto(inputs: StoredResource["inputs"]): boolean {
  return at(inputs, "computeConfig.enabled") === true;
}

const autoModeCheck: Check = (inputs) => {
  const refused = "InvalidParameterException:";
  const states = autoMode.map((path) => at(inputs, path) === true);
  if (new Set(states).size > 1)
    return refuse(
      autoMode[states.indexOf(false)] ?? "",
      `${refused} for EKS Auto Mode, compute, load balancing and block storage need to be all enabled or all disabled`,
    );
  if (!isAuto(inputs)) return [];
  const pools = list(at(inputs, "computeConfig.nodePools"));
  if (pools.length > 0 && at(inputs, "computeConfig.nodeRoleArn") === undefined)
    return refuse("computeConfig.nodeRoleArn", `${refused} built-in node pools need a node role`);
  if (inputs["bootstrapSelfManagedAddons"] !== false)
    return refuse(
      "bootstrapSelfManagedAddons",
      `${refused} must be false, because Auto Mode brings these add-ons itself`,
    );
  return at(inputs, "accessConfig.authenticationMode") === "CONFIG_MAP"
    ? refuse(
        "accessConfig.authenticationMode",
        `${refused} Auto Mode needs access entries: API or API_AND_CONFIG_MAP`,
      )
    : [];
};

const subnetCheck: Check = (inputs, world) => {
  const subnets = texts(at(inputs, "vpcConfig.subnetIds"));
  const vpcs = new Set(subnets.flatMap((id) => vpcOfSubnet(world, id) ?? []));
  if (vpcs.size > 1) return refuse("vpcConfig.subnetIds", "InvalidParameterException: subnets of two VPCs");
  const zones = subnets.map((id) => zoneOfSubnet(world, id));
  if (zones.every((zone) => zone !== undefined) && new Set(zones).size < 2)
    return refuse(
      "vpcConfig.subnetIds",
      "InvalidParameterException: Subnets specified must be in at least two different AZs",
    );
  const [vpc] = vpcs;
  return foreignGroupProblems(
    "vpcConfig.securityGroupIds",
    at(inputs, "vpcConfig.securityGroupIds"),
    vpc,
    world,
  );
};

const endpointCheck: Check = (inputs) => {
  const open = at(inputs, "vpcConfig.endpointPublicAccess") !== false;
  if (!open && at(inputs, "vpcConfig.endpointPrivateAccess") !== true)
    return refuse(
      "vpcConfig.endpointPrivateAccess",
      "InvalidParameterException: Private and public endpoint access cannot be false",
    );
  return texts(at(inputs, "vpcConfig.publicAccessCidrs")).flatMap((cidr, index): readonly Problem[] => {
    const path = `vpcConfig.publicAccessCidrs[${String(index)}]`;
    const wrong = cidrProblem(cidr);
    if (wrong !== undefined) return refuse(path, `InvalidParameterException: ${wrong}`);
    const range = block(cidr);
    return range !== undefined && privateBlocks.some((whole) => contains(whole, range))
      ? refuse(
          path,
          `InvalidParameterException: '${cidr}' is private; requests of the VPC come to the private endpoint`,
        )
      : [];
  });
};

const privateBlocks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].flatMap((cidr) => block(cidr) ?? []);

const serviceRangeCheck: Check = (inputs, world) => {
  const path = "kubernetesNetworkConfig.serviceIpv4Cidr";
  const cidr = text(at(inputs, path));
  if (cidr === undefined) return [];
  const wrong = cidrProblem(cidr);
  if (wrong !== undefined) return refuse(path, `InvalidParameterException: ${wrong}`);
  const range = block(cidr);
  if (range === undefined) return [];
  if (range.prefix < 12 || range.prefix > 24 || !privateBlocks.some((whole) => contains(whole, range)))
    return refuse(path, `InvalidParameterException: '${canonical(range)}' is not a private /12 to /24`);
  const [subnet] = texts(at(inputs, "vpcConfig.subnetIds"));
  const vpc = world.find(types.vpc, vpcOfSubnet(world, subnet));
  const own = block(shown(vpc?.inputs["cidrBlock"]));
  return own !== undefined && overlaps(own, range)
    ? refuse(path, `InvalidParameterException: '${cidr}' overlaps the VPC's '${canonical(own)}'`)
    : [];
};

const encryptionCheck: Check = (inputs, world) =>
  keyProblems(
    "encryptionConfig.provider.keyArn",
    at(record(inputs["encryptionConfig"]), "provider.keyArn"),
    world,
  );

/** EKS goes up one minor version at a time, and never down. */
const versionCheck: Check = (inputs, _, self) => {
  const [before, after] = [self?.outputs["version"], inputs["version"]].map((version) =>
    Number(text(version)?.split(".")[1]),
  );
  if (before === undefined || after === undefined || !(Math.abs(after - before) > 0)) return [];
  if (after < before)
    return refuse("version", "InvalidParameterException: Unsupported Kubernetes minor version downgrade");
  return after > before + 1
    ? refuse("version", "InvalidParameterException: a cluster is upgraded one minor version at a time")
    : [];
};

/** Who still needs the group that goes with the cluster. */
function groupUsers(cluster: StoredResource, world: World): StoredResource[] {
  const group = clusterGroup(cluster);
  return [types.ingressRule, types.egressRule]
    .flatMap((type) => world.all(type))
    .filter(
      ({ inputs }) =>
        group !== undefined &&
        inputs["referencedSecurityGroupId"] === group &&
        inputs["securityGroupId"] !== group,
    );
}

/** Managed control planes of Kubernetes. */
export const kubernetesClusters: readonly ResourceRules[] = [
  {
    type: types.kubernetesCluster,
    name: {
      property: "name",
      maximum: 100,
      pattern: /^[0-9A-Za-z][A-Za-z0-9_-]*$/,
      alphabet: "letters, digits, hyphens and underscores; a letter or digit first",
      unique: "region",
    },
    id: "{name}",
    outputs: {
      arn: arn("eks", "cluster/{name}"),
      endpoint: "https://{hex:32}.gr7.{region}.eks.amazonaws.com",
      certificateAuthority: () => ({ data: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t" }),
      identities: ({ id, region }) => [
        { oidcs: [{ issuer: `https://oidc.eks.${region}.amazonaws.com/id/${randomText(id, true, 32)}` }] },
      ],
      createdAt: () => timestamp,
      status: () => "ACTIVE",
      platformVersion: () => "eks.1",
      version: ({ inputs }) => inputs["version"] ?? "1.35",
      vpcConfig: ({ id, inputs }, world) => ({
        ...record(inputs["vpcConfig"]),
        clusterSecurityGroupId: `sg-0${randomText(`group of ${id}`, true, 16)}`,
        vpcId: vpcOfSubnet(world, texts(at(inputs, "vpcConfig.subnetIds"))[0]) ?? "",
      }),
      kubernetesNetworkConfig: ({ inputs }) => ({
        serviceIpv4Cidr: "172.20.0.0/16",
        ipFamily: "ipv4",
        ...record(inputs["kubernetesNetworkConfig"]),
      }),
      accessConfig: ({ inputs }) => ({
        authenticationMode: "CONFIG_MAP",
        bootstrapClusterCreatorAdminPermissions: true,
        ...record(inputs["accessConfig"]),
      }),
    },
    defaults: { bootstrapSelfManagedAddons: true, deletionProtection: false },
    references: [
      { path: "vpcConfig.subnetIds[]", to: types.subnet },
      { path: "vpcConfig.securityGroupIds[]", to: types.securityGroup },
    ],
    immutable: [
      "name",
      "roleArn",
      "bootstrapSelfManagedAddons",
      "accessConfig.bootstrapClusterCreatorAdminPermissions",
      "encryptionConfig",
      "kubernetesNetworkConfig.ipFamily",
      "kubernetesNetworkConfig.serviceIpv4Cidr",
    ],
    limits: [
      { path: "version", oneOf: versions },
      { path: "enabledClusterLogTypes[]", oneOf: logTypes },
      { path: "accessConfig.authenticationMode", oneOf: ["API", "API_AND_CONFIG_MAP", "CONFIG_MAP"] },
      { path: "computeConfig.nodePools[]", oneOf: ["general-purpose", "system"] },
      { path: "encryptionConfig.resources[]", oneOf: ["secrets"] },
      { path: "upgradePolicy.supportType", oneOf: ["STANDARD", "EXTENDED"] },
      { path: "kubernetesNetworkConfig.ipFamily", oneOf: ["ipv4", "ipv6"] },
      // EKS quotas: public endpoint access CIDR ranges of a cluster.
      { path: "vpcConfig.publicAccessCidrs", maximumItems: 40 },
    ],
    check: [
      roleCheck,
      autoModeCheck,
      subnetCheck,
      endpointCheck,
      serviceRangeCheck,
      encryptionCheck,
      versionCheck,
    ],
    checkDelete: (cluster, world) => {
      if (cluster.inputs["deletionProtection"] === true)
        return refuse(
          "deletionProtection",
          "InvalidRequestException: the cluster is protected from deletion; switch deletion protection off first",
        );
      const [user] = groupUsers(cluster, world);
      return user === undefined
        ? []
        : refuse(
            "vpcConfig.clusterSecurityGroupId",
            `DependencyViolation: the cluster's security group is still used by ${user.type} ${user.id}`,
          );
    },
    // EKS guide: a cluster with Auto Mode takes about 15 minutes at most; 8 to 10 are usual.
    seconds: { create: 540, update: 180, delete: 240 },
  },
];
