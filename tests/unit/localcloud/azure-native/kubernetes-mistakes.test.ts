import { tenant } from "../../../../localcloud/azure-native/subscription";
import { types } from "../../../../localcloud/azure-native/types";
import type { Properties } from "../../../../localcloud/rules";
import { type Azure, describeMistakes, group, here } from "./azure";

const roles = {
  networkContributor: "4d97b98b-1d4f-4787-a291-c67834d212e7",
  identityOperator: "f1a07417-d97a-45cb-824c-7a7467783830",
  cryptoUser: "12338af0-0e69-4776-bea7-57ae8d297424",
};

/** Right inputs of a cluster whose identities have their roles. */
const cluster = async (azure: Azure) => {
  const subnet = await azure.subnet("services", "10.0.0.0/20");
  const [controlPlane, machines] = [await azure.identity("control-plane"), await azure.identity("machines")];
  const vault = await azure.vault({ networkAcls: { defaultAction: "Allow", bypass: "AzureServices" } });
  const key = await azure.make(types.key, {
    resourceGroupName: group,
    vaultName: "vault-1",
    keyName: "etcd",
    properties: { kty: "RSA", keySize: 3072, keyOps: ["encrypt", "decrypt"] },
  });
  await azure.grant(controlPlane, roles.networkContributor, subnet);
  await azure.grant(controlPlane, roles.identityOperator, machines);
  await azure.grant(controlPlane, roles.cryptoUser, vault);
  return {
    ...here,
    resourceName: "main",
    dnsPrefix: "main",
    kubernetesVersion: "1.35",
    identity: { type: "UserAssigned", userAssignedIdentities: [controlPlane.id] },
    identityProfile: { kubeletidentity: { resourceId: machines.id } },
    disableLocalAccounts: true,
    enableRBAC: true,
    aadProfile: { managed: true, enableAzureRBAC: true, tenantID: tenant },
    apiServerAccessProfile: { enablePrivateCluster: false, authorizedIPRanges: ["203.0.113.0/24"] },
    oidcIssuerProfile: { enabled: true },
    securityProfile: {
      workloadIdentity: { enabled: true },
      azureKeyVaultKms: {
        enabled: true,
        keyId: key.outputs["keyUriWithVersion"] ?? "",
        keyVaultNetworkAccess: "Public",
      },
    },
    networkProfile: {
      networkPlugin: "azure",
      networkDataplane: "cilium",
      networkPolicy: "cilium",
      podCidr: "10.244.0.0/16",
      serviceCidr: "10.245.0.0/16",
      dnsServiceIP: "10.245.0.10",
      outboundType: "loadBalancer",
    },
    agentPoolProfiles: [
      {
        name: "system",
        mode: "System",
        vmSize: "Standard_D2ds_v5",
        osDiskType: "Ephemeral",
        enableAutoScaling: true,
        minCount: 1,
        maxCount: 3,
        vnetSubnetID: subnet.id,
      },
    ],
  };
};

const part = (right: Properties, name: string): Properties => right[name] as Properties;
const within = (key: string, changes: Properties) => (_: Azure, right: Properties) => ({
  [key]: { ...part(right, key), ...changes },
});
const kms = (changes: Properties) => (_: Azure, right: Properties) => {
  const security = part(right, "securityProfile");
  return {
    securityProfile: {
      ...security,
      azureKeyVaultKms: { ...part(security, "azureKeyVaultKms"), ...changes },
    },
  };
};
const inPool = (changes: Properties) => (_: Azure, right: Properties) => ({
  agentPoolProfiles: [{ ...(right["agentPoolProfiles"] as Properties[])[0], ...changes }],
});

const of = { type: types.kubernetesCluster, right: cluster };

