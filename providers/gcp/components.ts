import type { Components } from "../../components/provider";
import type { GcpAudit } from "./audit";
import type { GcpBackup } from "./backup";
import type { GcpCache } from "./cache";
import type { GcpCluster } from "./cluster";
import type { GcpDatabase } from "./database";
import type { GcpEncryptionKey } from "./encryption-key";
import type { GcpLoadBalancer } from "./load-balancer";
import type { GcpMonitoring } from "./monitoring";
import type { GcpNetwork } from "./network";
import type { GcpRegistry } from "./registry";
import type { GcpSecrets } from "./secrets";
import type { GcpService } from "./service";
import type { GcpTelemetry } from "./telemetry";

/** The component classes of Google Cloud that are the same whatever services run on. */
export interface GcpSharedComponents extends Components {
  readonly key: GcpEncryptionKey;
  readonly telemetry: GcpTelemetry;
  readonly network: GcpNetwork;
  readonly database: GcpDatabase;
  readonly cache: GcpCache;
  readonly registry: GcpRegistry;
  readonly secrets: GcpSecrets;
  readonly backup: GcpBackup;
  readonly audit: GcpAudit;
}

/** Those of Google Cloud with Cloud Run: what each may expect of the others. */
export interface GcpComponents extends GcpSharedComponents {
  readonly cluster: GcpCluster;
  readonly loadBalancer: GcpLoadBalancer;
  readonly service: GcpService;
  readonly monitoring: GcpMonitoring;
}
