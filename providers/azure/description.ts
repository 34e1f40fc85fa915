import type { CloudDescription } from "../../components/cloud";

/** What Azure offers to a stack. Regions: those of the public cloud with three availability zones. */
export const description: CloudDescription = {
  title: "Azure",
  exampleRegions: { region: "westeurope", recoveryRegion: "northeurope" },
  regions: ["northeurope", "westeurope"],
  capabilities: {
    containers: true,
    kubernetes: { absent: "the Kubernetes runtime is not available yet; use `platform:runtime: containers`" },
    webApplicationFirewall: true,
    interruptible: {
      absent: "Container Apps has no capacity that can be taken back; leave `interruptible` out",
    },
    recoveryCopy: true,
    backupLock: true,
    logicalDump: true,
    threatDetection: true,
    posture: true,
    budget: true,
  },
};
