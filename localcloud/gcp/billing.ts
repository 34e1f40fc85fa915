import type { Check, Problem, ResourceRules } from "../rules";
import { amount, at, list, record, refuse, shown, text, texts } from "../reading";
import { channelProblems } from "./monitoring-alerts";
import { topicType } from "./pubsub";

const amountCheck: Check = (inputs) => {
  const money = record(at(inputs, "amount.specifiedAmount"));
  const [units, nanos] = [text(money["units"]), amount(money["nanos"])];
  if (units !== undefined && !/^-?\d+$/.test(units))
    return refuse("amount.specifiedAmount.units", `Error 400: is whole units as text, not '${units}'`);
  if (nanos !== undefined && Math.abs(nanos) > 999_999_999)
    return refuse("amount.specifiedAmount.nanos", "Error 400: is from -999999999 to 999999999");
  if (units !== undefined && nanos !== undefined && Number(units) * nanos < 0)
    return refuse("amount.specifiedAmount.nanos", "Error 400: has the same sign as units");
  const currency = text(money["currencyCode"]);
  return currency !== undefined && !/^[A-Z]{3}$/.test(currency)
    ? refuse("amount.specifiedAmount.currencyCode", `Error 400: '${currency}' is no currency of ISO 4217`)
    : [];
};

const thresholdCheck: Check = (inputs) => {
  const rules = list(inputs["thresholdRules"]).map(record);
  const seen = rules.map(
    (rule) => `${shown(rule["thresholdPercent"])} ${text(rule["spendBasis"]) ?? "CURRENT_SPEND"}`,
  );
  return rules.flatMap((rule, index): readonly Problem[] => {
    const path = `thresholdRules[${String(index)}].thresholdPercent`;
    const part = amount(rule["thresholdPercent"]);
    if (part === undefined) return [];
    if (part < 0) return refuse(path, "Error 400: is 0 or more");
    if (seen.indexOf(seen[index] ?? "") !== index)
      return refuse(path, `Error 400: the threshold ${String(part)} is given twice`);
    // 1.0 is the whole budget: who writes 90 means 0.9, and would never hear of it.
    return part > 10
      ? refuse(path, `is a part of the budget: ${String(part / 100)} for ${String(part)} %`)
      : [];
  });
};

const filterCheck: Check = (inputs) => {
  const filter = record(inputs["budgetFilter"]);
  const wrong = texts(filter["projects"]).findIndex((project) => !/^projects\/[^/]+$/.test(project));
  if (wrong >= 0)
    return refuse(`budgetFilter.projects[${String(wrong)}]`, "Error 400: reads projects/PROJECT_NUMBER");
  const named = texts(filter["projects"]).findIndex((project) => !/^projects\/\d+$/.test(project));
  if (named >= 0)
    return refuse(
      `budgetFilter.projects[${String(named)}]`,
      "the interface answers with the project's number: an id here shows up as a difference for ever; write projects/PROJECT_NUMBER",
    );
  const listed = list(filter["creditTypes"]).length > 0;
  if (listed !== (filter["creditTypesTreatment"] === "INCLUDE_SPECIFIED_CREDITS"))
    return refuse("budgetFilter.creditTypes", "Error 400: are given exactly with INCLUDE_SPECIFIED_CREDITS");
  return Object.keys(record(filter["labels"])).length > 1
    ? refuse("budgetFilter.labels", "Error 400: currently, multiple labels are not supported")
    : [];
};

const receiverCheck: Check = (inputs, world) => {
  const topic = text(at(inputs, "allUpdatesRule.pubsubTopic"));
  const channels = texts(at(inputs, "allUpdatesRule.monitoringNotificationChannels"));
  const problems = channelProblems("allUpdatesRule.monitoringNotificationChannels", channels, world);
  const absent =
    topic?.split("/")[1] === world.account && world.find(topicType, topic) === undefined
      ? refuse("allUpdatesRule.pubsubTopic", `Error 404: there is no topic '${topic}'`)
      : [];
  return [...problems, ...absent];
};

/** Budgets of a billing account. */
export const budgets: readonly ResourceRules[] = [
  {
    type: "gcp:billing/budget:Budget",
    id: "billingAccounts/{billingAccount}/budgets/{name}",
    outputs: {
      name: "{hex:8}-{hex:4}-4{hex:3}-a{hex:3}-{hex:12}",
      budgetFilter: ({ inputs }) => inputs["budgetFilter"] ?? {},
    },
    immutable: ["billingAccount"],
    limits: [
      {
        path: "billingAccount",
        pattern: /^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$/,
        reason: "Error 400: is the id of a billing account, XXXXXX-XXXXXX-XXXXXX",
      },
      { path: "displayName", pattern: /^[^]{0,60}$/, reason: "Error 400: has at most 60 characters" },
      { path: "allUpdatesRule.monitoringNotificationChannels", maximumItems: 5 },
      { path: "allUpdatesRule.schemaVersion", oneOf: ["1.0"] },
      { path: "budgetFilter.calendarPeriod", oneOf: ["MONTH", "QUARTER", "YEAR"] },
      {
        path: "budgetFilter.creditTypesTreatment",
        oneOf: ["INCLUDE_ALL_CREDITS", "EXCLUDE_ALL_CREDITS", "INCLUDE_SPECIFIED_CREDITS"],
      },
      { path: "thresholdRules[].spendBasis", oneOf: ["CURRENT_SPEND", "FORECASTED_SPEND"] },
      { path: "ownershipScope", oneOf: ["ALL_USERS", "BILLING_ACCOUNT"] },
    ],
    exactlyOneOf: [["amount.specifiedAmount", "amount.lastPeriodAmount"]],
    atMostOneOf: [["budgetFilter.calendarPeriod", "budgetFilter.customPeriod"]],
    check: [
      amountCheck,
      thresholdCheck,
      filterCheck,
      (inputs) => {
        const rule = record(inputs["allUpdatesRule"]);
        return inputs["allUpdatesRule"] !== undefined &&
          rule["pubsubTopic"] === undefined &&
          rule["monitoringNotificationChannels"] === undefined &&
          rule["enableProjectLevelRecipients"] !== true
          ? refuse("allUpdatesRule", "Error 400: has a topic or notification channels")
          : [];
      },
      receiverCheck,
    ],
    seconds: { create: 3, update: 3, delete: 2 },
  },
];
