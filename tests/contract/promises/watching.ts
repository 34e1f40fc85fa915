import type { Promised } from ".";

export const watchPromises: readonly Promised[] = [
  {
    promise: "Every log is kept as long as the stack says, and not for ever",
    broken: ({ evidence: { logs }, specification: { telemetry } }) => [
      ...(logs.length === 0 ? ["there is no log"] : []),
      ...logs
        .filter(({ retentionDays }) => !(retentionDays >= telemetry.logRetentionDays))
        .map(({ name, retentionDays }) => `${name} is kept ${String(retentionDays)} days`),
    ],
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
    promise: "A dashboard shows the services, and with a domain somebody looks from outside",
    broken: ({ evidence, specification: { domain } }) => [
      ...(evidence.dashboards.length === 0 ? ["there is no dashboard"] : []),
      ...(domain !== undefined && !evidence.uptimeChecks.some((url) => url.includes(domain.name))
        ? [`nobody asks for ${domain.name}`]
        : []),
    ],
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
