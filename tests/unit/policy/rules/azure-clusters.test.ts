import { rule as aksApiNotWorldOpen } from "../../../../policy/rules/clusters/azure-aks-api-not-world-open";
import { rule as aksDisksOwnKey } from "../../../../policy/rules/clusters/azure-aks-disks-own-key";
import { rule as aksNetworkPolicy } from "../../../../policy/rules/clusters/azure-aks-network-policy";
import { rule as aksNoLocalAccounts } from "../../../../policy/rules/clusters/azure-aks-no-local-accounts";
import { rule as aksPolicyAddOn } from "../../../../policy/rules/clusters/azure-aks-policy-add-on";
import { rule as aksRbac } from "../../../../policy/rules/clusters/azure-aks-rbac";
import { rule as aksSecretsOwnKey } from "../../../../policy/rules/clusters/azure-aks-secrets-own-key";
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
