import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Monitoring, type MonitoringArgs } from "../../components/monitoring";
import { type Alert, alerts } from "../../observability/alerts";
import { dashboard } from "../../observability/dashboard";
import { events } from "../../observability/events";
import type { EverySignal } from "../../observability/signals";
import { burnAlerts, objectives } from "../../observability/objectives";
import { alarms, burnAlarm } from "./alarm";
import type { AwsSharedComponents } from "./components";
import { dashboardBody, type Section } from "./dashboard";
import { eventNotification } from "./event-notification";
import {
  cacheMeasures,
  databaseMeasures,
  loadBalancerMeasures,
  type Measure,
  routeMeasures,
} from "./metrics";
import { AwsUptimeCheck } from "./uptime-check";
import { physicalName } from "./names";

/** A service, as it is watched. */
export interface WatchedService {
  /** Name in the stack file. */
  readonly service: string;
  readonly clusterName: pulumi.Output<string>;
  readonly measures: EverySignal<"service", Measure>;
  /** Dimension of its request metrics; absent when it is not public. */
  readonly targetGroupArnSuffix?: pulumi.Output<string>;
  /** That of its second target group, if it has one. */
  readonly alternateArnSuffix?: pulumi.Output<string>;
}

export type AwsMonitoringArgs = Omit<MonitoringArgs<AwsSharedComponents>, "services"> & {
  readonly services: readonly WatchedService[];
};

type Args = AwsMonitoringArgs;

/** CloudWatch alarms, a dashboard, and an uptime check by Route 53. */
export class AwsMonitoring extends Monitoring {
  override readonly dashboardUrl: pulumi.Output<string>;
  private readonly topics: readonly pulumi.Output<string>[];

  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("aws", name, opts);
    const { account, alertTopicArn } = args.telemetry;
    this.topics = [alertTopicArn];
    const sections = [
      ...args.services.flatMap((service) => this.service(service, args.loadBalancer)),
      ...this.stores(args),
    ];
    this.notifications(args);
    if (args.uptimeCheck && args.loadBalancer)
      new AwsUptimeCheck(
        this.child("uptime"),
        { url: args.loadBalancer.url, path: args.uptimePath, topicArn: alertTopicArn, account },
        { parent: this },
      );

    // A dashboard is not named by itself, and its name must be the only one of its kind in the account.
    const suffix = new random.RandomId(this.child("suffix"), { byteLength: 4 }, { parent: this });
    const board = new cloudwatch.Dashboard(
      this.child("dashboard"),
      {
        dashboardName: suffix.hex.apply((hex) => physicalName("dashboard", "platform", hex)),
        dashboardBody: pulumi.jsonStringify(dashboardBody(sections, account.region)),
      },
      { parent: this },
    );
    this.dashboardUrl = pulumi.interpolate`https://${account.region}.console.aws.amazon.com/cloudwatch/home?region=${account.region}#dashboards/dashboard/${board.dashboardName}`;
    this.registerOutputs({ dashboardUrl: this.dashboardUrl });
  }

  private service(service: WatchedService, loadBalancer: Args["loadBalancer"]): Section[] {
    const name = this.child(`service-${service.service}`);
    const { measures } = service;
    this.raise(name, alerts.service, measures);
    const sections = [{ heading: `${service.service}: replicas`, panels: dashboard.service, measures }];
    const targetGroup = service.targetGroupArnSuffix;
    if (loadBalancer === undefined || targetGroup === undefined) return sections;

    const route = routeMeasures({
      loadBalancer: loadBalancer.arnSuffix,
      targetGroup,
      alternate: service.alternateArnSuffix,
    });
    this.raise(name, alerts.route, route);
    for (const objective of objectives)
      for (const alert of burnAlerts(objective))
        burnAlarm(name, objective, alert, route[objective.bad], { topics: this.topics }, { parent: this });
    return [
      { heading: `${service.service}: requests`, panels: dashboard.route, measures: route },
      ...sections,
    ];
  }

  private stores({ loadBalancer, database, cache }: Args): Section[] {
    const sections: Section[] = [];
    if (loadBalancer) {
      const measures = loadBalancerMeasures(loadBalancer.arnSuffix);
      this.raise(this.child("entry"), alerts.loadBalancer, measures);
      sections.push({ heading: "Load balancer", panels: dashboard.loadBalancer, measures });
    }
    if (database) {
      const { identifier, storage, size } = database;
      const measures = databaseMeasures({ identifier, storage, ...size });
      this.raise(this.child("database"), alerts.database, measures);
      sections.push({ heading: "Database", panels: dashboard.database, measures });
    }
    if (cache) {
      const measures = cacheMeasures(cache.nodeIds);
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
    for (const alert of list)
      alarms(name, alert, measures[alert.signal], { topics: this.topics }, { parent: this });
  }

  /** What ECS tells of once, when it happens: of the cluster that the services run on, and of nobody else's. */
  protected notifications({ services, telemetry }: Args): void {
    const [first] = services;
    if (first === undefined) return;
    const { account, alertTopicArn: topicArn } = telemetry;
    const place = pulumi.interpolate`arn:aws:ecs:${account.region}:${account.id}`;
    eventNotification(
      this.child("crashes"),
      {
        event: events.crash,
        pattern: {
          source: ["aws.ecs"],
          "detail-type": ["ECS Task State Change"],
          detail: {
            clusterArn: [pulumi.interpolate`${place}:cluster/${first.clusterName}`],
            group: [{ prefix: "service:" }],
            lastStatus: ["STOPPED"],
            stopCode: ["EssentialContainerExited"],
          },
        },
        details: { service: "$.detail.group", reason: "$.detail.stoppedReason", task: "$.detail.taskArn" },
        topicArn,
      },
      { parent: this },
    );
    eventNotification(
      this.child("deployments"),
      {
        event: events.failedDeployment,
        pattern: {
          source: ["aws.ecs"],
          "detail-type": ["ECS Deployment State Change"],
          detail: { eventName: ["SERVICE_DEPLOYMENT_FAILED"] },
          resources: [{ prefix: pulumi.interpolate`${place}:service/${first.clusterName}/` }],
        },
        details: { service: "$.resources[0]", reason: "$.detail.reason" },
        topicArn,
      },
      { parent: this },
    );
  }
}
