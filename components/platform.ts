import * as pulumi from "@pulumi/pulumi";
import { imageReference } from "./image";
import type { CloudProvider, Components } from "./provider";
import { services } from "./services";
import type { Specification } from "./specification";

/** What a stack tells its users; none of it is secret. */
export interface PlatformOutputs {
  /** Where the public services answer; absent when no service is public. */
  readonly url?: pulumi.Output<string>;
  readonly dashboardUrl: pulumi.Output<string>;
  /** The image that each service runs, by digest. */
  readonly images: Readonly<Record<string, pulumi.Output<string>>>;
}

/**
 * A whole platform on any cloud: network, data, services, and what watches, backs up and records them.
 *
 * @example
 * new Platform("platform", specification, cloud, { providers: [...cloud.providers] });
 */
export class Platform<C extends Components> extends pulumi.ComponentResource {
  readonly outputs: PlatformOutputs;

  constructor(
    name: string,
    specification: Specification,
    cloud: CloudProvider<C>,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("platform:index:Platform", name, {}, opts);
    const within = { parent: this };
    const { protection, secretGeneration } = specification;
    const { webhook, ...observe } = specification.telemetry;
    const { logRetentionDays } = observe;

    const key = cloud.key("data-key", { purpose: "data", protection }, within);
    const logsKey = cloud.key("logs-key", { purpose: "logs", protection }, within);
    const telemetry = cloud.telemetry(
      "telemetry",
      {
        ...observe,
        ...(webhook !== undefined && { webhook: pulumi.secret(webhook) }),
        key: logsKey,
        protection,
      },
      within,
    );
    const network = cloud.network(
      "network",
      { ...specification.network, key: logsKey, logRetentionDays },
      within,
    );

    const stored = { network, key, logsKey, logRetentionDays, protection, secretGeneration };
    const database =
      specification.database && cloud.database("database", { ...specification.database, ...stored }, within);
    const cache = specification.cache && cloud.cache("cache", { ...specification.cache, ...stored }, within);

    const cluster = cloud.cluster("cluster", { network, key, logsKey, logRetentionDays }, within);
    const running = services(specification, cloud, within, {
      key,
      logsKey,
      telemetry,
      network,
      cluster,
      database,
      cache,
    });

    const monitoring = cloud.monitoring(
      "monitoring",
      {
        telemetry,
        database,
        cache,
        services: running.services,
        loadBalancer: running.loadBalancer,
        uptimePath: running.uptimePath,
        uptimeCheck: specification.domain !== undefined,
      },
      within,
    );
    if (database) {
      const { dump, ...backup } = specification.backup;
      const dumpImage = dump && imageReference("dump", dump.image, cloud, { key, protection, ...within });
      cloud.backup(
        "backup",
        {
          ...backup,
          database,
          network,
          cluster,
          telemetry,
          key,
          logsKey,
          logRetentionDays,
          protection,
          dumpImage,
          recoveryRegion: specification.recoveryRegion,
        },
        within,
      );
    }
    cloud.audit(
      "audit",
      {
        ...specification.audit,
        key: logsKey,
        telemetry,
        protection,
        monthlyBudget: specification.monthlyBudget,
        budgetEmail: observe.email,
      },
      within,
    );

    this.outputs = {
      ...(running.loadBalancer && { url: running.loadBalancer.url }),
      dashboardUrl: monitoring.dashboardUrl,
      images: running.images,
    };
    this.registerOutputs(this.outputs);
  }
}
