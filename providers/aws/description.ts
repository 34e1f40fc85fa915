import type { CloudDescription } from "../../components/cloud";

/** What AWS offers to a stack. Regions: those that are on by default in every account, plus the European opt-in ones. */
export const description: CloudDescription = {
  title: "AWS",
  exampleRegions: { region: "eu-west-1", recoveryRegion: "eu-central-1" },
  regions: [
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
  ],
  canarySteps: "cloud",
  capabilities: {
    containers: true,
    kubernetes: true,
    webApplicationFirewall: true,
    interruptible: true,
    recoveryCopy: true,
    backupLock: true,
    logicalDump: true,
    threatDetection: true,
    posture: true,
    budget: true,
    canary: true,
    immutableTags: true,
    secretEncryptionKey: true,
    telemetryEncryptionKey: true,
    memoryScaling: true,
    hardenedContainers: true,
    requestScaling: true,
    rollbackOnErrors: true,
    accessByService: true,
  },
  onKubernetes: {
    canary: {
      absent:
        "leave it out: what leads to a service sends requests to each of its ready pods, whatever their version; they are replaced one after the other, and a version that is not ready gets none",
    },
    rollbackOnErrors: {
      absent:
        "a version that does not become ready never takes the old one's place; one that raises errors later raises an alert: deploy the image before it",
    },
    requestScaling: {
      absent:
        "EKS measures CPU and memory only, and scales on them; requests per replica are on the dashboard",
    },
  },
};