describeMistakes("clusters of Kubernetes", [
  {
    ...of,
    mistake: "a version that AKS does not have",
    wrong: { kubernetesVersion: "1.20" },
    path: "kubernetesVersion",
    words: "no clusters of 1.20",
  },
  {
    ...of,
    mistake: "no accounts at all",
    wrong: { aadProfile: {} },
    path: "disableLocalAccounts",
    words: "nobody could log in",
  },
  {
    ...of,
    mistake: "roles of Azure without Entra",
    wrong: within("aadProfile", { managed: false }),
    path: "aadProfile.enableAzureRBAC",
    words: "needs managed Entra integration",
  },
  {
    ...of,
    mistake: "ranges for a private cluster",
    wrong: within("apiServerAccessProfile", { enablePrivateCluster: true }),
    path: "apiServerAccessProfile.authorizedIPRanges",
    words: "not for private clusters",
  },
  {
    ...of,
    mistake: "Cilium's policies without its data plane",
    wrong: within("networkProfile", { networkDataplane: "azure" }),
    path: "networkProfile.networkPolicy",
    words: "needs the data plane cilium",
  },
  {
    ...of,
    mistake: "pods with addresses of the network",
    wrong: within("networkProfile", { podCidr: "10.0.0.0/16" }),
    path: "networkProfile.podCidr",
    words: "overlaps the network's own",
  },
  {
    ...of,
    mistake: "pods and services in one range",
    wrong: within("networkProfile", { serviceCidr: "10.244.0.0/20", dnsServiceIP: "10.244.0.10" }),
    path: "networkProfile.serviceCidr",
    words: "ranges apart",
  },
  {
    ...of,
    mistake: "DNS outside of the range of services",
    wrong: within("networkProfile", { dnsServiceIP: "10.0.0.10" }),
    path: "networkProfile.dnsServiceIP",
    words: "outside of the range",
  },
  {
    ...of,
    mistake: "a NAT gateway that the subnet does not have",
    wrong: within("networkProfile", { outboundType: "userAssignedNATGateway" }),
    path: "networkProfile.outboundType",
    words: "has no NAT gateway",
  },
  {
    ...of,
    mistake: "a subnet that is left to Container Apps",
    wrong: async (azure, right) => {
      const subnet = await azure.subnet("apps", "10.0.32.0/23", {
        delegations: [{ name: "apps", serviceName: "Microsoft.App/environments" }],
      });
      return inPool({ vnetSubnetID: subnet.id })(azure, right);
    },
    path: "agentPoolProfiles[0].vnetSubnetID",
    words: "is delegated to Microsoft.App/environments",
  },
  {
    ...of,
    mistake: "a subnet that the control plane may not join",
    wrong: async (azure, right) => {
      const subnet = await azure.subnet("other", "10.0.32.0/23");
      return inPool({ vnetSubnetID: subnet.id })(azure, right);
    },
    path: "agentPoolProfiles[0].vnetSubnetID",
    words: "no permission to join",
  },
  {
    ...of,
    mistake: "an identity for machines that the control plane may not hand out",
    wrong: async (azure) => ({
      identityProfile: { kubeletidentity: { resourceId: (await azure.identity("stranger")).id } },
    }),
    path: "identityProfile.kubeletidentity.resourceId",
    words: "may not assign",
  },
  {
    ...of,
    mistake: "a key without its version",
    wrong: kms({ keyId: "https://vault-1.vault.azure.net/keys/etcd" }),
    path: "securityProfile.azureKeyVaultKms.keyId",
    words: "not the address of one version",
  },
  {
    ...of,
    mistake: "a key that only wraps",
    wrong: async (azure, right) => {
      const key = await azure.make(types.key, {
        resourceGroupName: group,
        vaultName: "vault-1",
        keyName: "wrapping",
        properties: { kty: "RSA", keySize: 3072, keyOps: ["wrapKey", "unwrapKey"] },
      });
      return kms({ keyId: key.outputs["keyUriWithVersion"] ?? "" })(azure, right);
    },
    path: "securityProfile.azureKeyVaultKms.keyId",
    words: "takes no encrypt and decrypt",
  },
  {
    ...of,
    mistake: "a private vault without the API server in the network",
    wrong: kms({ keyVaultNetworkAccess: "Private" }),
    path: "securityProfile.azureKeyVaultKms.keyVaultNetworkAccess",
    words: "VNet integration",
  },
  {
    ...of,
    mistake: "workload identity without an issuer",
    wrong: { oidcIssuerProfile: { enabled: false } },
    path: "securityProfile.workloadIdentity.enabled",
    words: "needs the OIDC issuer",
  },
  {
    ...of,
    mistake: "no pool of the mode System",
    wrong: inPool({ mode: "User" }),
    path: "agentPoolProfiles",
    words: "at least one pool of the mode System",
  },
  {
    ...of,
    mistake: "an ephemeral disk on a machine without one",
    wrong: inPool({ vmSize: "Standard_D2s_v5" }),
    path: "agentPoolProfiles[0].osDiskType",
    words: "no local disk",
  },
]);

