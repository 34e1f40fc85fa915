import { rule as aksApiNotWorldOpen } from "../../../../policy/rules/clusters/azure-aks-api-not-world-open";
import { rule as aksDisksOwnKey } from "../../../../policy/rules/clusters/azure-aks-disks-own-key";
import { rule as aksNetworkPolicy } from "../../../../policy/rules/clusters/azure-aks-network-policy";
import { rule as aksNoLocalAccounts } from "../../../../policy/rules/clusters/azure-aks-no-local-accounts";
import { rule as aksPolicyAddOn } from "../../../../policy/rules/clusters/azure-aks-policy-add-on";
import { rule as aksRbac } from "../../../../policy/rules/clusters/azure-aks-rbac";
import { rule as aksSecretsOwnKey } from "../../../../policy/rules/clusters/azure-aks-secrets-own-key";
import { rule as aksPrivateNodes } from "../../../../policy/rules/clusters/azure-aks-private-nodes";
import { rule as aksTrustedNodes } from "../../../../policy/rules/clusters/azure-aks-trusted-nodes";
import { rule as aksEntraRoles } from "../../../../policy/rules/clusters/azure-aks-entra-roles";
import { rule as aksLogs } from "../../../../policy/rules/clusters/azure-aks-logs";
import { rule as aksDefender } from "../../../../policy/rules/clusters/azure-aks-defender";
import { rule as aksWorkloadIdentity } from "../../../../policy/rules/clusters/azure-aks-workload-identity";
import { describeRule, type Given, type Properties, unknown } from "../pack";

const cluster = (properties: Properties = {}): Given => ({
  type: "azure-native:containerservice:ManagedCluster",
  properties,
});
const dated: Given = { type: "azure-native:containerservice/v20240901:ManagedCluster" };
const other: Given = { type: "azure-native:containerservice:Fleet" };

describeRule(aksApiNotWorldOpen, {
  compliant: {
    private: cluster({ apiServerAccessProfile: { enablePrivateCluster: true } }),
    "a few addresses": cluster({ apiServerAccessProfile: { authorizedIPRanges: ["203.0.113.0/24"] } }),
  },
  violations: {
    "the default": [cluster(), "its API is open to the internet"],
    "the default, in a dated version": [dated, "its API is open to the internet"],
    "an empty list": [
      cluster({ apiServerAccessProfile: { authorizedIPRanges: [] } }),
      "open to the internet",
    ],
    "everything in halves": [
      cluster({ apiServerAccessProfile: { authorizedIPRanges: ["0.0.0.0/1", "128.0.0.0/1"] } }),
      "open to the internet",
    ],
  },
  notApplicable: { "another type": other },
  unknown: {
    "ranges that are unknown": cluster({ apiServerAccessProfile: { authorizedIPRanges: unknown } }),
  },
});

describeRule(aksNoLocalAccounts, {
  compliant: { off: cluster({ disableLocalAccounts: true }) },
  violations: {
    "the default": [cluster(), "its local accounts are on"],
    on: [cluster({ disableLocalAccounts: false }), "its local accounts are on"],
  },
  notApplicable: { "another type": other },
  unknown: { "a switch that is unknown": cluster({ disableLocalAccounts: unknown }) },
});

describeRule(aksRbac, {
  compliant: { on: cluster({ enableRBAC: true }) },
  violations: {
    "no word of it": [cluster(), "enableRBAC is not on"],
    off: [cluster({ enableRBAC: false }), "enableRBAC is not on"],
  },
  notApplicable: { "another type": other },
  unknown: { "a switch that is unknown": cluster({ enableRBAC: unknown }) },
});

const policies = (networkPolicy: string): Given => cluster({ networkProfile: { networkPolicy } });
describeRule(aksNetworkPolicy, {
  compliant: { cilium: policies("cilium"), azure: policies("azure") },
  violations: { "the default": [cluster(), "nothing keeps"], none: [policies("None"), "nothing keeps"] },
  notApplicable: { "another type": other },
  unknown: { "what is unknown": policies(unknown) },
});

const addOn = (name: string, enabled: boolean | string): Given =>
  cluster({ addonProfiles: { omsagent: { enabled: true }, [name]: { enabled } } });
