import type { CloudDescription } from "../../components/cloud";

/** What Google Cloud offers to a stack. Regions: those in which Cloud Run, GKE, Cloud SQL, Memorystore and Cloud KMS all are. */
export const description: CloudDescription = {
  title: "Google Cloud",
  exampleRegions: { region: "europe-west1", recoveryRegion: "europe-west4" },
  regions: [
    "africa-south1",
    "asia-east1",
    "asia-east2",
    "asia-northeast1",
    "asia-northeast2",
    "asia-northeast3",
    "asia-south1",
    "asia-south2",
    "asia-southeast1",
    "asia-southeast2",
    "australia-southeast1",
    "australia-southeast2",
    "europe-central2",
    "europe-north1",
    "europe-southwest1",
    "europe-west1",
    "europe-west2",
    "europe-west3",
    "europe-west4",
    "europe-west6",
    "europe-west8",
    "europe-west9",
    "europe-west10",
    "europe-west12",
    "me-central1",
    "me-west1",
    "northamerica-northeast1",
    "northamerica-northeast2",
    "southamerica-east1",
    "southamerica-west1",
    "us-central1",
    "us-east1",
    "us-east4",
    "us-east5",
    "us-south1",
    "us-west1",
    "us-west2",
    "us-west3",
    "us-west4",
  ],
  // Docker's bridge inside of Cloud SQL: documentation of Cloud SQL, "Learn about using private IP".
  reservedRanges: [{ cidr: "172.17.0.0/16", by: "Cloud SQL" }],
  capabilities: {
    containers: true,
    kubernetes: true,
    webApplicationFirewall: true,
    interruptible: {
      absent:
        "Cloud Run has no capacity that can be taken back at a lower price; leave `interruptible` out, and lower " +
        "`cpu`, `memory` or `scaling.min` of the service where it costs too much",
    },
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
    memoryScaling: {
      absent:
        "Cloud Run scales on CPU and requests; leave `scaling.memory` out: an alert tells when replicas are short of memory",
    },
    hardenedContainers: {
      absent:
        "Cloud Run runs an image as it is and can't make its file system read-only or its user another: build images with a user " +
        "without rights, as the reference service's is",
    },
    requestScaling: true,
    rollbackOnErrors: {
      absent:
        "a version that never becomes ready gets no requests; one that fails later raises an alert: deploy the image before it",
    },
    accessByService: true,
  },
  onKubernetes: {
    hardenedContainers: true,
    interruptible: true,
    memoryScaling: true,
    canary: {
      absent:
        "leave it out: what leads to a service sends requests to each of its ready pods, whatever their version; they are replaced one after the other, and a version that is not ready gets none",
    },
  },
};
