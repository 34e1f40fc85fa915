import { types } from "../../../../localcloud/gcp/types";
import { at, shown } from "../../../../localcloud/reading";
import type { Properties } from "../../../../localcloud/rules";
import { changed, changes, describeMistakes, Google, project, region } from "./google";

/** Right inputs of a cluster in Autopilot mode. */
const cluster = async (google: Google): Promise<Properties> => {
  await google.enableApi("binaryauthorization.googleapis.com");
  const network = await google.make(types.network, { name: "main", autoCreateSubnetworks: false });
  const subnet = await google.make(types.subnetwork, {
    name: "nodes",
    network: network.id,
    region,
    ipCidrRange: "10.0.0.0/20",
    secondaryIpRanges: [{ rangeName: "pods", ipCidrRange: "10.1.0.0/18" }],
  });
  return {
    name: "main",
    location: region,
    enableAutopilot: true,
    network: network.id,
    subnetwork: subnet.id,
    ipAllocationPolicy: { clusterSecondaryRangeName: "pods" },
    releaseChannel: { channel: "REGULAR" },
    privateClusterConfig: { enablePrivateNodes: true },
    controlPlaneEndpointsConfig: {
      dnsEndpointConfig: { allowExternalTraffic: true },
      ipEndpointsConfig: { enabled: true },
    },
    masterAuthorizedNetworksConfig: { cidrBlocks: [{ cidrBlock: "203.0.113.0/24" }] },
    nodePoolAutoConfig: { networkTags: { tags: ["node"] } },
    clusterAutoscaling: {
      autoProvisioningDefaults: { serviceAccount: await google.account("nodes-account") },
    },
    workloadIdentityConfig: { workloadPool: `${project}.svc.id.goog` },
    databaseEncryption: {
      state: "ENCRYPTED",
      keyName: await google.key(region, "container.googleapis.com"),
    },
    binaryAuthorization: { evaluationMode: "PROJECT_SINGLETON_POLICY_ENFORCE" },
    secretSyncConfig: { enabled: true },
    maintenancePolicy: { dailyMaintenanceWindow: { startTime: "01:00" } },
    loggingConfig: { enableComponents: ["SYSTEM_COMPONENTS", "WORKLOADS"] },
  };
};

const wrongCluster = (mistake: string, change: Properties, path: string, words: string) => ({
  mistake,
  type: types.kubernetesCluster,
  right: cluster,
  wrong: (_: Google, right: Properties) => changes(right, change),
  path,
  words,
});