describeRule(aksPolicyAddOn, {
  compliant: { on: addOn("azurepolicy", true), "on, in Azure's own spelling": addOn("azurePolicy", "true") },
  violations: {
    "the default": [cluster(), "azurepolicy is off"],
    off: [addOn("azurepolicy", false), "azurepolicy is off"],
  },
  notApplicable: { "another type": other },
  unknown: { "a switch that is unknown": addOn("azurepolicy", unknown) },
});

const kms = (azureKeyVaultKms: Properties): Given => cluster({ securityProfile: { azureKeyVaultKms } });
describeRule(aksSecretsOwnKey, {
  compliant: {
    "a key": kms({ enabled: true, keyId: "https://v.vault.azure.net/keys/k/1" }),
    "one that is unknown yet": kms({ enabled: true, keyId: unknown }),
  },
  violations: {
    "the default": [cluster(), "not encrypted with a key"],
    off: [kms({ enabled: false, keyId: "k" }), "not encrypted with a key"],
    "no key": [kms({ enabled: true }), "not encrypted with a key"],
  },
  notApplicable: { "another type": other },
  unknown: { "a switch that is unknown": kms({ enabled: unknown, keyId: "k" }) },
});

const pools = (...list: Properties[]): Given => cluster({ agentPoolProfiles: list });
describeRule(aksDisksOwnKey, {
  compliant: {
    "a key": cluster({ diskEncryptionSetID: unknown }),
    "the host": pools({ enableEncryptionAtHost: true }),
    "a pool of a cluster with a key": [
      { type: "azure-native:containerservice:AgentPool", name: "pool", sources: { resourceName: ["it"] } },
      cluster({ diskEncryptionSetID: "set" }),
    ],
  },
  violations: {
    "no word of it": [cluster(), "no key of our own"],
    "one pool of two": [pools({ enableEncryptionAtHost: true }, {}), "no key of our own"],
    "a pool of another cluster than the one with a key": [
      [
        { type: "azure-native:containerservice:AgentPool", name: "pool" },
        cluster({ diskEncryptionSetID: "set" }),
      ],
      "not encrypted by their host",
    ],
    "a pool of its own": [
      { type: "azure-native:containerservice:AgentPool", properties: { enableEncryptionAtHost: false } },
      "not encrypted by their host",
    ],
  },
  notApplicable: { "another type": other },
  unknown: { "a switch that is unknown": pools({ enableEncryptionAtHost: unknown }) },
});

describeRule(aksPrivateNodes, {
  compliant: {
    "the default": {
      type: "azure-native:containerservice:ManagedCluster",
      properties: { agentPoolProfiles: [{ name: "a" }] },
    },
  },
  violations: {
    on: [
      {
        type: "azure-native:containerservice:ManagedCluster",
        properties: { agentPoolProfiles: [{ enableNodePublicIP: true }] },
      },
      "enableNodePublicIP is on",
    ],
    "a pool of its own": [
      { type: "azure-native:containerservice:AgentPool", properties: { enableNodePublicIP: true } },
      "enableNodePublicIP is on",
    ],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
    "a cluster without pools": { type: "azure-native:containerservice:ManagedCluster", properties: {} },
  },
  unknown: {
    "a switch": {
      type: "azure-native:containerservice:ManagedCluster",
      properties: { agentPoolProfiles: [{ enableNodePublicIP: unknown }] },
    },
  },
});

describeRule(aksTrustedNodes, {
  compliant: {
    both: {
      type: "azure-native:containerservice:ManagedCluster",
      properties: { agentPoolProfiles: [{ securityProfile: { enableSecureBoot: true, enableVTPM: true } }] },
    },
  },
  violations: {
    neither: [
      {
        type: "azure-native:containerservice:ManagedCluster",
        properties: { agentPoolProfiles: [{ name: "a" }] },
      },
      "enableVTPM is off",
    ],
    "no secure boot": [
      {
        type: "azure-native:containerservice:ManagedCluster",
        properties: {
          agentPoolProfiles: [{ securityProfile: { enableSecureBoot: false, enableVTPM: true } }],
        },
      },
      "enableSecureBoot is off",
    ],
    "a pool of its own": [{ type: "azure-native:containerservice:AgentPool" }, "enableSecureBoot is off"],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
    "a cluster without pools": { type: "azure-native:containerservice:ManagedCluster", properties: {} },
  },
  unknown: {
    "a switch": {
      type: "azure-native:containerservice:ManagedCluster",
      properties: {
        agentPoolProfiles: [{ securityProfile: { enableSecureBoot: unknown, enableVTPM: true } }],
      },
    },
  },
});

