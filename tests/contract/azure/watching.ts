import type { BurnAlertEvidence, Evidence } from "../evidence";
import { at, list, number, type Resource, type Resources, text } from "../resource";
import { deployed } from "./services";

type Watching = Pick<
  Evidence,
  "logs" | "alerts" | "burnAlerts" | "receivers" | "dashboards" | "uptimeChecks" | "audit"
>;

const actionGroup = "azure-native:monitor:ActionGroup";

/** Types of alerts, and where each names its action groups. */
const alertTypes: readonly (readonly [string, (resource: Resource) => readonly string[]])[] = [
  [
    "azure-native:monitor:MetricAlert",
    ({ inputs }) => list(inputs["actions"]).map((action) => text(at(action, "actionGroupId"))),
  ],
  [
    "azure-native:monitor:ScheduledQueryRule",
    ({ inputs }) => list(at(inputs, "actions.actionGroups")).map(text),
  ],
  [
    "azure-native:monitor:ActivityLogAlert",
    ({ inputs }) => list(at(inputs, "actions.actionGroups")).map((group) => text(at(group, "actionGroupId"))),
  ],
  [
    "azure-native:alertsmanagement:AlertProcessingRuleByName",
    ({ inputs }) =>
      list(at(inputs, "properties.actions")).flatMap((action) =>
        list(at(action, "actionGroupIds")).map(text),
      ),
  ],
];

/** A program, and what dashboards and alerts on requests call it. */
export interface Program {
  readonly component: string;
  /** What a dashboard names it by. */
  readonly measuredAs: string;
  /** Host of the origin that its requests are known by; absent: it takes none. */
  readonly origin?: string;
}

export function watching(resources: Resources, programs: readonly Program[] = apps(resources)): Watching {
  return {
    logs: resources
      .of("azure-native:operationalinsights:Workspace")
      .map(({ name, inputs }) => ({ name, retentionDays: number(inputs["retentionInDays"]), key: "" })),
    alerts: alertTypes.flatMap(([type, receivers]) =>
      resources
        .of(type)
        .map((alert) => ({ name: alert.name, receivers: existing(resources, receivers(alert)) })),
    ),
    receivers: resources
      .of(actionGroup)
      .filter(({ inputs }) => inputs["enabled"] === true)
      .flatMap(({ inputs }) => [
        ...list(inputs["emailReceivers"]).map((each) => text(at(each, "emailAddress"))),
        ...list(inputs["webhookReceivers"]).map((each) => text(at(each, "serviceUri"))),
      ]),
    burnAlerts: resources
      .of("azure-native:monitor:ScheduledQueryRule")
      .filter(({ inputs }) => inputs["enabled"] === true)
      .flatMap(({ inputs }) => list(at(inputs, "criteria.allOf")))
      .flatMap((criterion) => burnAlerts(programs, text(at(criterion, "query")))),
    dashboards: resources.of("azure-native:applicationinsights:Workbook").map(({ name, inputs }) => ({
      name,
      shows: shown(resources, programs, text(inputs["serializedData"])),
    })),
    uptimeChecks: resources
      .of("azure-native:applicationinsights:WebTest")
      .filter(({ inputs }) => inputs["enabled"] === true)
      .map(({ inputs }) => text(at(inputs, "request.requestUrl"))),
    audit: {
      ...records(resources),
      threatDetection: deployed(resources, "Microsoft.Security/pricings").some(
        (plan) => plan !== "CloudPosture",
      ),
      posture:
        deployed(resources, "Microsoft.Security/pricings").includes("CloudPosture") &&
        resources.some("azure-native:authorization:PolicyAssignment", "enforcementMode", "Default"),
      budgetAlerts: resources.of("azure-native:consumption:Budget").flatMap(({ inputs }) => {
        const notifications = Object.values((inputs["notifications"] ?? {}) as Resource["inputs"]);
        return notifications
          .filter((each) => existing(resources, list(at(each, "contactGroups")).map(text)).length > 0)
          .map((each) => number(at(each, "threshold")));
      }),
    },
  };
}

function existing(resources: Resources, groups: readonly string[]): string[] {
  return groups.filter((id) => resources.with(actionGroup, id) !== undefined);
}

/** The storage account that the activity log is sent to, and what keeps it from changing. */
function records(resources: Resources): Pick<Evidence["audit"], "recordDays" | "recordLocked"> {
  const accounts = resources
    .of("azure-native:monitor:SubscriptionDiagnosticSetting")
    .filter(({ inputs }) =>
      list(inputs["logs"]).some(
        (log) => at(log, "category") === "Administrative" && at(log, "enabled") === true,
      ),
    )
    .map(({ inputs }) => resources.with("azure-native:storage:StorageAccount", inputs["storageAccountId"]))
    .filter((account) => account !== undefined);
  const days = resources
    .of("azure-native:storage:BlobContainerImmutabilityPolicy")
    .filter(({ inputs }) =>
      accounts.some((account) => account.inputs["accountName"] === inputs["accountName"]),
    )
    .map(({ inputs }) => number(inputs["immutabilityPeriodSinceCreationInDays"]));
  const locks = resources
    .of("azure-native:authorization:ManagementLockByScope")
    .map(({ inputs }) => inputs["scope"]);
  return { recordDays: days, recordLocked: accounts.some(({ id }) => locks.includes(id)) };
}

/** A query for the share of bad requests to an app that is above a limit in two windows. */
function burnAlerts(programs: readonly Program[], query: string): BurnAlertEvidence[] {
  const [, long, short, threshold] =
    /union \(Share\((\d+)s\)\), \(Share\((\d+)s\)\)\s*\| where Value > ([\d.]+)[^]*Failing == 2/.exec(
      query,
    ) ?? [];
  const [, host] = /Origin =~ "([^"]+)"/.exec(query) ?? [];
  const service = programs.find(({ origin }) => origin !== undefined && origin === host);
  const [, counted = ""] = /countif\((Status >= 500|Taken > \d+)\)/.exec(query) ?? [];
  if (service === undefined || counted === "") return [];
  return [
    {
      service: service.component,
      bad: counted.startsWith("Status") ? "errors" : "slow",
      long: number(long),
      short: number(short),
      threshold: number(threshold),
    },
  ];
}

/** Components whose program, server or cluster a workbook names. */
function shown(resources: Resources, programs: readonly Program[], body: string): string[] {
  const stores = [
    ...resources.of("azure-native:dbforpostgresql:Server"),
    ...resources.of("azure-native:redisenterprise:RedisEnterprise"),
  ].map(({ component, id }) => ({ component, measuredAs: id }));
  return [...programs, ...stores]
    .filter(({ measuredAs }) => body.includes(`\\"${measuredAs}\\"`))
    .map(({ component }) => component);
}

function apps(resources: Resources): Program[] {
  const origins = resources.of("azure-native:cdn:AFDOrigin").map(({ inputs }) => text(inputs["hostName"]));
  return resources.of("azure-native:app:ContainerApp").map(({ component, id, inputs }) => {
    const origin = origins.find((host) => host.startsWith(`${text(inputs["containerAppName"])}.`));
    return { component, measuredAs: id, ...(origin !== undefined && { origin }) };
  });
}
