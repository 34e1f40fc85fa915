import type { Cloud } from "../../../components/cloud";
import type { CloudProvider } from "../../../components/provider";
import {
  MeadowAudit,
  MeadowBackup,
  MeadowCache,
  MeadowCluster,
  type MeadowComponents,
  MeadowDatabase,
  MeadowKey,
  MeadowLoadBalancer,
  MeadowMonitoring,
  MeadowNetwork,
  MeadowRegistry,
  MeadowSecrets,
  MeadowService,
  MeadowTelemetry,
} from "./components";

const provider: CloudProvider<MeadowComponents> = {
  cloud: "meadow",
  providers: [],
  key: (name, _, opts) => new MeadowKey(name, opts),
  telemetry: (name, _, opts) => new MeadowTelemetry(name, opts),
  network: (name, args, opts) => new MeadowNetwork(name, args, opts),
  database: (name, args, opts) => new MeadowDatabase(name, args, opts),
  cache: (name, args, opts) => new MeadowCache(name, args, opts),
  registry: (name, _, opts) => new MeadowRegistry(name, opts),
  secrets: (name, args, opts) => new MeadowSecrets(name, args, opts),
  cluster: (name, _, opts) => new MeadowCluster(name, opts),
  loadBalancer: (name, _, opts) => new MeadowLoadBalancer(name, opts),
  service: (name, args, opts) => new MeadowService(name, args, opts),
  monitoring: (name, _, opts) => new MeadowMonitoring(name, opts),
  backup: (name, args, opts) => new MeadowBackup(name, args, opts),
  audit: (name, _, opts) => new MeadowAudit(name, opts),
};

const lacks = (what: string) => ({ absent: `a meadow has no ${what}; leave it out` });

/** A cloud of flowers: the least that a fourth cloud has to be. */
export const meadow: Cloud = {
  description: {
    title: "Meadow",
    regions: ["meadow-south", "meadow-north"],
    exampleRegions: { region: "meadow-south", recoveryRegion: "meadow-north" },
    capabilities: {
      containers: true,
      kubernetes: lacks("clusters"),
      webApplicationFirewall: lacks("walls"),
      interruptible: lacks("rain"),
      memoryScaling: lacks("memory"),
      recoveryCopy: true,
      backupLock: lacks("locks"),
      logicalDump: lacks("dumps"),
      threatDetection: lacks("enemies"),
      posture: lacks("rules"),
      budget: lacks("prices"),
      canary: lacks("shares of requests"),
      immutableTags: lacks("tags"),
      secretEncryptionKey: lacks("keys"),
      telemetryEncryptionKey: lacks("keys for logs"),
      hardenedContainers: lacks("fences"),
      requestScaling: true,
      rollbackOnErrors: lacks("ways back"),
      accessByService: lacks("doors"),
    },
  },
  run: (_, use) => Promise.resolve(use(provider)),
};
