import * as containerservice from "@pulumi/azure-native/containerservice";
import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { Cluster, type ClusterArgs } from "../../../components/cluster";
import { Namespace } from "../../../components/kubernetes/namespace";
import type { Specification } from "../../../components/specification";
import { AzureEncryptionKey, type Identity } from "../encryption-key";
import { privateEndpoint } from "../private-endpoint";
import type { AzureRegistry } from "../registry";
import type { AzureScope, Scoped } from "../scope";
import type { AzureTelemetry } from "../telemetry";
import { clusterAccess } from "./cluster-access";
import { clusterIdentities, type ClusterIdentities } from "./cluster-identities";
import { clusterLogs } from "./cluster-logs";
import { clusterRanges } from "./cluster-network";
import { collectorSize } from "./collector";
import type { AzureKubernetesComponents } from "./components";
import { kubeconfig } from "./kubeconfig";
import { maintenance } from "./maintenance";
import { servicePools, systemPool } from "./node-pools";

/** Minor version of Kubernetes, raised by hand with its release notes read. AKS brings its patches in by itself. */
const version = "1.35";

type Args = Scoped<ClusterArgs<AzureKubernetesComponents>> & {
  readonly specification: Specification;
  readonly telemetry: AzureTelemetry;
};

/**
 * An AKS cluster in the services' subnet. Who has no role of Azure in it has no rights: it has no accounts of its own. Its Secret
 * objects are encrypted with a key of ours; network policies are kept by Cilium.
 *
 * Its API answers within the network only, unless `kubernetes.apiRanges` names ranges: then to those and to the cluster's own
 * machines. Going from one to the other makes another cluster.
 */
export class AzureKubernetesCluster extends Cluster {
  readonly id: pulumi.Output<string>;
  readonly scope: AzureScope;
  /** What makes objects in it, once pods can run and their logs are kept. */
  readonly provider: Provider;
  readonly namespace: Namespace;
  /** Name of the vault of the services' secrets. Resolves once it is reached from within the network. */
  readonly vaultName: pulumi.Output<string>;
  /** URL by which Entra knows the cluster's tokens. */
  readonly issuer: pulumi.Output<string>;
  /** Group of what the cluster makes by itself: machines, load balancers, private links. */
  readonly ownGroup: pulumi.Output<string>;
  private readonly machines: Identity;
  private puller: pulumi.Resource | undefined;

  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("azure", name, opts);
    const within = { parent: this };
    const child = (role: string) => this.child(role);
    const { network, scope, specification, telemetry } = args;
    const { administrators = [] } = specification.kubernetes ?? {};

    // The control plane asks for its key from Azure's side, and is not among the services that a closed vault trusts.
    const key = new AzureEncryptionKey(
      child("key"),
      {
        scope,
        purpose: "data",
        anyNetwork: true,
        operations: ["encrypt", "decrypt"],
        protection: specification.protection,
      },
      within,
    );
    const identities = clusterIdentities(child, { scope, network, key }, within);
    const access = clusterAccess(child, { scope, administrators }, within);
    const cluster = this.makeCluster(args, key, identities, [...identities.grants, ...access]);
    maintenance(child, { scope, clusterName: cluster.name }, within);
    const { services } = specification;
    const pools = servicePools(
      child,
      {
        network,
        scope,
        services,
        clusterName: cluster.name,
        zones: specification.network.zones,
        tags: scope.tags,
      },
      within,
    );
    const collected = clusterLogs(child, { scope, telemetry, cluster: cluster.id }, within);
    const vault = privateEndpoint(
      child("vault"),
      {
        scope,
        network,
        target: args.key.vault.id,
        group: "vault",
        zone: "privatelink.vaultcore.azure.net",
      },
      within,
    );
    this.provider = new Provider(
      child("access"),
      { kubeconfig: kubeconfig(cluster, scope, within), clusterIdentifier: cluster.id },
      // Pods come after the machines that they run on, and go before them.
      { ...within, dependsOn: [...pools, ...collected] },
    );
    this.namespace = new Namespace(
      child("namespace"),
      { specification, beside: collectorSize },
      { ...within, providers: [this.provider] },
    );

