import { burnAlerts, objectives } from "../../../observability/objectives";
import { isOwners, type Promised } from ".";

export const watchPromises: readonly Promised[] = [
  {
    promise: "Every log is kept as long as the stack says, and not for ever",
    part: "logs",
    broken: ({ evidence: { logs }, specification: { telemetry } }) => [
      ...(logs.length === 0 ? ["there is no log"] : []),
      ...logs
        .filter(({ retentionDays }) => !(retentionDays >= telemetry.logRetentionDays))
        .map(({ name, retentionDays }) => `${name} is kept ${String(retentionDays)} days`),
    ],
  },
  {
    promise: "Every log is encrypted with our key",
    part: "logs",
    broken: ({ evidence: { logs }, cloud }) =>
      cloud.capabilities.telemetryEncryptionKey === true
        ? logs.filter(({ key }) => key === "").map(({ name }) => `${name} is not`)
        : [],
  },
  {
    promise: "Every alert reaches the notification channel",
    broken: ({ evidence: { alerts }, specification: { telemetry } }) => [
      ...(alerts.length === 0 ? ["there is no alert"] : []),
      // Without an address there is nobody to reach, and some clouds have no channel then.
      ...(telemetry.email === undefined && telemetry.webhook === undefined ? [] : alerts)
        .filter(({ receivers }) => receivers.length === 0)
        .map(({ name }) => `${name} reaches nobody`),
    ],
  },
  {
    promise: "The notification channel reaches the address that was given",
    broken: ({ evidence: { receivers }, specification: { telemetry } }) =>
      [telemetry.email, telemetry.webhook]
        .filter((address) => address !== undefined)
        .filter((address) => !receivers.includes(address))
        .map((address) => `${address} is not reached`),
  },
  {
    promise: "Every burn rate of every objective of a public service raises an alert",
    broken: ({ evidence, specification: { services } }) =>
      Object.entries(services)
        .filter(([, service]) => service.public)
        .flatMap(([service]) =>
          objectives.flatMap((objective) =>
            burnAlerts(objective)
              .filter(
                ({ long, short, threshold }) =>
                  !evidence.burnAlerts.some(
                    (alert) =>
                      alert.service === service &&
                      alert.bad === objective.bad &&
                      alert.long === long &&
                      alert.short === short &&
                      alert.threshold === threshold,
                  ),
              )
              .map(({ id }) => `${id} of ${service} does not`),
          ),
        ),
  },
  {
    promise: "Where requests are traced, as many are as the stack says, and their traces arrive",
    broken: ({ evidence: { services }, specification: { telemetry } }) =>
      telemetry.traceSampling === 0
        ? []
        : services.flatMap(({ name, traces: { arrive, share } }) => [
            ...(share === telemetry.traceSampling ? [] : [`${name} traces a share of ${String(share)}`]),
            ...(arrive ? [] : [`those of ${name} do not arrive`]),
          ]),
  },
  {
    promise: "A dashboard shows each service and what it keeps data in",
    broken: ({ cloud, evidence: { dashboards }, specification: { cache, database, services } }) => {
      const stores = isOwners(cloud, "data")
        ? []
        : [...(database ? ["database"] : []), ...(cache ? ["cache"] : [])];
      return [...Object.keys(services), ...stores]
        .filter((component) => !dashboards.some(({ shows }) => shows.includes(component)))
        .map((component) => `none shows ${component}`);
    },
  },
  {
    promise: "With a domain, somebody asks from outside whether the first public service is alive",
    part: "uptime",
    broken: ({ evidence: { uptimeChecks }, specification: { domain, services } }) => {
      const path = Object.values(services).find((service) => service.public)?.probes.liveness;
      if (domain === undefined || path === undefined) return [];
      const url = `https://${domain.name}${path}`;
      return uptimeChecks.includes(url) ? [] : [`nobody asks for ${url}`];
    },
  },
  {
    promise: "Who did what is recorded unchangeably where asked for",
    broken: ({ evidence: { audit }, specification }) => {
      const { trail, retentionDays } = specification.audit;
      if (!trail) return [];
      const longest = Math.max(0, ...audit.recordDays);
      return [
        ...(longest >= retentionDays ? [] : [`only for ${String(longest)} days`]),
        ...(specification.protection && !audit.recordLocked ? ["an administrator can shorten that"] : []),
      ];
    },
  },
  {
    promise: "Threat detection and posture checks are on where asked for",
    broken: ({ evidence: { audit }, specification }) => [
      ...(specification.audit.threatDetection && !audit.threatDetection ? ["no threats are detected"] : []),
      ...(specification.audit.posture && !audit.posture ? ["nothing checks the posture"] : []),
    ],
  },
  {
    promise: "A budget tells its owner at 80 % and at 100 %",
    broken: ({ evidence: { audit }, specification: { monthlyBudget } }) =>
      monthlyBudget === undefined
        ? []
        : [80, 100]
            .filter((share) => !audit.budgetAlerts.includes(share))
            .map((share) => `not at ${String(share)} %`),
  },
  {
    promise: "Everything carries the stack's tags",
    broken: ({ evidence }) => evidence.untagged.map((name) => `${name} does not`),
  },
];
