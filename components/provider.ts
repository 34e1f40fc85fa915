import type * as pulumi from "@pulumi/pulumi";
import type { Audit, AuditArgs } from "./audit";
import type { Backup, BackupArgs } from "./backup";
import type { Cache, CacheArgs } from "./cache";
import type { Cluster, ClusterArgs } from "./cluster";
import type { Database, DatabaseArgs } from "./database";
import type { EncryptionKey, EncryptionKeyArgs } from "./encryption-key";
import type { LoadBalancer, LoadBalancerArgs } from "./load-balancer";
import type { Monitoring, MonitoringArgs } from "./monitoring";
import type { Network, NetworkArgs } from "./network";
import type { Registry, RegistryArgs } from "./registry";
import type { Secrets, SecretsArgs } from "./secrets";
import type { Service, ServiceArgs } from "./service";
import type { CloudName } from "./specification";
import type { Telemetry, TelemetryArgs } from "./telemetry";

/** The component classes of one cloud. The compiler then gives an AWS service only ever an AWS network. */
export interface Components {
  readonly key: EncryptionKey;
  readonly telemetry: Telemetry;
  readonly network: Network;
  readonly database: Database;
  readonly cache: Cache;
  readonly registry: Registry;
  readonly secrets: Secrets;
  readonly cluster: Cluster;
  readonly loadBalancer: LoadBalancer;
  readonly service: Service;
  readonly monitoring: Monitoring;
  readonly backup: Backup;
  readonly audit: Audit;
}

type Make<Args, Made> = (name: string, args: Args, opts: pulumi.ComponentResourceOptions) => Made;

/** What a cloud must be able to make. One object per cloud, in `providers/CLOUD/index.ts`. */
export interface CloudProvider<C extends Components> {
  readonly cloud: CloudName;
  /** Explicit Pulumi providers (region, default tags), inherited by every child of the platform. */
  readonly providers: readonly pulumi.ProviderResource[];
  readonly key: Make<EncryptionKeyArgs, C["key"]>;
  readonly telemetry: Make<TelemetryArgs<C>, C["telemetry"]>;
  readonly network: Make<NetworkArgs<C>, C["network"]>;
  readonly database: Make<DatabaseArgs<C>, C["database"]>;
  readonly cache: Make<CacheArgs<C>, C["cache"]>;
  readonly registry: Make<RegistryArgs<C>, C["registry"]>;
  /**
   * Where the cloud's containers can pull an image from that is given by its reference; absent: from everywhere.
   *
   * @param key what a copy of it is encrypted with
   */
  readonly pullable?: (
    reference: string,
    key: C["key"],
    opts: pulumi.ComponentResourceOptions,
  ) => pulumi.Output<string>;
  readonly secrets: Make<SecretsArgs<C>, C["secrets"]>;
  readonly cluster: Make<ClusterArgs<C>, C["cluster"]>;
  readonly loadBalancer: Make<LoadBalancerArgs<C>, C["loadBalancer"]>;
  readonly service: Make<ServiceArgs<C>, C["service"]>;
  readonly monitoring: Make<MonitoringArgs<C>, C["monitoring"]>;
  readonly backup: Make<BackupArgs<C>, C["backup"]>;
  readonly audit: Make<AuditArgs<C>, C["audit"]>;
}
