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

/** The component classes of AWS that are the same whatever services run on. */
export interface AwsSharedComponents extends Components {
  readonly key: AwsEncryptionKey;
  readonly telemetry: AwsTelemetry;
  readonly network: AwsNetwork;
  readonly database: AwsDatabase;
  readonly cache: AwsCache;
  readonly registry: AwsRegistry;
  readonly secrets: AwsSecrets;
  readonly loadBalancer: AwsLoadBalancer;
  readonly backup: AwsBackup;
  readonly audit: AwsAudit;
}

/** Those of AWS with ECS: what each may expect of the others. */
export interface AwsComponents extends AwsSharedComponents {
  readonly cluster: AwsCluster;
  readonly service: AwsService;
  readonly monitoring: AwsMonitoring;
}
