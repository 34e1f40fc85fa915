import { clusterRanges } from "../../../../providers/azure/kubernetes/cluster-network";
import { linkRegion } from "../../../../providers/azure/kubernetes/private-link-regions";
import { zonedRegions } from "../../../../providers/azure/regions";
import { roles } from "../../../../providers/azure/role";
import { entryBlock, subnetPlan } from "../../../../providers/azure/subnet-plan";
import { at, list } from "../../../contract/resource";
import { json, text } from "../../mocks";
import { guid, ROTATED, TENANT } from "../mock-outputs";
import { stackOnAks } from "./fixture";

const cluster = async (...args: Parameters<typeof stackOnAks>) =>
  (await stackOnAks(...args)).named("cluster-aks");

describe("the cluster", () => {
  test("answers within the network only, until ranges are named: then to those and its own machines", async () => {
    const access = at((await cluster("prod")).inputs, "apiServerAccessProfile");
    expect(access).toEqual({
      enablePrivateCluster: true,
      enablePrivateClusterPublicFQDN: false,
      privateDNSZone: "system",
    });
    const named = { apiRanges: ["198.51.100.0/24"], administrators: [] };
    expect(at((await cluster("dev", named)).inputs, "apiServerAccessProfile")).toEqual({
      enablePrivateCluster: false,
      authorizedIPRanges: ["198.51.100.0/24", "203.0.113.41/32"],
    });
  });

  test("knows its users by roles of Azure alone, given before it is there", async () => {
    const principal = guid("platform team");
    const recording = await stackOnAks("dev", { apiRanges: [], administrators: [principal] });
    const made = recording.named("cluster-aks");
    expect(made.inputs).toMatchObject({
      disableLocalAccounts: true,
      aadProfile: { managed: true, enableAzureRBAC: true, tenantID: TENANT },
    });
    const given = recording
      .ofType("azure-native:authorization:RoleAssignment")
      .filter(({ inputs }) =>
        text(inputs["roleDefinitionId"]).endsWith(roles["Azure Kubernetes Service RBAC Cluster Admin"]),
      );
    expect(given.map(({ inputs }) => inputs["principalId"]).sort()).toEqual(
      [guid("deployer object"), principal].sort(),
    );
    for (const { urn } of given) expect(made.dependencies).toContain(urn);
  });

  test("encrypts Secret objects with a key of its own, in the version that is the newest now", async () => {
    const recording = await stackOnAks("prod");
    const kms = at(recording.named("cluster-aks").inputs, "securityProfile.azureKeyVaultKms");
    expect(kms).toMatchObject({ enabled: true, keyVaultNetworkAccess: "Public" });
    expect(text(at(kms, "keyId"))).toMatch(new RegExp(`/keys/cluster-key-key[^/]*/${ROTATED}$`));
    expect(at(recording.named("cluster-key-key").inputs, "properties.keyOps")).toEqual([
      "encrypt",
      "decrypt",
    ]);
    expect(at(recording.named("cluster-key-vault").inputs, "properties.networkAcls.defaultAction")).toBe(
      "Allow",
    );
    const granted = recording.named("cluster-control-plane-key");
    expect(recording.named("cluster-aks").dependencies).toContain(granted.urn);
  });

  test("keeps network policies, and has addresses beside the network's", async () => {
    expect(at((await cluster("prod")).inputs, "networkProfile")).toMatchObject({
      networkPluginMode: "overlay",
      networkDataplane: "cilium",
      networkPolicy: "cilium",
      podCidr: "10.244.0.0/16",
      outboundType: "loadBalancer",
    });
    expect(at((await cluster("dev")).inputs, "networkProfile.outboundType")).toBe("userAssignedNATGateway");
  });

  test("is watched by Defender where the stack asks for it, and always by Policy and Container Insights", async () => {
    const recording = await stackOnAks("prod");
    const { inputs } = recording.named("cluster-aks");
    expect(at(inputs, "securityProfile.defender.securityMonitoring.enabled")).toBe(true);
    expect(at((await cluster("dev")).inputs, "securityProfile.defender")).toBeNull();
    expect(inputs["addonProfiles"]).toMatchObject({
      azurepolicy: { enabled: true },
      azureKeyvaultSecretsProvider: { enabled: true, config: { enableSecretRotation: "false" } },
      omsagent: { enabled: true, config: { useAADAuth: "true" } },
    });
    const associations = recording.ofType("azure-native:monitor:DataCollectionRuleAssociation");
    expect(associations.map(({ inputs: { associationName } }) => associationName).sort()).toEqual([
      "ContainerInsightsExtension",
      "ContainerInsightsMetricsExtension",
    ]);
  });

  test("has machines in every zone in prod, encrypted on their hosts, and changes them at set hours", async () => {
    const recording = await stackOnAks("prod");
    const pools = [
      ...list(recording.named("cluster-aks").inputs["agentPoolProfiles"]),
      ...recording.ofType("azure-native:containerservice:AgentPool").map(({ inputs }) => inputs),
    ];
    expect(pools).toHaveLength(2);
    for (const pool of pools)
      expect(pool).toMatchObject({
        availabilityZones: ["1", "2", "3"],
        minCount: 3,
        enableEncryptionAtHost: true,
        enableNodePublicIP: false,
      });
    expect(
      recording
        .ofType("azure-native:containerservice:MaintenanceConfiguration")
        .map(({ inputs }) => inputs["configName"])
        .sort(),
    ).toEqual(["aksManagedAutoUpgradeSchedule", "aksManagedNodeOSUpgradeSchedule"]);
  });

  test("has interruptible machines only where a service may be interrupted, made after its own", async () => {
    const dev = await stackOnAks("dev");
    expect(dev.named("cluster-interruptible").inputs).toMatchObject({
      scaleSetPriority: "Spot",
      nodeTaints: ["kubernetes.azure.com/scalesetpriority=spot:NoSchedule"],
    });
    expect(dev.named("cluster-interruptible").dependencies).toContain(dev.named("cluster-pool").urn);
    expect((await stackOnAks("prod")).has("cluster-interruptible")).toBe(false);
  });

  test("makes all its objects through itself, as whoever the Azure CLI says, and only once pods can run", async () => {
    const recording = await stackOnAks("prod");
    const access = recording.named("cluster-access");
    expect(json(access, "kubeconfig")).toMatchObject({
      clusters: [{ cluster: { "certificate-authority-data": "LS0tLS1CRUdJTg==" } }],
      users: [
        {
          user: {
            exec: {
              command: "kubelogin",
              args: [
                "get-token",
                "--login",
                "azurecli",
                "--server-id",
                "6dae42f8-4368-4678-94ff-3960e28e3630",
                "--tenant-id",
                TENANT,
              ],
            },
          },
        },
      ],
    });
    const objects = recording.registrations.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(objects.length).toBeGreaterThan(20);
    for (const { provider } of objects) expect(provider.startsWith(`${access.urn}::`)).toBe(true);
    expect(access.dependencies).toEqual(
      expect.arrayContaining([
        recording.named("cluster-pool").urn,
        recording.named("cluster-insights-association").urn,
      ]),
    );
  });

  test("stands in a subnet that is nobody's, beside one for private links", async () => {
    const recording = await stackOnAks("prod");
    expect(recording.named("network-services").inputs["delegations"]).toEqual([]);
    expect(recording.named("network-entry").inputs).toMatchObject({
      privateLinkServiceNetworkPolicies: "Disabled",
    });
  });
});

test.each([
  ["10.0.0.0/16", "10.244.0.0/16"],
  ["10.244.0.0/16", "192.168.0.0/17"],
  ["10.245.16.0/20", "192.168.0.0/17"],
])("beside the network %s, pods have addresses in %s", (network, pods) => {
  expect(clusterRanges(network).pods).toBe(pods);
});

test.each([
  ["10.0.0.0/16", "10.0.192.0/19"],
  ["10.0.0.0/20", "10.0.12.0/23"],
])("the links of %s come in at %s, which no other subnet has", (network, entry) => {
  expect(entryBlock(network)).toBe(entry);
  expect(Object.values(subnetPlan(network))).not.toContain(entry);
});

test("Front Door's end of a link is known for every region that a stack can be in", () => {
  expect(zonedRegions.map(linkRegion)).not.toContain(undefined);
  expect(linkRegion("westeurope")).toBe("westeurope");
  expect(linkRegion("polandcentral")).toBe("germanywestcentral");
  expect(() => linkRegion("westus")).toThrow("not known");
});