describeMistakes("clusters of Kubernetes on Google", [
  wrongCluster("a name with capitals", { name: "Main" }, "name", "lower-case letters"),
  wrongCluster("a zone for Autopilot", { location: `${region}-b` }, "location", "must be regional clusters"),
  wrongCluster(
    "a number of nodes, which Autopilot decides",
    { initialNodeCount: 3 },
    "initialNodeCount",
    "Autopilot decides it itself",
  ),
  wrongCluster(
    "no Autopilot and no nodes",
    { enableAutopilot: false },
    "initialNodeCount",
    "must be greater than zero",
  ),
  wrongCluster(
    "a range for pods that the subnet does not have",
    { ipAllocationPolicy: { clusterSecondaryRangeName: "containers" } },
    "ipAllocationPolicy.clusterSecondaryRangeName",
    'Pod secondary range "containers" not found',
  ),
  {
    mistake: "a subnet in another region",
    type: types.kubernetesCluster,
    right: cluster,
    wrong: async (google: Google, right: Properties) => {
      const subnet = await google.make(types.subnetwork, {
        name: "far",
        network: right["network"] ?? "",
        region: "europe-west4",
        ipCidrRange: "10.2.0.0/20",
      });
      return { subnetwork: subnet.id, ipAllocationPolicy: undefined };
    },
    path: "subnetwork",
    words: "the subnetwork is in europe-west4",
  },
  {
    mistake: "a subnet of another network",
    type: types.kubernetesCluster,
    right: cluster,
    wrong: async (google: Google) => ({
      network: (await google.make(types.network, { name: "other", autoCreateSubnetworks: false })).id,
    }),
    path: "subnetwork",
    words: "is not of the network",
  },
  {
    mistake: "a key that GKE may not use",
    type: types.kubernetesCluster,
    right: cluster,
    wrong: async (google: Google) => ({
      databaseEncryption: { state: "ENCRYPTED", keyName: await google.key(region) },
    }),
    path: "databaseEncryption.keyName",
    words: "container-engine-robot.iam.gserviceaccount.com may not use the key",
  },
  wrongCluster(
    "encryption without a key",
    { databaseEncryption: { keyName: null } },
    "databaseEncryption.keyName",
    "a key must be given",
  ),
  wrongCluster(
    "identities of another project",
    { workloadIdentityConfig: { workloadPool: "other.svc.id.goog" } },
    "workloadIdentityConfig.workloadPool",
    `${project}.svc.id.goog`,
  ),
  wrongCluster(
    "nodes that act as an account that nobody made",
    {
      clusterAutoscaling: {
        autoProvisioningDefaults: { serviceAccount: `gone@${project}.iam.gserviceaccount.com` },
      },
    },
    "clusterAutoscaling.autoProvisioningDefaults.serviceAccount",
    "denied on service account",
  ),
  wrongCluster(
    "an authorized network that is no range",
    { masterAuthorizedNetworksConfig: { cidrBlocks: [{ cidrBlock: "203.0.113.7/24" }] } },
    "masterAuthorizedNetworksConfig.cidrBlocks[0].cidrBlock",
    "Invalid authorized network",
  ),
  wrongCluster(
    "authorized networks for an address that it does not have",
    { controlPlaneEndpointsConfig: { ipEndpointsConfig: { enabled: false } } },
    "masterAuthorizedNetworksConfig",
    "while the IP endpoints are disabled",
  ),
  wrongCluster(
    "a control plane that nobody reaches",
    {
      masterAuthorizedNetworksConfig: null,
      controlPlaneEndpointsConfig: {
        dnsEndpointConfig: { allowExternalTraffic: false },
        ipEndpointsConfig: { enabled: false },
      },
    },
    "controlPlaneEndpointsConfig",
    "at least one of the DNS-based endpoint",
  ),
  wrongCluster(
    "a channel that does not exist",
    { releaseChannel: { channel: "STABEL" } },
    "releaseChannel.channel",
    "must be one of",
  ),
  wrongCluster(
    "a part of GKE that has no log",
    { loggingConfig: { enableComponents: ["ETCD"] } },
    "loggingConfig.enableComponents[0]",
    "must be one of",
  ),
  wrongCluster(
    "a time of day that is none",
    { maintenancePolicy: { dailyMaintenanceWindow: { startTime: "25:00" } } },
    "maintenancePolicy.dailyMaintenanceWindow.startTime",
    "HH:MM",
  ),
  wrongCluster(
    "a network tag with capitals",
    { nodePoolAutoConfig: { networkTags: { tags: ["Node"] } } },
    "nodePoolAutoConfig.networkTags.tags[0]",
    "must be a network tag",
  ),
  {
    mistake: "secrets of Secret Manager without identities of pods",
    type: types.kubernetesCluster,
    right: async (google: Google) => {
      const right = await cluster(google);
      return changed(right, { enableAutopilot: false, initialNodeCount: 1 });
    },
    wrong: (_: Google, right: Properties) => changes(right, { workloadIdentityConfig: null }),
    path: "secretSyncConfig",
    words: "Workload Identity Federation must be enabled",
  },
]);

describe("a cluster on the local Google Cloud", () => {
  test("needs Binary Authorization switched on where it asks for it", async () => {
    const google = new Google();
    const right = await cluster(google);
    const elsewhere = new Google();
    const network = await elsewhere.network();
    const alone = changed(right, {
      network: network.id,
      subnetwork: network.subnet,
      ipAllocationPolicy: null,
      clusterAutoscaling: null,
      databaseEncryption: null,
    });
    expect(await elsewhere.refusals(types.kubernetesCluster, alone)).toEqual([
      expect.stringContaining("enable binaryauthorization.googleapis.com"),
    ]);
  });

  test("is protected until somebody says otherwise", async () => {
    const google = new Google();
    const made = await google.make(types.kubernetesCluster, await cluster(google));
    expect(await google.deletionRefusals(types.kubernetesCluster, made)).toEqual([
      expect.stringContaining("deletion_protection is set to true"),
    ]);
  });

  test("has a name that Google's front ends answer to", async () => {
    const google = new Google();
    const { outputs } = await google.make(types.kubernetesCluster, await cluster(google));
    expect(shown(at(outputs, "controlPlaneEndpointsConfig.dnsEndpointConfig.endpoint"))).toMatch(
      /^gke-[0-9a-f]{40}\.europe-west1\.gke\.goog$/,
    );
  });
});
