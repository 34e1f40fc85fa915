import * as monitoring from "@pulumi/gcp/monitoring";
import * as pulumi from "@pulumi/pulumi";
import { Monitoring, type MonitoringArgs } from "../../components/monitoring";
import { type Alert, alerts } from "../../observability/alerts";
import { dashboard } from "../../observability/dashboard";
import { burnAlerts, objectives } from "../../observability/objectives";
import type { EverySignal } from "../../observability/signals";
import { alarms, burnAlarm, type Channel } from "./alarm";
import type { GcpSharedComponents } from "./components";
import { dashboardBody, dashboardPages, type Section } from "./dashboard";
import { growthWarning } from "./database-growth";
import { logMetric } from "./log-metric";
import { cacheMeasures, databaseMeasures, loadBalancerMeasures, slowRequests } from "./metrics";
import type { Measure, Named, Series } from "./prometheus-query";
import { GcpUptimeCheck } from "./uptime-check";

/** A service, as it is watched. */
export interface WatchedService {
  /** Name in the stack file. */
  readonly title: string;
  readonly measures: EverySignal<"service", Measure>;
  /** Its requests; absent when it is not public. */
  readonly requests?: WatchedRequests;
}

export interface WatchedRequests {
  /** Name of the load balancer's backend service that takes them. */
  readonly backend: Named;
  /** @param slow name of the log metric of requests that took longer than the objective */
  measures(slow: pulumi.Output<string>): EverySignal<"route", Measure>;
}

/** The load balancer, as it is watched. */
export interface WatchedEntry {
  /** Host name or address, for the uptime check. */
  readonly host: pulumi.Output<string>;
  readonly urlMap: Named;
}

export type GcpWatchArgs<Service extends WatchedService> = Omit<
  MonitoringArgs<GcpSharedComponents>,
  "services" | "loadBalancer"
> & {
  readonly services: readonly Service[];
  readonly loadBalancer?: WatchedEntry | undefined;
};

/**
 * Alert policies and a dashboard of Cloud Monitoring, in PromQL, and an uptime check: what is the same whatever services run
 * on.
 */
export abstract class GcpWatch<Service extends WatchedService> extends Monitoring {
  override readonly dashboardUrl: pulumi.Output<string>;
  protected readonly channel: Channel;

  constructor(name: string, args: GcpWatchArgs<Service>, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    this.channel = args.telemetry;
    const { project } = this.channel;
    const within = { parent: this };
    const sections = [...args.services.flatMap((service) => this.service(service)), ...this.shared(args)];
    if (args.services.length > 0) this.notifications(args);
    if (args.uptimeCheck && args.loadBalancer)
      new GcpUptimeCheck(
        this.child("uptime"),
        { host: args.loadBalancer.host, path: args.uptimePath, channel: this.channel },
        within,
      );
    const [first, ...others] = dashboardPages(sections);
    const board = this.dashboard("dashboard", first);
    others.forEach((page, index) => this.dashboard(`dashboard-${String(index + 2)}`, page));
    this.dashboardUrl = pulumi.interpolate`https://console.cloud.google.com/monitoring/dashboards/builder/${board.id.apply(lastPart)}?project=${project.id}`;
    this.registerOutputs({ dashboardUrl: this.dashboardUrl });
  }

  private dashboard(role: string, sections: readonly Section[]): monitoring.Dashboard {
    const { project } = this.channel;
    const title = project.suffix.apply((suffix) => `${role.replace("dashboard", "platform")}-${suffix}`);
    return new monitoring.Dashboard(
      this.child(role),
      {
        project: project.id,
        dashboardJson: pulumi.jsonStringify(dashboardBody(title, sections)),
      },
      { parent: this, dependsOn: project.after("monitoring") },
    );
  }

  /** Tells of what happens to replicas, once it has. Called with at least one service. */
  protected abstract notifications(args: GcpWatchArgs<Service>): void;

  /** Requests for which there was no replica. */
  protected abstract refused(entry: WatchedEntry, services: readonly Service[]): Series;

  private service({ measures, requests, title }: Service): Section[] {
    const name = this.child(`service-${title}`);
    const within = { parent: this };
    this.raise(name, alerts.service, measures);
    const sections = [{ heading: `${title}: replicas`, panels: dashboard.service, measures }];
    if (requests === undefined) return sections;

    const slow = logMetric(
      `${name}-slow`,
      {
        project: this.channel.project,
        description: `Requests to ${title} that took longer than the objective`,
        filter: slowRequests(requests.backend),
      },
      within,
    );
    const route = requests.measures(slow);
    this.raise(name, alerts.route, route);
    for (const objective of objectives)
      for (const alert of burnAlerts(objective))
        burnAlarm(name, objective, alert, route[objective.bad], this.channel, within);
    return [{ heading: `${title}: requests`, panels: dashboard.route, measures: route }, ...sections];
  }

  private shared({ cache, database, loadBalancer, services }: GcpWatchArgs<Service>): Section[] {
    const sections: Section[] = [];
    if (loadBalancer) {
      const refused = this.refused(loadBalancer, services);
      const measures = loadBalancerMeasures({ urlMap: loadBalancer.urlMap, refused });
      this.raise(this.child("entry"), alerts.loadBalancer, measures);
      sections.push({ heading: "Load balancer", panels: dashboard.loadBalancer, measures });
    }
    if (database) {
      const { instance, size, storage } = database;
      const id = pulumi.interpolate`${database.project.id}:${instance.name}`;
      const measures = databaseMeasures({ id, storage, connections: size.connections });
      this.raise(this.child("database"), alerts.database, measures);
      growthWarning(
        this.child("database-growth-warning"),
        { id, maximum: database.maximumStorage },
        this.channel,
        { parent: this },
      );
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
    measures: Readonly<Record<Name, Measure>>,
  ): void {
    for (const alert of list) alarms(name, alert, measures[alert.signal], this.channel, { parent: this });
  }

  /** Counts log entries; answers with the metric's name. */
  protected count(role: string, description: string, filter: pulumi.Input<string>): pulumi.Output<string> {
    return logMetric(
      this.child(role),
      { project: this.channel.project, description, filter },
      { parent: this },
    );
  }
}

const lastPart = (id: string) => id.slice(id.lastIndexOf("/") + 1);
