import * as monitoring from "@pulumi/gcp/monitoring";
import * as pulumi from "@pulumi/pulumi";
import { Monitoring, type MonitoringArgs } from "../../components/monitoring";
import { type Alert, alerts } from "../../observability/alerts";
import { dashboard } from "../../observability/dashboard";
import { type Event, events } from "../../observability/events";
import { burnAlerts, objectives } from "../../observability/objectives";
import { alarms, burnAlarm, type Channel } from "./alarm";
import type { GcpComponents } from "./components";
import { dashboardBody, dashboardPages, type Section } from "./dashboard";
import { growthWarning } from "./database-growth";
import { eventNotification } from "./event-notification";
import { readinessPeriod } from "./health-check";
import { logMetric } from "./log-metric";
import {
  cacheMeasures,
  databaseMeasures,
  loadBalancerMeasures,
  routeMeasures,
  serviceMeasures,
  slowRequests,
} from "./metrics";
import { counted, type Measure } from "./prometheus-query";
import { GcpUptimeCheck } from "./uptime-check";

type Args = MonitoringArgs<GcpComponents>;

/** What Cloud Run writes about a replica that ended by itself; an end with 0 is one that was asked for. */
const crash =
  'log_id("run.googleapis.com/varlog/system") AND textPayload=~"Container called exit\\([1-9]|Uncaught signal|Container terminated on signal|[Mm]emory limit of .* exceeded"';
/** What Cloud Run's own record says about a version that did not become ready. */
const failedRevision =
  'log_id("cloudaudit.googleapis.com/system_event") AND protoPayload.status.message:"Ready condition status changed to False"';
/** What Cloud Run writes about a request for which it found no replica in time. */
const refusedRequest = 'log_id("run.googleapis.com/requests") AND textPayload:"no available instance"';

/** Alert policies and a dashboard of Cloud Monitoring, in PromQL, and an uptime check. */
export class GcpMonitoring extends Monitoring {
  override readonly dashboardUrl: pulumi.Output<string>;
  private readonly channel: Channel;

  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    this.channel = args.telemetry;
    const { project } = this.channel;
    const within = { parent: this };
    const sections = [...args.services.flatMap((service) => this.service(service)), ...this.shared(args)];
    this.notifications(args);
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
        dashboardJson: pulumi.jsonStringify(title.apply((text) => dashboardBody(text, sections))),
      },
      { parent: this, dependsOn: project.after("monitoring") },
    );
  }

  private service(service: GcpComponents["service"]): Section[] {
    const { backend, minimum, title } = service;
    const name = this.child(`service-${title}`);
    const within = { parent: this };
    const measures = serviceMeasures({ service: service.service.name, minimum });
    this.raise(name, alerts.service, measures);
    const sections = [{ heading: `${title}: replicas`, panels: dashboard.service, measures }];
    if (backend === undefined) return sections;

    const slow = logMetric(
      `${name}-slow`,
      {
        project: this.channel.project,
        description: `Requests to ${title} that took longer than the objective`,
        filter: slowRequests(backend.name),
      },
      within,
    );
    const route = routeMeasures({
      backend: backend.name,
      slow,
      service: service.service.name,
      probePeriod: readinessPeriod,
    });
    this.raise(name, alerts.route, route);
    for (const objective of objectives)
      for (const alert of burnAlerts(objective))
        burnAlarm(name, objective, alert, route[objective.bad], this.channel, within);
    return [{ heading: `${title}: requests`, panels: dashboard.route, measures: route }, ...sections];
  }

  private shared({ cache, database, loadBalancer, services }: Args): Section[] {
    const sections: Section[] = [];
    if (loadBalancer) {
      const refused = this.count(
        "refused",
        "Requests for which there was no replica",
        refusedRequest,
        services,
      );
      const measures = loadBalancerMeasures({ urlMap: loadBalancer.urlMapName, refused });
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

  /** What Cloud Run tells of once, when it happens: of the services of this stack, and of nobody else's. */
  private notifications({ services }: Args): void {
    if (services.length === 0) return;
    const tell = (role: string, event: Event, filter: string) => {
      const metric = this.count(role, event.summary, filter, services);
      eventNotification(
        this.child(`${role}-alert`),
        event,
        counted(metric, "cloud_run_revision"),
        this.channel,
        {
          parent: this,
        },
      );
    };
    tell("crashes", events.crash, crash);
    tell("deployments", events.failedDeployment, failedRevision);
  }

  /** Counts what Cloud Run logs of these services. */
  private count(role: string, description: string, filter: string, services: Args["services"]) {
    const names = pulumi
      .all(services.map(({ service }) => service.name))
      .apply((known) => known.map((name) => `"${name}"`).join(" OR "));
    return logMetric(
      this.child(role),
      {
        project: this.channel.project,
        description,
        filter: pulumi.interpolate`resource.type="cloud_run_revision" AND resource.labels.service_name=(${names}) AND ${filter}`,
      },
      { parent: this },
    );
  }
}

const lastPart = (id: string) => id.slice(id.lastIndexOf("/") + 1);