    this.id = cluster.id;
    this.scope = scope;
    this.vaultName = pulumi.all([args.key.vault.name, vault]).apply(([vaultName]) => vaultName);
    this.issuer = cluster.oidcIssuerProfile.apply((profile) => profile?.issuerURL ?? "");
    this.ownGroup = cluster.nodeResourceGroup.apply((group) => group ?? "");
    this.machines = identities.machines;
    this.registerOutputs({ id: this.id });
  }

  /** Lets the machines pull images of the stack's own registry: once, because Azure refuses to give a role twice. */
  pullFrom(registry: AzureRegistry): pulumi.Resource {
    this.puller ??= registry.grantPull(this.child("puller"), this.machines.principalId, { parent: this });
    return this.puller;
  }

  private makeCluster(
    args: Args,
    key: AzureEncryptionKey,
    { controlPlane, machines }: ClusterIdentities,
    grants: readonly pulumi.Resource[],
  ): containerservice.ManagedCluster {
    const { network, scope, specification } = args;
    const { location, resourceGroup: resourceGroupName, tags, workspace } = scope;
    const { zones } = specification.network;
    return new containerservice.ManagedCluster(
      this.child("aks"),
      {
        resourceGroupName,
        location,
        tags,
        kubernetesVersion: version,
        dnsPrefix: this.name,
        // With an agreement on its availability where somebody counts on it.
        sku: { name: "Base", tier: specification.environment === "dev" ? "Free" : "Standard" },
        supportPlan: "KubernetesOfficial",
        identity: { type: "UserAssigned", userAssignedIdentities: [controlPlane.id] },
        identityProfile: {
          kubeletidentity: {
            resourceId: machines.id,
            clientId: machines.clientId,
            objectId: machines.principalId,
          },
        },
        disableLocalAccounts: true,
        enableRBAC: true,
        aadProfile: { managed: true, enableAzureRBAC: true, tenantID: scope.tenant },
        apiServerAccessProfile: apiAccess(specification.kubernetes?.apiRanges ?? [], network.outside),
        oidcIssuerProfile: { enabled: true },
        securityProfile: {
          workloadIdentity: { enabled: true },
          azureKeyVaultKms: {
            enabled: true,
            keyId: key.newestReference(),
            keyVaultNetworkAccess: "Public",
          },
          imageCleaner: { enabled: true, intervalHours: 168 },
          ...(specification.audit.threatDetection && {
            defender: {
              logAnalyticsWorkspaceResourceId: workspace.id,
              securityMonitoring: { enabled: true },
            },
          }),
        },
        networkProfile: {
          networkPlugin: "azure",
          networkPluginMode: "overlay",
          networkDataplane: "cilium",
          networkPolicy: "cilium",
          loadBalancerSku: "standard",
          ...addresses(specification.network.cidr),
          // By the network's own NAT gateway, or by a load balancer that spans the zones.
          outboundType: network.outside ? "userAssignedNATGateway" : "loadBalancer",
        },
        agentPoolProfiles: [systemPool({ network, zones, tags })],
        autoUpgradeProfile: { upgradeChannel: "patch", nodeOSUpgradeChannel: "NodeImage" },
        addonProfiles: {
          azureKeyvaultSecretsProvider: { enabled: true, config: { enableSecretRotation: "false" } },
          azurepolicy: { enabled: true },
          omsagent: {
            enabled: true,
            config: { logAnalyticsWorkspaceResourceID: workspace.id, useAADAuth: "true" },
          },
        },
        azureMonitorProfile: {
          metrics: {
            enabled: true,
            kubeStateMetrics: { metricAnnotationsAllowList: "", metricLabelsAllowlist: "" },
          },
        },
      },
      {
        parent: this,
        dependsOn: [...grants],
        protect: specification.protection,
        // The autoscaler decides on the number of machines once they are there.
        ignoreChanges: ["agentPoolProfiles[0].count"],
      },
    );
  }
}

function addresses(cidr: string) {
  const { dns, pods, services } = clusterRanges(cidr);
  return { podCidr: pods, serviceCidr: services, dnsServiceIP: dns };
}

/**
 * Who reaches the cluster's API. A cluster whose machines have an address of ours outside must be told that it is one of its own.
 */
function apiAccess(ranges: readonly string[], outside: pulumi.Output<string> | undefined) {
  if (ranges.length === 0)
    return { enablePrivateCluster: true, enablePrivateClusterPublicFQDN: false, privateDNSZone: "system" };
  return {
    enablePrivateCluster: false,
    authorizedIPRanges: [...ranges, ...(outside ? [pulumi.interpolate`${outside}/32`] : [])],
  };
}