describeRule(aksEntraRoles, {
  compliant: {
    both: {
      type: "azure-native:containerservice:ManagedCluster",
      properties: { aadProfile: { managed: true, enableAzureRBAC: true } },
    },
  },
  violations: {
    none: [
      { type: "azure-native:containerservice:ManagedCluster", properties: {} },
      "aadProfile.managed is off",
    ],
    "roles of the cluster's own": [
      { type: "azure-native:containerservice:ManagedCluster", properties: { aadProfile: { managed: true } } },
      "aadProfile.enableAzureRBAC is off",
    ],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
  },
  unknown: {
    "a switch": {
      type: "azure-native:containerservice:ManagedCluster",
      properties: { aadProfile: { managed: true, enableAzureRBAC: unknown } },
    },
  },
});

describeRule(aksLogs, {
  compliant: {
    on: {
      type: "azure-native:containerservice:ManagedCluster",
      properties: { addonProfiles: { omsagent: { enabled: true } } },
    },
    "in capitals": {
      type: "azure-native:containerservice:ManagedCluster",
      properties: { addonProfiles: { omsAgent: { enabled: true } } },
    },
  },
  violations: {
    none: [{ type: "azure-native:containerservice:ManagedCluster", properties: {} }, "omsagent is off"],
    off: [
      {
        type: "azure-native:containerservice:ManagedCluster",
        properties: { addonProfiles: { omsagent: { enabled: false } } },
      },
      "omsagent is off",
    ],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
  },
  unknown: {
    "a switch": {
      type: "azure-native:containerservice:ManagedCluster",
      properties: { addonProfiles: { omsagent: { enabled: unknown } } },
    },
  },
});

describeRule(aksDefender, {
  compliant: {
    on: {
      type: "azure-native:containerservice:ManagedCluster",
      properties: { securityProfile: { defender: { securityMonitoring: { enabled: true } } } },
    },
  },
  violations: {
    none: [{ type: "azure-native:containerservice:ManagedCluster", properties: {} }, "Defender is off"],
    off: [
      {
        type: "azure-native:containerservice:ManagedCluster",
        properties: { securityProfile: { defender: { securityMonitoring: { enabled: false } } } },
      },
      "Defender is off",
    ],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
  },
  unknown: {
    "a switch": {
      type: "azure-native:containerservice:ManagedCluster",
      properties: { securityProfile: { defender: { securityMonitoring: { enabled: unknown } } } },
    },
  },
});

describeRule(aksWorkloadIdentity, {
  compliant: {
    both: {
      type: "azure-native:containerservice:ManagedCluster",
      properties: {
        oidcIssuerProfile: { enabled: true },
        securityProfile: { workloadIdentity: { enabled: true } },
      },
    },
  },
  violations: {
    neither: [
      { type: "azure-native:containerservice:ManagedCluster", properties: {} },
      "oidcIssuerProfile is off",
    ],
    "no issuer": [
      {
        type: "azure-native:containerservice:ManagedCluster",
        properties: { securityProfile: { workloadIdentity: { enabled: true } } },
      },
      "oidcIssuerProfile is off",
    ],
    "no identity": [
      {
        type: "azure-native:containerservice:ManagedCluster",
        properties: { oidcIssuerProfile: { enabled: true } },
      },
      "workloadIdentity is off",
    ],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
  },
  unknown: {
    "a switch": {
      type: "azure-native:containerservice:ManagedCluster",
      properties: {
        oidcIssuerProfile: { enabled: true },
        securityProfile: { workloadIdentity: { enabled: unknown } },
      },
    },
  },
});
