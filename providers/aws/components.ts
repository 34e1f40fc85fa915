import type { Components } from "../../components/provider";
import type { AwsAudit } from "./audit";
import type { AwsBackup } from "./backup";
import type { AwsCache } from "./cache";
import type { AwsCluster } from "./cluster";
import type { AwsDatabase } from "./database";
import type { AwsEncryptionKey } from "./encryption-key";
import type { AwsLoadBalancer } from "./load-balancer";
import type { AwsMonitoring } from "./monitoring";
import type { AwsNetwork } from "./network";
import type { AwsRegistry } from "./registry";
import type { AwsSecrets } from "./secrets";
import type { AwsService } from "./service";
import type { AwsTelemetry } from "./telemetry";

/** The component classes of AWS: what each may expect of the others. */
export interface AwsComponents extends Components {
  readonly key: AwsEncryptionKey;
  readonly telemetry: AwsTelemetry;
  readonly network: AwsNetwork;
  readonly database: AwsDatabase;
  readonly cache: AwsCache;
  readonly registry: AwsRegistry;
  readonly secrets: AwsSecrets;
  readonly cluster: AwsCluster;
  readonly loadBalancer: AwsLoadBalancer;
  readonly service: AwsService;
  readonly monitoring: AwsMonitoring;
  readonly backup: AwsBackup;
  readonly audit: AwsAudit;
}
