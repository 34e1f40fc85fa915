import { rule as gkeApiNotWorldOpen } from "../../../../policy/rules/clusters/gcp-gke-api-not-world-open";
import { rule as gkeBinaryAuthorization } from "../../../../policy/rules/clusters/gcp-gke-binary-authorization";
import { rule as gkeNetworkPolicy } from "../../../../policy/rules/clusters/gcp-gke-network-policy";
import { rule as gkeNoLegacyAuthentication } from "../../../../policy/rules/clusters/gcp-gke-no-legacy-authentication";
import { rule as gkePrivateNodes } from "../../../../policy/rules/clusters/gcp-gke-private-nodes";
import { rule as gkeReleaseChannel } from "../../../../policy/rules/clusters/gcp-gke-release-channel";
import { rule as gkeSecretsOwnKey } from "../../../../policy/rules/clusters/gcp-gke-secrets-own-key";
import { rule as gkeShieldedNodes } from "../../../../policy/rules/clusters/gcp-gke-shielded-nodes";
import { rule as gkeWorkloadIdentity } from "../../../../policy/rules/clusters/gcp-gke-workload-identity";
import { rule as gkeDeletionProtection } from "../../../../policy/rules/clusters/gcp-gke-deletion-protection";
import { rule as gkeNoInsecureBindings } from "../../../../policy/rules/clusters/gcp-gke-no-insecure-bindings";
import { describeRule, type Given, type Properties, unknown } from "../pack";

const cluster = (properties: Properties = {}): Given => ({
  type: "gcp:container/cluster:Cluster",
  properties,
});
const pool = (properties: Properties = {}): Given => ({
  type: "gcp:container/nodePool:NodePool",
  properties,
});
const other: Given = { type: "gcp:container/registry:Registry" };
const autopilot = { enableAutopilot: true };

describeRule(gkePrivateNodes, {
  compliant: {
    on: cluster({ privateClusterConfig: { enablePrivateNodes: true } }),
    "a pool of its own": pool({ networkConfig: { enablePrivateNodes: true } }),
  },
  violations: {
    "the default": [cluster(), "enablePrivateNodes is off"],
    off: [
      cluster({ ...autopilot, privateClusterConfig: { enablePrivateNodes: false } }),
      "enablePrivateNodes is off",
    ],
    "a pool that undoes it": [
      pool({ networkConfig: { enablePrivateNodes: false } }),
      "networkConfig.enablePrivateNodes is off",
    ],
  },
  notApplicable: { "a pool that does as its cluster": pool(), "another type": other },
  unknown: { "a switch that is unknown": cluster({ privateClusterConfig: { enablePrivateNodes: unknown } }) },
});

const allowed = (...ranges: string[]): Given =>
  cluster({ masterAuthorizedNetworksConfig: { cidrBlocks: ranges.map((cidrBlock) => ({ cidrBlock })) } });
describeRule(gkeApiNotWorldOpen, {
  compliant: {
    "a few addresses": allowed("203.0.113.0/24"),
    nobody: allowed(),
    "within the network": cluster({ privateClusterConfig: { enablePrivateEndpoint: true } }),
    "by its name only": cluster({ controlPlaneEndpointsConfig: { ipEndpointsConfig: { enabled: false } } }),
  },
  violations: {
    "the default": [cluster(), "its API is open to the internet"],
    everything: [allowed("0.0.0.0/0"), "open to the internet"],
    "everything in halves": [allowed("0.0.0.0/1", "128.0.0.0/1"), "open to the internet"],
  },
  notApplicable: { "another type": other },
  unknown: { "ranges that are unknown": allowed(unknown) },
});

const metadata = (mode: string): Properties => ({ nodeConfig: { workloadMetadataConfig: { mode } } });
const workloadIdentityConfig = { workloadPool: "p.svc.id.goog" };
describeRule(gkeWorkloadIdentity, {
  compliant: {
    "cluster and nodes": cluster({ workloadIdentityConfig, ...metadata("GKE_METADATA") }),
    "a cluster whose pools are its own": cluster({ workloadIdentityConfig, removeDefaultNodePool: true }),
    "a pool": pool(metadata("GKE_METADATA")),
  },
  violations: {
    "the default": [cluster({ removeDefaultNodePool: true }), "names no workloadPool"],
    "nodes that show themselves": [cluster({ workloadIdentityConfig }), "nodeConfig does not hide the node"],
    "a pool within": [
      cluster({ workloadIdentityConfig, nodePools: [metadata("GKE_METADATA"), metadata("GCE_METADATA")] }),
      "nodePools[1].nodeConfig does not hide the node",
    ],
    "a pool of its own": [pool(), "does not hide the node"],
  },
  notApplicable: { Autopilot: cluster(autopilot), "another type": other },
  unknown: { "a mode that is unknown": pool(metadata(unknown)) },
});

describeRule(gkeNoLegacyAuthentication, {
  compliant: {
    "the default": cluster(),
    "no certificate": cluster({ masterAuth: { clientCertificateConfig: { issueClientCertificate: false } } }),
  },
  violations: {
    "old rights": [cluster({ enableLegacyAbac: true }), "enableLegacyAbac is on"],
    "a password": [
      cluster({ masterAuth: { username: "admin", password: unknown } }),
      "masterAuth sets a password",
    ],
    "a certificate": [
      cluster({ masterAuth: { clientCertificateConfig: { issueClientCertificate: "true" } } }),
      "it issues a client certificate",
    ],
  },
  notApplicable: { "another type": other },
  unknown: { "a switch that is unknown": cluster({ enableLegacyAbac: unknown }) },
});

