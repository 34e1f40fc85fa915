import * as container from "@pulumi/gcp/container";
import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { Cluster, type ClusterArgs } from "../../../components/cluster";
import { Namespace, type Peer } from "../../../components/kubernetes/namespace";
import type { Specification } from "../../../components/specification";
import { collectorSize } from "../collector";
import type { GcpNetwork } from "../network";
import type { GcpProject } from "../project";
import { clusterAccess } from "./cluster-access";
import { controlPlaneEndpoints } from "./cluster-endpoints";
import { ClusterWays, nodeTag } from "./cluster-ways";
import type { GcpKubernetesComponents } from "./components";
import { kubeconfig } from "./kubeconfig";
import { nodeIdentity } from "./node-identity";

/** Names of GKE's own parts whose logs and measures are kept; programs' own are `WORKLOADS`. */
const logged = ["SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"];
const measured = [
  "SYSTEM_COMPONENTS",
  "APISERVER",
  "CONTROLLER_MANAGER",
  "SCHEDULER",
  "POD",
  "DEPLOYMENT",
  "HPA",
  "CADVISOR",
  "KUBELET",
];

/** Where names are asked for: NodeLocal DNSCache on each node, its pods, or Cloud DNS (GKE guide, "Network policies"). */
const dns: readonly Peer[] = [
  { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } } },
  { ipBlock: { cidr: "169.254.20.10/32" } },
  { ipBlock: { cidr: "169.254.169.254/32" } },
];

export interface GcpKubernetesClusterArgs extends ClusterArgs<GcpKubernetesComponents> {
  readonly specification: Specification;
}

/**
 * A GKE cluster in Autopilot mode, over all zones of the region: Google makes, replaces, patches and hardens the nodes, none
 * of which has an address on the internet, and upgrades the cluster along the regular channel, in the night. Secret objects are
 * encrypted with our key. Who may do what in it is up to IAM.
 *
 * Who reaches its API: see `controlPlaneEndpoints`.
 */
export class GcpKubernetesCluster extends Cluster {
  readonly clusterName: pulumi.Output<string>;
  readonly project: GcpProject;
  readonly network: GcpNetwork;
  /** `PROJECT.svc.id.goog`: whose identities its pods have. */
  readonly workloadPool: pulumi.Output<string>;
  /** What makes objects in it. */
  readonly provider: Provider;
  /** The place of the stack in it; called so that the load balancer's measures, which hold its name, are found. */
  readonly namespace: Namespace;
  readonly ways: ClusterWays;

  constructor(name: string, args: GcpKubernetesClusterArgs, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    const within = { parent: this };
    const child = (role: string) => this.child(role);
    const { key, network, specification } = args;
    const { project } = key;
    const { apiRanges, administrators } = specification.kubernetes ?? { apiRanges: [], administrators: [] };

    this.workloadPool = pulumi.interpolate`${project.id}.svc.id.goog`;
    this.ways = new ClusterWays(child, network, within);
    const nodes = nodeIdentity(child("nodes"), project, within);
    const cluster = new container.Cluster(
      child("gke"),
      {
        project: project.id,
        name: project.physicalName("kubernetesCluster", name),
        location: project.region,
        description: "The platform's services",
        enableAutopilot: true,
        releaseChannel: { channel: "REGULAR" },
        // UTC. GKE asks for 48 hours a month at least.
        maintenancePolicy: { dailyMaintenanceWindow: { startTime: "01:00" } },
        network: network.id,
        subnetwork: network.subnet.id,
        // Service objects have addresses that Google keeps for them, outside of the network (GKE guide, "IP address planning").
        ipAllocationPolicy: {
          stackType: "IPV4",
          ...(network.pods && { clusterSecondaryRangeName: network.pods.name }),
        },
        ...controlPlaneEndpoints(apiRanges),
        nodePoolAutoConfig: {
          networkTags: { tags: [network.serviceTag, nodeTag] },
          nodeKubeletConfig: { insecureKubeletReadonlyPortEnabled: "FALSE" },
        },
        clusterAutoscaling: {
          autoProvisioningDefaults: {
            serviceAccount: nodes.email,
            oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
          },
        },
        workloadIdentityConfig: { workloadPool: this.workloadPool },
        databaseEncryption: { state: "ENCRYPTED", keyName: key.reference },
        binaryAuthorization: { evaluationMode: "PROJECT_SINGLETON_POLICY_ENFORCE" },
        rbacBindingConfig: {
          enableInsecureBindingSystemAuthenticated: false,
          enableInsecureBindingSystemUnauthenticated: false,
        },
        anonymousAuthenticationConfig: { mode: "LIMITED" },
        securityPostureConfig: { mode: "BASIC" },
        secretSyncConfig: { enabled: true },
        gatewayApiConfig: { channel: "CHANNEL_STANDARD" },
        loggingConfig: { enableComponents: logged },
        monitoringConfig: { enableComponents: measured, managedPrometheus: { enabled: true } },
        deletionProtection: specification.protection,
      },
      {
        ...within,
        protect: specification.protection,
        // Its name is fixed: there can't be two of it, not even while one takes the other's place.
        deleteBeforeReplace: true,
        dependsOn: [
          ...project.after("container", "binaryauthorization"),
          ...key.grant("container"),
          ...nodes.ready,
          ...this.ways.ready,
        ],
      },
    );
    clusterAccess(child, project, administrators, within);

    this.provider = new Provider(
      child("access"),
      {
        kubeconfig: kubeconfig(cluster, apiRanges.length > 0 ? "address" : "name"),
        clusterIdentifier: cluster.id,
      },
      within,
    );
    this.namespace = new Namespace(
      child("namespace"),
      {
        specification,
        name: namespaceName(project),
        dns,
        beside: collectorSize,
      },
      { ...within, providers: [this.provider] },
    );
    this.clusterName = cluster.name;
    this.project = project;
    this.network = network;
    this.registerOutputs({ clusterName: this.clusterName });
  }
}

/**
 * The stack's own among all of its project, and short: Google cuts the names of what it makes for the load balancer at 63
 * characters, in which namespace, service (at most 20) and port must find room.
 */
export function namespaceName(project: GcpProject): pulumi.Output<string> {
  return project.suffix.apply((suffix) => `p-${suffix}`);
}
