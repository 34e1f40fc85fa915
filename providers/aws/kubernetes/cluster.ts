import type * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as eks from "@pulumi/aws/eks";
import * as core from "@pulumi/kubernetes/core/v1";
import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Cluster, type ClusterArgs } from "../../../components/cluster";
import { Namespace } from "../../../components/kubernetes/namespace";
import type { Specification } from "../../../components/specification";
import type { AwsAccount } from "../account";
import { collectorMemory } from "../collector";
import { physicalName } from "../names";
import { addOns } from "./add-ons";
import { clusterAccess } from "./cluster-access";
import { clusterLogs } from "./cluster-logs";
import { serviceRange } from "./cluster-network";
import { clusterRoles } from "./cluster-roles";
import { ClusterWays } from "./cluster-ways";
import { collectorCpu } from "./collector";
import type { AwsKubernetesComponents } from "./components";
import { kubeconfig } from "./kubeconfig";
import { interruptiblePool } from "./node-pool";

/**
 * Version of Kubernetes, raised by hand with its release notes read: EKS goes up one minor version at a time and never down.
 * A version that is no longer supported is replaced by EKS itself.
 */
const version = "1.35";

const logTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

export interface AwsKubernetesClusterArgs extends ClusterArgs<AwsKubernetesComponents> {
  readonly specification: Specification;
}

/**
 * An EKS cluster with Auto Mode: EKS makes, replaces and patches the machines. Its Secret objects are encrypted with our key;
 * its control plane's logs are kept. Who is not in an access entry has no rights in it, whatever IAM says.
 *
 * Its API answers within the network, and to the ranges of `kubernetes.apiRanges` outside of it; without any, only within.
 */
export class AwsKubernetesCluster extends Cluster {
  readonly arn: pulumi.Output<string>;
  readonly clusterName: pulumi.Output<string>;
  readonly account: AwsAccount;
  /** What makes objects in it. */
  readonly provider: Provider;
  readonly namespace: Namespace;
  readonly ways: ClusterWays;
  /** What programs say: one group for all of the cluster. */
  readonly applicationLogs: cloudwatch.LogGroup;
  /** What teaches the cluster to read secrets from Secrets Manager. */
  readonly secretDelivery: eks.Addon;

  constructor(name: string, args: AwsKubernetesClusterArgs, opts: pulumi.ComponentResourceOptions) {
    super("aws", name, opts);
    const within = { parent: this };
    const child = (role: string) => this.child(role);
    const { specification } = args;
    const { account } = args.logsKey;

    // Log groups must be there, with key and retention, before EKS makes them without either: so the name is chosen here.
    const suffix = new random.RandomId(child("suffix"), { byteLength: 4 }, within);
    const clusterName = suffix.hex.apply((hex) => physicalName("kubernetesCluster", name, hex));
    const logs = clusterLogs(child, { ...args, clusterName }, within);
    const range = serviceRange(args.network.cidr);
    const cluster = new eks.Cluster(
      child("eks"),
      {
        name: clusterName,
        version,
        ...autoMode(clusterRoles(child, args, within), range.cidr),
        accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true },
        encryptionConfig: { provider: { keyArn: args.key.arn }, resources: ["secrets"] },
        enabledClusterLogTypes: logTypes,
        vpcConfig: {
          subnetIds: args.network.privateSubnetIds,
          ...endpoints(specification.kubernetes?.apiRanges ?? []),
        },
        // When its support ends, EKS upgrades it instead of asking for more money.
        upgradePolicy: { supportType: "STANDARD" },
        // A zone in trouble gets no requests until it is well again.
        zonalShiftConfig: { enabled: true },
        deletionProtection: specification.protection,
      },
      { ...within, dependsOn: [...logs.all, logs.application] },
    );
    clusterAccess(child, cluster.name, specification.kubernetes?.administrators ?? [], within);

    this.provider = new Provider(
      child("access"),
      { kubeconfig: kubeconfig(cluster, account.region), clusterIdentifier: cluster.arn },
      within,
    );
    const inCluster = { ...within, provider: this.provider };
    // Without it, Auto Mode takes network policies and keeps none. Machines read it when they start: so before the first.
    const policies = new core.ConfigMap(
      child("network-policies"),
      {
        metadata: { name: "amazon-vpc-cni", namespace: "kube-system" },
        data: { "enable-network-policy-controller": "true" },
      },
      inCluster,
    );
    this.secretDelivery = addOns(
      child,
      { account, cluster, version },
      { ...within, dependsOn: [policies] },
    ).secretDelivery;
    interruptiblePool(child("interruptible"), specification.services, inCluster);
    this.namespace = new Namespace(
      child("namespace"),
      {
        specification,
        // Only pods that the load balancer has found healthy count as ready in a rollout.
        labels: { "eks.amazonaws.com/pod-readiness-gate-inject": "enabled" },
        // Auto Mode answers on each machine, under this address alone: there are no pods of DNS.
        dns: [{ ipBlock: { cidr: `${range.dns}/32` } }],
        beside: { cpu: collectorCpu, memory: collectorMemory },
      },
      { ...within, providers: [this.provider], dependsOn: [policies] },
    );

    this.account = account;
    this.arn = cluster.arn;
    this.clusterName = cluster.name;
    this.applicationLogs = logs.application;
    const group = cluster.vpcConfig.apply((network) => network.clusterSecurityGroupId);
    this.ways = new ClusterWays(child, group, within);
    this.registerOutputs({ arn: this.arn });
  }
}

/** What Auto Mode consists of; its three abilities are on together. */
function autoMode(roles: ReturnType<typeof clusterRoles>, serviceIpv4Cidr: string) {
  return {
    roleArn: roles.controlPlane,
    bootstrapSelfManagedAddons: false,
    computeConfig: {
      enabled: true,
      nodePools: ["general-purpose", "system"],
      nodeRoleArn: roles.nodes,
    },
    kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true }, serviceIpv4Cidr },
    storageConfig: { blockStorage: { enabled: true } },
  };
}

function endpoints(publicAccessCidrs: readonly string[]) {
  const open = publicAccessCidrs.length > 0;
  return {
    endpointPrivateAccess: true,
    endpointPublicAccess: open,
    ...(open && { publicAccessCidrs: [...publicAccessCidrs] }),
  };
}
