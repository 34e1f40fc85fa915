import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import * as core from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { portName } from "../../components/kubernetes/probes";
import { Monitoring, type MonitoringArgs } from "../../components/monitoring";
import { alerts } from "../../observability/alerts";
import { dashboard } from "../../observability/dashboard";
import { events } from "../../observability/events";
import { burnAlerts, objectives } from "../../observability/objectives";
import { type AlertRule, alertRules, burnRule, eventRule, prometheusRule } from "./alert-rule";
import type { Place } from "./cluster";
import type { KubernetesComponents } from "./components";
import { dashboardJson, type Section } from "./dashboard";
import { failedRollout, type Handles, restarts, routeMeasures, serviceMeasures } from "./metrics";
import type { KubernetesService } from "./service";

type Args = MonitoringArgs<KubernetesComponents> & { readonly place: Place };

/** Most characters of the name that a dashboard has in its address (Grafana's HTTP API, "Dashboard"). */
const longestUid = 40;

/**
 * Objects for the cluster's Prometheus Operator and Grafana: what is scraped, the alerts of each service, and a dashboard. The
 * entry, the database and the cache are watched by whoever runs them.
 */
export class KubernetesMonitoring extends Monitoring {
  override readonly dashboardUrl: pulumi.Output<string>;

  constructor(name: string, { place, services }: Args, opts: pulumi.ComponentResourceOptions) {
    super("kubernetes", name, opts);
    const { namespace, cluster } = place;
    const uid = namespace.instance.slice(0, longestUid);
    if (cluster.monitoring) {
      const sections = services.flatMap((service) => this.watch(service, place));
      const { labels, ...metadata } = namespace.metadata("dashboard");
      new core.ConfigMap(
        this.child("dashboard"),
        {
          metadata: { ...metadata, labels: { ...labels, grafana_dashboard: "1" } },
          data: { [`${uid}.json`]: dashboardJson({ title: namespace.instance, uid }, sections) },
        },
        { parent: this },
      );
    }
    this.dashboardUrl = pulumi.output(
      cluster.monitoring ? `${cluster.monitoring.grafana ?? ""}/d/${uid}` : "",
    );
    this.registerOutputs({ dashboardUrl: this.dashboardUrl });
  }

  private watch(service: KubernetesService, place: Place): Section[] {
    const { namespace } = place;
    const program = service.service;
    const handles = {
      service: program,
      namespace: namespace.namespaceName,
      deployment: service.deploymentName,
    };
    const within = { parent: this };
    if (service.metrics) podMonitor(this.child(`${program}-scrape`), place, program, within);
    const measures = serviceMeasures(handles);
    const sections: Section[] = [{ heading: `${program}: replicas`, panels: dashboard.service, measures }];
    const rules = [
      ...alerts.service.flatMap((alert) => alertRules(program, alert, measures[alert.signal])),
      eventRule(program, events.crash, restarts(handles)),
      eventRule(program, events.failedDeployment, failedRollout(handles)),
    ];
    // Requests are measured by the service itself.
    const measured = service.isPublic && service.metrics;
    if (measured) {
      rules.push(...routeRules(program, handles));
      const route = { panels: dashboard.route, measures: routeMeasures(handles) };
      sections.unshift({ heading: `${program}: requests`, ...route });
    }
    prometheusRule(this.child(`${program}-rules`), { place, program, rules }, within);
    return sections;
  }
}

function routeRules(program: string, handles: Handles): AlertRule[] {
  const measures = routeMeasures(handles);
  return [
    ...alerts.route.flatMap((alert) => alertRules(program, alert, measures[alert.signal])),
    ...objectives.flatMap((objective) =>
      burnAlerts(objective).map((alert) => burnRule(program, objective, alert, measures[objective.bad])),
    ),
  ];
}

/** Has the metrics of a service's pods scraped; a service that nobody calls has no Service object to go by. */
function podMonitor(
  name: string,
  { cluster, namespace }: Place,
  program: string,
  opts: pulumi.CustomResourceOptions,
): CustomResource {
  const { labels, ...metadata } = namespace.metadata(program);
  return new CustomResource(
    name,
    {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "PodMonitor",
      metadata: { ...metadata, labels: { ...labels, ...cluster.monitoring?.labels } },
      spec: {
        selector: { matchLabels: namespace.selector(program) },
        podMetricsEndpoints: [{ port: portName, path: "/metrics", interval: "5s", scrapeTimeout: "4s" }],
      },
    },
    opts,
  );
}
