import type { CloudDescription } from "../../components/cloud";

/**
 * A Kubernetes cluster that is there already, of any cloud or of none. The platform brings services, their secrets, what
 * watches them and the dump; all that is around them is the cluster's own.
 */
export const description: CloudDescription = {
  title: "Kubernetes",
  regions: [],
  existing: {
    inapplicable: {
      region: "Leave it out: the cluster is where it is.",
      recoveryRegion: "Leave it out: copies are the business of what keeps the data.",
      network: "Leave it out: the cluster has one. What services may reach is said by network policies.",
      kubernetes: "Leave it out: who may use the cluster's API is its own business.",
      "domain.zone": "Leave it out, and let the name lead to the cluster's entry, or run external-dns there.",
      "database.size": "Say `database: true`: the server is there already.",
      "database.version": "Say `database: true`: the server is there already.",
      "database.storage": "Say `database: true`: the server is there already.",
      "database.maximumStorage": "Say `database: true`: the server is there already.",
      "database.highAvailability": "Say `database: true`: the server is there already.",
      "database.retentionDays": "Say `database: true`: the server is there already.",
      "database.restoreFrom": "Restore into your server, and give its address.",
      "cache.size": "Say `cache: true`: the server is there already.",
      "cache.highAvailability": "Say `cache: true`: the server is there already.",
      "logs.retentionDays": "Leave it out: the cluster keeps what containers print, as long as it does.",
      "backup.retentionDays": "Leave it out, and let the place of the dumps delete old ones.",
      "audit.trail": "Leave it out: turn on the API server's audit log.",
      "audit.retentionDays": "Leave it out: the API server's audit log is kept by the cluster.",
    },
    owned: {
      network: "Let it record its traffic, go out by several zones, and keep stores off the internet.",
      entry: "Let it speak TLS 1.2 or newer, send plain HTTP to HTTPS, and log who asks for what.",
      registry: "Let it scan images, and let nobody pull without a right to.",
      data: "Let PostgreSQL and Redis be encrypted, take TLS and a password only, have a standby in another zone, go back to any point in time, and log slow queries.",
      recovery:
        "Let the place of the dumps keep them for as long as you need, and copy them to a second region.",
      keys: "Let the API server encrypt Secrets with a key that rotates.",
      logs: "Let it keep what containers print as long as you need, and not for ever.",
      uptime: "Let somebody ask from outside whether the address answers.",
    },
  },
  capabilities: {
    containers: {
      absent: "a cluster runs Kubernetes and nothing else: leave `platform:runtime` out",
    },
    kubernetes: true,
    webApplicationFirewall: { absent: "put one in front of the ingress controller, or turn on its own" },
    interruptible: { absent: "let the cluster's own policies put pods on such nodes" },
    recoveryCopy: { absent: "copy the dumps from where they go" },
    backupLock: { absent: "lock what the dumps go to, as S3's Object Lock does" },
    logicalDump: true,
    threatDetection: { absent: "use what the cluster's cloud offers, or Falco" },
    posture: { absent: "use what the cluster's cloud offers, or kube-bench" },
    budget: { absent: "watch the bill of whoever runs the cluster" },
    canary: {
      absent:
        "leave it out: what leads to a service sends requests to each of its ready pods, whatever their version; they are replaced one after the other, and a version that is not ready gets none",
    },
    immutableTags: {
      absent: "images are given by digest, which can't be moved; tags are the registry's own business",
    },
    secretEncryptionKey: {
      absent:
        "Secret objects are encrypted as the API server is configured to: ask for encryption at rest with a key service",
    },
    telemetryEncryptionKey: { absent: "logs are kept as the cluster keeps them" },
    hardenedContainers: true,
    rollbackOnErrors: {
      absent:
        "a version that does not become ready never takes the old one's place; one that raises errors later raises an alert: deploy the image before it",
    },
    memoryScaling: true,
    requestScaling: {
      absent: "Kubernetes measures CPU and memory only, and scales on them; requests are on the dashboard",
    },
    accessByService: true,
  },
};
