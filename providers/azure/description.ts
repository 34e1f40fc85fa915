import type { CloudDescription } from "../../components/cloud";
import { recoveryOnlyRegions, recoveryRegions, zonedRegions } from "./regions";

/** What Azure offers to a stack. */
export const description: CloudDescription = {
  title: "Azure",
  exampleRegions: { region: "westeurope", recoveryRegion: "northeurope" },
  regions: [...zonedRegions, ...recoveryOnlyRegions].sort(),
  recoveryOnlyRegions,
  recoveryRegions,
  // Documentation of Container Apps: "Configuring virtual networks, subnet address range restrictions".
  reservedRanges: [
    { cidr: "172.30.0.0/16", by: "Container Apps" },
    { cidr: "172.31.0.0/16", by: "Container Apps" },
  ],
  capabilities: {
    containers: true,
    kubernetes: true,
    webApplicationFirewall: true,
    interruptible: {
      absent:
        "Container Apps has no capacity that can be taken back at a lower price; leave `interruptible` out: " +
        "replicas without requests are billed at a lower, idle rate by themselves",
    },
    recoveryCopy: true,
    backupLock: true,
    logicalDump: true,
    threatDetection: true,
    posture: true,
    budget: true,
    canary: true,
    immutableTags: {
      absent:
        "a tag in Container Registry can be moved; what runs is named by digest, which a moved tag does not change",
    },
    secretEncryptionKey: {
      absent:
        "Key Vault encrypts secrets with keys in its own hardware; the vault is the stack's own, and who may read a secret " +
        "is said for each",
    },
    telemetryEncryptionKey: {
      absent:
        "Log Analytics takes a key of one's own only on a dedicated cluster, billed for 100 GB of logs a day at least: Azure encrypts " +
        "logs with keys of its own, and what must last (flow logs, the audit trail) lies in storage under the stack's key as well",
    },
    memoryScaling: true,
    hardenedContainers: {
      absent:
        "Container Apps runs an image as it is and can't make its file system read-only or its user another: build images with a user " +
        "without rights, as the reference service's is",
    },
    requestScaling: true,
    rollbackOnErrors: {
      absent:
        "a version that never becomes ready gets no requests; one that fails later raises an alert: deploy the image before it",
    },
    accessByService: {
      absent:
        "all services of a stack share the environment's subnet, so that a password and not the network decides which of " +
        "them reads the database and the cache",
    },
  },
  onKubernetes: {
    canary: {
      absent:
        "leave it out: what leads to a service sends requests to each of its ready pods, whatever their version; they are replaced one after the other, and a version that is not ready gets none",
    },
    interruptible: true,
    hardenedContainers: true,
    accessByService: true,
    rollbackOnErrors: {
      absent:
        "a version that does not become ready never takes the old one's place; one that raises errors later raises an alert: deploy the image before it",
    },
    requestScaling: {
      absent: "AKS measures CPU and memory only, and scales on them; requests are on the dashboard",
    },
  },
};
