import * as redis from "@pulumi/gcp/redis";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Cache, type CacheArgs } from "../../components/cache";
import type { SizeClass } from "../../components/specification";
import type { GcpSharedComponents } from "./components";
import { physicalName } from "./names";
import type { GcpProject } from "./project";

/** Size classes as GiB of memory, about as much as on other clouds. */
const memorySizes: Readonly<Record<SizeClass, number>> = { micro: 1, small: 3, medium: 6, large: 13 };

/**
 * Redis on Memorystore, in Google's network behind private services access: one node, and with high availability a replica
 * in another zone that takes over by itself.
 *
 * Google makes the password itself and never changes it. So another `secretGeneration` means another instance: services move
 * to it with their next version, and find it empty. A protected one must be unprotected first.
 *
 * Memorystore takes no last snapshot of an instance that goes. A protected one does not go: Pulumi leaves it where it is. The
 * daily snapshot only serves a node that lost its memory.
 */
export class GcpCache extends Cache {
  /** `projects/…/locations/REGION/instances/…`: label `instance_id` of its metrics. */
  readonly id: pulumi.Output<string>;
  /** Memorystore's port for TLS. */
  readonly port = 6378;
  /** The private authority that signs the cache's certificate, in PEM. Each cache has one of its own. */
  readonly certificateAuthority: pulumi.Output<string>;
  readonly project: GcpProject;
  override readonly host: pulumi.Output<string>;
  override readonly url: pulumi.Output<string>;

  constructor(name: string, args: CacheArgs<GcpSharedComponents>, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    const { key, network, protection } = args;
    const { project } = key;
    const suffix = new random.RandomId(
      this.child("suffix"),
      { byteLength: 4, keepers: { generation: args.secretGeneration, key: key.reference } },
      { parent: this },
    );
    const instance = new redis.Instance(
      this.child("instance"),
      {
        project: project.id,
        name: suffix.hex.apply((hex) => physicalName("redisInstance", name, hex)),
        displayName: "Cache of the platform",
        region: project.region,
        tier: args.highAvailability ? "STANDARD_HA" : "BASIC",
        memorySizeGb: memorySizes[args.size],
        redisVersion: "REDIS_7_2",
        // Evict the least used of all keys when full.
        redisConfigs: { "maxmemory-policy": "allkeys-lru" },
        connectMode: "PRIVATE_SERVICE_ACCESS",
        authorizedNetwork: network.id,
        reservedIpRange: network.privateRangeName,
        authEnabled: true,
        transitEncryptionMode: "SERVER_AUTHENTICATION",
        customerManagedKey: key.reference,
        persistenceConfig: { persistenceMode: "RDB", rdbSnapshotPeriod: "TWENTY_FOUR_HOURS" },
        // UTC.
        maintenancePolicy: {
          weeklyMaintenanceWindows: [
            { day: "SUNDAY", startTime: { hours: 3, minutes: 0, seconds: 0, nanos: 0 } },
          ],
        },
        deletionProtection: protection,
      },
      {
        parent: this,
        protect: protection,
        retainOnDelete: protection,
        dependsOn: [...project.after("redis"), ...key.grant("redis"), network.privateConnection],
      },
    );
    this.id = instance.id;
    this.project = project;
    this.certificateAuthority = instance.serverCaCerts.apply((authorities) =>
      authorities.map(({ cert }) => cert.trim()).join("\n"),
    );
    this.host = instance.host;
    this.url = pulumi.secret(
      pulumi.interpolate`rediss://:${instance.authString}@${this.host}:${String(this.port)}/0`,
    );
    this.registerOutputs({ host: this.host, id: this.id });
  }
}
