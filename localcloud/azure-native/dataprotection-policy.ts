import { at, list, record, refuse, repeated, shown, text, texts } from "../reading";
import type { Check, Problem, Properties } from "../rules";
import { types } from "./types";

/** How each kind of source is backed up, and the role that the vault needs on it ("Backup … with Azure Backup: permissions"). */
export interface Datasource {
  readonly type: string;
  readonly store: "VaultStore" | "OperationalStore";
  readonly frequencies: RegExp;
  readonly role: { readonly id: string; readonly name: string };
}

export const datasources: Readonly<Record<string, Datasource>> = {
  "Microsoft.DBforPostgreSQL/flexibleServers": {
    type: types.postgresServer,
    store: "VaultStore",
    frequencies: /^P(1D|1W)$/,
    role: {
      id: "c088a766-074b-43ba-90d4-1fb21feae531",
      name: "PostgreSQL Flexible Server Long Term Retention Backup Role",
    },
  },
  "Microsoft.Storage/storageAccounts/blobServices": {
    type: types.storageAccount,
    store: "VaultStore",
    frequencies: /^P(1D|1W)$/,
    role: { id: "e5e2a7ff-d759-4cd2-bb51-3152d37e2eb1", name: "Storage Account Backup Contributor" },
  },
};

const interval =
  /^R\/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?\/(P(?:\d+[DWMY]|T\d+H))$/;

/** A right policy for its kind of source. */
export const policyCheck: Check = (inputs) => {
  const properties = record(inputs["properties"]);
  const kinds = texts(properties["datasourceTypes"]);
  const rules = list(properties["policyRules"]).map(record);
  const [kind = ""] = kinds;
  if (list(properties["datasourceTypes"]).length !== 1)
    return refuse(
      "properties.datasourceTypes",
      "BMSUserErrorInvalidInput: a policy is for one type of data source",
    );
  const source = datasources[kind];
  if (kind !== "" && source === undefined && !/^Microsoft\.[A-Za-z]+\/[A-Za-z/]+$/.test(kind))
    return refuse(
      "properties.datasourceTypes",
      `BMSUserErrorInvalidInput: there is no data source '${kind}'`,
    );
  const retention = rules.filter(({ objectType }) => objectType === "AzureRetentionRule");
  const fallback = retention.filter(({ isDefault }) => isDefault === true);
  if (fallback.length !== 1 || fallback[0]?.["name"] !== "Default")
    return refuse(
      "properties.policyRules",
      "BMSUserErrorInvalidInput: exactly one retention rule is the default, called 'Default'",
    );
  const [twice] = repeated(rules.map(({ name }) => shown(name)));
  if (twice !== undefined)
    return refuse("properties.policyRules", `BMSUserErrorInvalidInput: two rules are called '${twice}'`);
  return rules.flatMap((rule, index): readonly Problem[] => {
    const path = `properties.policyRules[${String(index)}]`;
    return rule["objectType"] === "AzureBackupRule"
      ? backupRuleProblems(rule, path, source, retention)
      : retentionProblems(rule, path);
  });
};

function backupRuleProblems(
  rule: Properties,
  path: string,
  source: Datasource | undefined,
  retention: readonly Properties[],
): readonly Problem[] {
  const store = text(at(rule, "dataStore.dataStoreType"));
  if (source !== undefined && store !== undefined && store !== source.store)
    return refuse(
      `${path}.dataStore.dataStoreType`,
      `BMSUserErrorInvalidInput: is ${source.store} for this data source, not ${store}`,
    );
  const times = texts(at(rule, "trigger.schedule.repeatingTimeIntervals"));
  for (const time of times) {
    const frequency = interval.exec(time)?.[4];
    const place = `${path}.trigger.schedule.repeatingTimeIntervals`;
    if (frequency === undefined)
      return refuse(
        place,
        `BMSUserErrorInvalidInput: '${time}' does not read like 'R/2024-01-01T05:00:00+00:00/P1D'`,
      );
    if (source?.frequencies.test(frequency) === false)
      return refuse(
        place,
        `BMSUserErrorInvalidInput: this data source is backed up daily or weekly, not each ${frequency}`,
      );
  }
  const criteria = list(at(rule, "trigger.taggingCriteria")).map(record);
  if (rule["trigger"] !== undefined && criteria.filter(({ isDefault }) => isDefault === true).length !== 1)
    return refuse(
      `${path}.trigger.taggingCriteria`,
      "BMSUserErrorInvalidInput: exactly one tag is the default",
    );
  const names = retention.map(({ name }) => name);
  const lost = criteria.findIndex((each) => !names.includes(at(each, "tagInfo.tagName") ?? null));
  return lost < 0
    ? []
    : refuse(
        `${path}.trigger.taggingCriteria[${String(lost)}].tagInfo.tagName`,
        `BMSUserErrorInvalidInput: there is no retention rule '${shown(at(criteria[lost] ?? {}, "tagInfo.tagName"))}'`,
      );
}

/** Days of an ISO 8601 duration of one unit, months and years as Azure Backup counts them. */
function daysOf(duration: string): number | undefined {
  const match = /^P(\d+)([DWMY])$/.exec(duration);
  const unit = { D: 1, W: 7, M: 30, Y: 365 }[match?.[2] ?? ""];
  return match === null || unit === undefined ? undefined : Number(match[1]) * unit;
}

function retentionProblems(rule: Properties, path: string): readonly Problem[] {
  const lifecycles = list(rule["lifecycles"]).map(record);
  if (lifecycles.length === 0)
    return refuse(`${path}.lifecycles`, "BMSUserErrorInvalidInput: needs at least one");
  return lifecycles.flatMap((each, index) => {
    const duration = text(at(each, "deleteAfter.duration"));
    const place = `${path}.lifecycles[${String(index)}].deleteAfter.duration`;
    if (duration === undefined) return [];
    const days = daysOf(duration);
    if (days === undefined)
      return refuse(place, `BMSUserErrorInvalidInput: '${duration}' does not read like 'P35D'`);
    return days < 7 || days > 3650
      ? refuse(place, `BMSUserErrorInvalidInput: backups are kept 7 days to 10 years, not ${duration}`)
      : [];
  });
}

/** What exists stays as it is. */
export const policyChange: Check = (inputs, _world, self) =>
  self !== undefined && JSON.stringify(self.inputs["properties"]) !== JSON.stringify(inputs["properties"])
    ? refuse(
        "properties",
        "UserErrorPolicyUpdateNotSupported: a backup policy can't be changed; make a new one and use that",
      )
    : [];
