import { events } from "../../../observability/events";
import type { Value } from "../../unit/mocks";
import type { BurnAlertEvidence, Evidence } from "../evidence";
import { at, list, parsed, type Resource, type Resources, text } from "../resource";

type Alerting = Pick<Evidence, "alerts" | "receivers" | "burnAlerts" | "dashboards" | "backups">;

/** Rules and receivers for the cluster's Prometheus and Alertmanager, Grafana's dashboard, and the dump with its alerts. */
export function alerting(resources: Resources): Alerting {
  const rules = resources
    .of("kubernetes:monitoring.coreos.com/v1:PrometheusRule")
    .flatMap(({ inputs }) => list(at(inputs, "spec.groups")))
    .flatMap((group) => list(at(group, "rules")));
  const alerts = rules.map((rule) => ({
    name: text(at(rule, "alert")),
    receivers: receiversOf(resources, at(rule, "labels")),
  }));
  const dumps = resources.of("kubernetes:batch/v1:CronJob");
  return {
    alerts,
    receivers: addresses(resources),
    burnAlerts: rules.flatMap(burnAlert),
    dashboards: dashboards(resources),
    backups: {
      ...{ retentionDays: [], copies: [], locked: [] },
      // Where they end up is known by whoever keeps them.
      dumps: dumps.map(() => ""),
      failureAlerts: alerts
        .filter(({ name, receivers }) => name === `dump-${events.failedDump.id}` && receivers.length > 0)
        .map(({ name }) => name),
    },
  };
}

const configurations = (resources: Resources): readonly Resource[] =>
  resources.of("kubernetes:monitoring.coreos.com/v1alpha1:AlertmanagerConfig");

/** Receivers that an alert with these labels is handed to: of its own namespace, where every matcher fits. */
function receiversOf(resources: Resources, labels: Value): string[] {
  return configurations(resources)
    .filter(
      ({ inputs }) =>
        at(inputs, "metadata.namespace") === at(labels, "namespace") &&
        list(at(inputs, "spec.route.matchers")).every(
          (matcher) => at(labels, text(at(matcher, "name"))) === at(matcher, "value"),
        ),
    )
    .map(({ id, inputs }) => `${id}/${text(at(inputs, "spec.route.receiver"))}`);
}

function addresses(resources: Resources): string[] {
  const receivers = configurations(resources).flatMap(({ inputs }) => list(at(inputs, "spec.receivers")));
  const mails = receivers.flatMap((each) =>
    list(at(each, "emailConfigs")).map((mail) => text(at(mail, "to"))),
  );
  const hooks = receivers
    .flatMap((each) => list(at(each, "webhookConfigs")))
    .map((hook) => {
      const secret = resources
        .of("kubernetes:core/v1:Secret")
        .find(({ outputs }) => at(outputs, "metadata.name") === at(hook, "urlSecret.name"));
      return text(at(secret?.inputs, `stringData.${text(at(hook, "urlSecret.key"))}`));
    });
  return [...mails, ...hooks];
}

/** `(BAD[LONG]) > LIMIT and (BAD[SHORT]) > LIMIT`. */
function burnAlert(rule: Value): BurnAlertEvidence[] {
  const [, long = "", limit = "", short = "", other] =
    /^\((.+)\) > ([\d.]+) and \((.+)\) > ([\d.]+)$/.exec(text(at(rule, "expr"))) ?? [];
  const bad = long.includes("_errors_total") ? "errors" : long.includes("_duration_") ? "slow" : undefined;
  if (bad === undefined || limit !== other) return [];
  const seconds = (query: string): number => Number(/\[(\d+)s\]/.exec(query)?.[1]);
  const service = text(at(rule, "labels.service"));
  return [{ service, bad, long: seconds(long), short: seconds(short), threshold: Number(limit) }];
}

/** Who each graph is of is said by its query. */
function dashboards(resources: Resources): Evidence["dashboards"] {
  return resources
    .of("kubernetes:core/v1:ConfigMap")
    .filter(({ inputs }) => at(inputs, "metadata.labels.grafana_dashboard") === "1")
    .map(({ inputs, name }) => {
      const files = Object.values(inputs["data"] ?? {}).map(parsed);
      const queries = files
        .flatMap((file) => list(at(file, "panels")))
        .flatMap((panel) => list(at(panel, "targets")).map((target) => text(at(target, "expr"))));
      const shows = queries.flatMap((query) => /container="([^"]+)"/.exec(query)?.[1] ?? []);
      return { name, shows: [...new Set(shows)] };
    });
}
