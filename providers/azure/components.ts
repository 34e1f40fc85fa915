import type { Components } from "../../components/provider";
import type { AzureAudit } from "./audit";
import type { AzureBackup } from "./backup";
import type { AzureCache } from "./cache";
import type { AzureCluster } from "./cluster";
import type { AzureDatabase } from "./database";
import type { AzureEncryptionKey } from "./encryption-key";
import type { AzureLoadBalancer } from "./load-balancer";
import type { AzureMonitoring } from "./monitoring";
import type { AzureNetwork } from "./network";
import type { AzureRegistry } from "./registry";
import type { AzureSecrets } from "./secrets";
import type { AzureService } from "./service";
import type { AzureTelemetry } from "./telemetry";

/** The component classes of Azure that are the same whatever services run on. */
export interface AzureSharedComponents extends Components {
  readonly key: AzureEncryptionKey;
  readonly telemetry: AzureTelemetry;
  readonly network: AzureNetwork;
  readonly database: AzureDatabase;
  readonly cache: AzureCache;
  readonly registry: AzureRegistry;
  readonly secrets: AzureSecrets;
  readonly loadBalancer: AzureLoadBalancer;
  readonly backup: AzureBackup;
  readonly audit: AzureAudit;
}

/** Those of Azure with Container Apps: what each may expect of the others. */
export interface AzureComponents extends AzureSharedComponents {
  readonly cluster: AzureCluster;
  readonly service: AzureService;
  readonly monitoring: AzureMonitoring;
}
