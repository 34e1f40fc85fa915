import { list, record, refuse, text, texts } from "../reading";
import type { Check, Problem, ResourceRules } from "../rules";
import { armResource } from "./arm-resource";
import { isCreation } from "./creation";
import { types } from "./types";

/** Budgets: `now` is the time that the local cloud is asked at, as with the real one. */
const periodCheck: Check = (inputs, world, self) => {
  const period = record(inputs["timePeriod"]);
  const [start, end] = [text(period["startDate"]), text(period["endDate"])];
  if (start === undefined) return [];
  const date = new Date(start);
  const path = "timePeriod.startDate";
  if (Number.isNaN(date.getTime())) return refuse(path, `InvalidBudget: '${start}' is no date`);
  if (date.getUTCDate() !== 1) return refuse(path, "InvalidBudget: the start date is the first of a month");
  if (date < new Date("2017-06-01")) return refuse(path, "InvalidBudget: is 1 June 2017 or later");
  if (end !== undefined && new Date(end) <= date)
    return refuse("timePeriod.endDate", "InvalidBudget: must be after the start date");
  const before = text(record(self?.inputs["timePeriod"])["startDate"]);
  if (!isCreation(self, world))
    return before === start ? [] : refuse(path, "InvalidBudget: the start date of a budget can't be changed");
  const now = new Date();
  const months = (date.getUTCFullYear() - now.getUTCFullYear()) * 12 + date.getUTCMonth() - now.getUTCMonth();
  if (months > 12) return refuse(path, "InvalidBudget: at most twelve months ahead");
  const grain = { Monthly: 1, Quarterly: 3, Annually: 12 }[text(inputs["timeGrain"]) ?? ""] ?? 12;
  return months <= -grain
    ? refuse(
        path,
        `InvalidBudget: the period that begins on ${start.slice(0, 10)} is over; begin with the current one`,
      )
    : [];
};

const notificationCheck: Check = (inputs) => {
  const notifications = Object.entries(record(inputs["notifications"]));
  const counts = ["Actual", "Forecasted"].map(
    (type) =>
      notifications.filter(([, value]) => (record(value)["thresholdType"] ?? "Actual") === type).length,
  );
  if (counts.some((count) => count > 5))
    return refuse("notifications", "InvalidBudget: at most five notifications of each threshold type");
  return notifications.flatMap(([key, value]): readonly Problem[] => {
    const notification = record(value);
    const path = `notifications.${key}`;
    const emails = texts(notification["contactEmails"]);
    const ways = ["contactEmails", "contactGroups", "contactRoles"].flatMap((way) => list(notification[way]));
    if (ways.length === 0)
      return refuse(
        `${path}.contactEmails`,
        "InvalidBudget: a notification has at least one address or action group",
      );
    const wrong = emails.find((each) => !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(each));
    return wrong === undefined
      ? []
      : refuse(`${path}.contactEmails`, `InvalidBudget: '${wrong}' is no e-mail address`);
  });
};

const scope = /^\/?subscriptions\/[0-9a-f-]{36}(\/resourceGroups\/[^/]+)?$/i;

const budget = (type: string): ResourceRules =>
  armResource({
    type,
    path: "Microsoft.Consumption/budgets/{budgetName}",
    within: "scope",
    name: { maximum: 63, pattern: /^[A-Za-z0-9_-]+$/, alphabet: "letters, digits, underscores and hyphens" },
    references: [{ path: "notifications.*.contactGroups[]", to: types.actionGroup, blocksDeletion: false }],
    limits: [
      { path: "amount", minimum: 0.01, reason: "InvalidBudget: must be above 0" },
      { path: "notifications.*.threshold", minimum: 0.01, maximum: 1000 },
      { path: "notifications.*.contactEmails", maximumItems: 50 },
      { path: "scope", pattern: scope, reason: "is the id of a subscription or of a resource group" },
    ],
    check: [periodCheck, notificationCheck],
    seconds: { create: 3, update: 3, delete: 2 },
  });

export const budgets: readonly ResourceRules[] = [
  budget("azure-native:consumption:Budget"),
  budget("azure-native:costmanagement:Budget"),
];
