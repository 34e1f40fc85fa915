import * as applicationinsights from "@pulumi/azure-native/applicationinsights";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Monitoring, type MonitoringArgs } from "../../components/monitoring";
import { type Alert, alerts } from "../../observability/alerts";
import { dashboard } from "../../observability/dashboard";
import { events } from "../../observability/events";
import { burnAlerts, objectives } from "../../observability/objectives";
import type { EverySignal } from "../../observability/signals";
import { alarms, burnAlarm, type Channel } from "./alarm";
import type { AzureSharedComponents } from "./components";
import { dashboardBody, type Section } from "./dashboard";
import { sendMetrics } from "./diagnostics";
import { eventNotification } from "./event-notification";
import {
  cacheMeasures,
  databaseMeasures,
  loadBalancerMeasures,
  type Measure,
  routeMeasures,
} from "./metrics";
import type { Scoped } from "./scope";
import { AzureUptimeCheck } from "./uptime-check";

/** A service, as it is watched. */
export interface WatchedService {
  /** Name in the stack file. */
  readonly service: string;
  readonly measures: EverySignal<"service", Measure>;
  /** KQL of rows that there are as long as it lives. */
  readonly sign: pulumi.Output<string>;
  readonly isPublic: boolean;
}

/** What happens to services once and can be looked for in logs. */
export interface ServiceEvents {
  /** KQL of containers that ended by themselves, and of new versions that can't start. */
  readonly crashes: pulumi.Output<string>;
  readonly failedRollouts: pulumi.Output<string>;
}

type Args = Scoped<Omit<MonitoringArgs<AzureSharedComponents>, "services">> & {
  readonly services: readonly WatchedService[];
  /** Of these services, and of nobody else's; absent: there are no services. */
  readonly events: ServiceEvents | undefined;
};

/** Alerts of Azure Monitor on metrics and logs, a workbook, and a web test of Application Insights. */
export class AzureMonitoring extends Monitoring {
  override readonly dashboardUrl: pulumi.Output<string>;
  private readonly channel: Channel;

  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("azure", name, opts);
    const { loadBalancer, scope, services, telemetry } = args;
    const { location, resourceGroup: resourceGroupName, tags, workspace } = scope;
    const within = { parent: this };
    this.channel = { scope, actionGroup: telemetry.actionGroup };
    if (loadBalancer)
      sendMetrics(this.child("entry-metrics"), { scope, resource: loadBalancer.profile }, within);
    const sections = [
      ...services.flatMap((service) => this.service(service, loadBalancer)),
      ...this.stores(args),
    ];
    this.notifications(args);
    if (args.uptimeCheck && loadBalancer)
      new AzureUptimeCheck(
        this.child("uptime"),
        { scope, telemetry, url: loadBalancer.url, path: args.uptimePath },
        within,
      );

    const board = new applicationinsights.Workbook(
      this.child("dashboard"),
      {
        resourceGroupName,
        location,
        tags,
        // A workbook is named by a GUID.
        resourceName: new random.RandomUuid(this.child("dashboard-name"), {}, within).result,
        kind: "shared",
        category: "workbook",
        displayName: "Platform",
        sourceId: workspace.id,
        serializedData: pulumi.jsonStringify(dashboardBody(sections, workspace.id)),
      },
      within,
    );
    this.dashboardUrl = pulumi.interpolate`https://portal.azure.com/#@${scope.tenant}/resource${board.id}/workbook`;
    this.registerOutputs({ dashboardUrl: this.dashboardUrl });
  }

  private service(service: WatchedService, loadBalancer: Args["loadBalancer"]): Section[] {
    const name = this.child(`service-${service.service}`);
    const { measures } = service;
    this.raise(name, alerts.service, measures);
    const sections = [{ heading: `${service.service}: replicas`, panels: dashboard.service, measures }];
    if (loadBalancer === undefined || !service.isPublic) return sections;

    const { host: origin, originGroup } = loadBalancer.wayTo(service.service);
    const { sign } = service;
    const route = routeMeasures({ profile: loadBalancer.profile, originGroup, origin, sign });
    this.raise(name, alerts.route, route);
    for (const objective of objectives)
      for (const alert of burnAlerts(objective))
        burnAlarm(name, objective, alert, route[objective.bad], this.channel, { parent: this });
    return [
      { heading: `${service.service}: requests`, panels: dashboard.route, measures: route },
      ...sections,
    ];
  }

  private stores({ cache, database, loadBalancer }: Args): Section[] {
    const sections: Section[] = [];
    if (loadBalancer) {
      const measures = loadBalancerMeasures(loadBalancer.profile);
      this.raise(this.child("entry"), alerts.loadBalancer, measures);
      sections.push({ heading: "Load balancer", panels: dashboard.loadBalancer, measures });
    }
    if (database) {
      const measures = databaseMeasures({ server: database.server.id, size: database.size });
      this.raise(this.child("database"), alerts.database, measures);
      sections.push({ heading: "Database", panels: dashboard.database, measures });
    }
    if (cache) {
      const measures = cacheMeasures(cache.id);
      this.raise(this.child("cache"), alerts.cache, measures);
      sections.push({ heading: "Cache", panels: dashboard.cache, measures });
    }
    return sections;
  }

  private raise<Name extends string>(
    name: string,
    list: readonly (Alert & { readonly signal: Name })[],
    measures: Readonly<Record<Name, Measure | undefined>>,
  ): void {
    for (const alert of list) {
      const measure = measures[alert.signal];
      if (measure) alarms(name, alert, measure, this.channel, { parent: this });
    }
  }

  private notifications({ events: found }: Args): void {
    if (found === undefined) return;
    const within = { parent: this };
    eventNotification(
      this.child("crashes"),
      { ...this.channel, event: events.crash, query: found.crashes },
      within,
    );
    eventNotification(
      this.child("deployments"),
      { ...this.channel, event: events.failedDeployment, query: found.failedRollouts },
      within,
    );
  }
}
