import type { CloudProvider } from "../../components/provider";
import type { Specification } from "../../components/specification";
import { GcpAudit } from "./audit";
import { GcpBackup } from "./backup";
import { GcpCache } from "./cache";
import { GcpCluster } from "./cluster";
import type { GcpComponents } from "./components";
import { GcpDatabase } from "./database";
import { dumpOnCloudRun } from "./dump";
import { GcpEncryptionKey } from "./encryption-key";
import { GcpLoadBalancer } from "./load-balancer";
import { GcpMonitoring } from "./monitoring";
import { GcpNetwork } from "./network";
import { GcpProject } from "./project";
import { providerOf } from "./provider";
import { GcpRegistry } from "./registry";
import { RemoteRegistries } from "./remote-registry";
import { GcpSecrets } from "./secrets";
import { GcpService } from "./service";
import { GcpTelemetry } from "./telemetry";

export type { GcpComponents } from "./components";

/** Google Cloud with Cloud Run, for one stack. */
export function createProvider(specification: Specification): CloudProvider<GcpComponents> {
  const provider = providerOf(specification);
  const project = new GcpProject("project", specification, { providers: [provider] });
  const registries = new RemoteRegistries();
  return {
    cloud: "gcp",
    providers: [provider],
    key: (name, args, opts) => new GcpEncryptionKey(name, { ...args, project }, opts),
    telemetry: (name, args, opts) => new GcpTelemetry(name, args, opts),
    network: (name, args, opts) => new GcpNetwork(name, args, opts),
    database: (name, args, opts) => new GcpDatabase(name, args, opts),
    cache: (name, args, opts) => new GcpCache(name, args, opts),
    registry: (name, args, opts) => new GcpRegistry(name, args, opts),
    pullable: (reference, key, opts) => registries.image(reference, key, opts),
    secrets: (name, args, opts) => new GcpSecrets(name, args, opts),
    cluster: (name, args, opts) => new GcpCluster(name, args, opts),
    loadBalancer: (name, args, opts) => new GcpLoadBalancer(name, args, opts),
    service: (name, args, opts) => new GcpService(name, args, opts),
    monitoring: (name, args, opts) => new GcpMonitoring(name, args, opts),
    backup: (name, args, opts) => new GcpBackup(name, { ...args, makeDump: dumpOnCloudRun(args) }, opts),
    audit: (name, args, opts) => new GcpAudit(name, args, opts),
  };
}