const shield = (shieldedInstanceConfig: Properties): Properties => ({
  nodeConfig: { shieldedInstanceConfig },
});
const secure = shield({ enableSecureBoot: true });
describeRule(gkeShieldedNodes, {
  compliant: { on: cluster(secure), "a pool": pool(secure) },
  violations: {
    off: [cluster({ enableShieldedNodes: false, ...secure }), "enableShieldedNodes is off"],
    "the default of nodes": [cluster(), "nodeConfig has no secure boot"],
    "a pool without": [pool(shield({ enableSecureBoot: false })), "nodeConfig has no secure boot"],
    "nobody looks": [
      pool(shield({ enableSecureBoot: true, enableIntegrityMonitoring: false })),
      "has no integrity monitoring",
    ],
  },
  notApplicable: { Autopilot: cluster(autopilot), "another type": other },
  unknown: { "a switch that is unknown": pool(shield({ enableSecureBoot: unknown })) },
});

const authorization = (evaluationMode: string): Given => cluster({ binaryAuthorization: { evaluationMode } });
describeRule(gkeBinaryAuthorization, {
  compliant: { on: authorization("PROJECT_SINGLETON_POLICY_ENFORCE") },
  violations: { "the default": [cluster(autopilot), "is off"], off: [authorization("DISABLED"), "is off"] },
  notApplicable: { "another type": other },
  unknown: { "a mode that is unknown": authorization(unknown) },
});

const encryption = (databaseEncryption: Properties): Given => cluster({ databaseEncryption });
describeRule(gkeSecretsOwnKey, {
  compliant: {
    "a key": encryption({ state: "ENCRYPTED", keyName: "k" }),
    "one that is unknown yet": encryption({ state: "ENCRYPTED", keyName: unknown }),
  },
  violations: {
    "the default": [cluster(), "not encrypted with a key"],
    off: [encryption({ state: "DECRYPTED", keyName: "k" }), "not encrypted with a key"],
    "no key": [encryption({ state: "ENCRYPTED" }), "not encrypted with a key"],
  },
  notApplicable: { "another type": other },
  unknown: { "a state that is unknown": encryption({ state: unknown }) },
});

const channel = (name: string): Given => cluster({ releaseChannel: { channel: name } });
describeRule(gkeReleaseChannel, {
  compliant: { regular: channel("REGULAR"), "Autopilot, which always has one": cluster(autopilot) },
  violations: {
    "the default": [cluster(), "no release channel"],
    none: [channel("UNSPECIFIED"), "no release channel"],
  },
  notApplicable: { "another type": other },
  unknown: { "a channel that is unknown": channel(unknown) },
});

describeRule(gkeNetworkPolicy, {
  compliant: {
    "by Dataplane V2": cluster({ datapathProvider: "ADVANCED_DATAPATH" }),
    "by Calico": cluster({ networkPolicy: { enabled: true } }),
    Autopilot: cluster(autopilot),
  },
  violations: {
    "the default": [cluster(), "nothing keeps"],
    off: [
      cluster({ datapathProvider: "LEGACY_DATAPATH", networkPolicy: { enabled: false } }),
      "nothing keeps",
    ],
  },
  notApplicable: { "another type": other },
  unknown: { "a provider that is unknown": cluster({ datapathProvider: unknown }) },
});

describeRule(gkeDeletionProtection, {
  compliant: {
    "the default": { type: "gcp:container/cluster:Cluster", properties: {} },
    on: { type: "gcp:container/cluster:Cluster", properties: { deletionProtection: true } },
  },
  violations: {
    off: [
      { type: "gcp:container/cluster:Cluster", properties: { deletionProtection: false } },
      "deletionProtection is off",
    ],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
  },
  unknown: {
    "a switch": { type: "gcp:container/cluster:Cluster", properties: { deletionProtection: unknown } },
  },
});

describeRule(gkeNoInsecureBindings, {
  compliant: {
    "both off": {
      type: "gcp:container/cluster:Cluster",
      properties: {
        rbacBindingConfig: {
          enableInsecureBindingSystemAuthenticated: false,
          enableInsecureBindingSystemUnauthenticated: false,
        },
      },
    },
  },
  violations: {
    "the default": [
      { type: "gcp:container/cluster:Cluster", properties: {} },
      "enableInsecureBindingSystemAuthenticated is not off",
    ],
    "one on": [
      {
        type: "gcp:container/cluster:Cluster",
        properties: {
          rbacBindingConfig: {
            enableInsecureBindingSystemAuthenticated: false,
            enableInsecureBindingSystemUnauthenticated: true,
          },
        },
      },
      "enableInsecureBindingSystemUnauthenticated is not off",
    ],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
  },
  unknown: {
    "a switch": {
      type: "gcp:container/cluster:Cluster",
      properties: {
        rbacBindingConfig: {
          enableInsecureBindingSystemAuthenticated: false,
          enableInsecureBindingSystemUnauthenticated: unknown,
        },
      },
    },
  },
});