const pool = async (azure: Azure) => {
  const right = await cluster(azure);
  await azure.make(types.kubernetesCluster, right);
  return {
    resourceGroupName: group,
    resourceName: "main",
    agentPoolName: "spot",
    mode: "User",
    vmSize: "Standard_D4ds_v5",
    enableAutoScaling: true,
    minCount: 1,
    maxCount: 3,
    scaleSetPriority: "Spot",
    nodeTaints: ["kubernetes.azure.com/scalesetpriority=spot:NoSchedule"],
  };
};
const ofPool = { type: types.agentPool, right: pool };
const maintenance = "azure-native:containerservice:MaintenanceConfiguration";

describeMistakes("parts of clusters", [
  {
    ...ofPool,
    mistake: "a pool's name with a hyphen",
    wrong: { agentPoolName: "my-pool" },
    path: "agentPoolName",
    words: "lower-case letters and digits",
  },
  {
    ...ofPool,
    mistake: "a pool that the cluster lists too",
    wrong: { agentPoolName: "system" },
    path: "agentPoolName",
    words: "has a pool of this name",
  },
  {
    ...ofPool,
    mistake: "more machines at least than at most",
    wrong: { minCount: 5 },
    path: "minCount",
    words: "is over maxCount",
  },
  {
    ...ofPool,
    mistake: "a surge of spot machines",
    wrong: { upgradeSettings: { maxSurge: "33%" } },
    path: "upgradeSettings.maxSurge",
    words: "have no surge",
  },
  {
    ...ofPool,
    mistake: "a taint without an effect",
    wrong: { nodeTaints: ["spot=true"] },
    path: "nodeTaints",
    words: "key=value:NoSchedule",
  },
  {
    mistake: "hours of a name that AKS does not know",
    type: maintenance,
    right: async (azure) => {
      await azure.make(types.kubernetesCluster, await cluster(azure));
      return {
        resourceGroupName: group,
        resourceName: "main",
        configName: "aksManagedAutoUpgradeSchedule",
        maintenanceWindow: {
          schedule: { weekly: { dayOfWeek: "Sunday", intervalWeeks: 1 } },
          startTime: "02:00",
          durationHours: 6,
        },
      };
    },
    wrong: { configName: "weekly" },
    path: "configName",
    words: "aksManagedAutoUpgradeSchedule",
  },
  {
    mistake: "letting in somebody who has not asked",
    type: "azure-native:resources:Deployment",
    right: async (azure) => {
      await azure.groupOnce();
      return { resourceGroupName: group, deploymentName: "accept", properties: accepting([]) };
    },
    wrong: { properties: accepting(["front-door-api/request"]) },
    path: "properties.template.resources[0].name",
    words: "nobody has asked",
  },
]);

function accepting(names: readonly string[]) {
  return {
    mode: "Incremental",
    template: {
      $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
      contentVersion: "1.0.0.0",
      resources: names.map((name) => ({
        type: "Microsoft.Network/privateLinkServices/privateEndpointConnections",
        apiVersion: "2024-05-01",
        name,
        properties: { privateLinkServiceConnectionState: { status: "Approved" } },
      })),
    },
  };
}
