import type { Check, Problem, ResourceRules } from "../rules";
import { account, globalArn } from "./account";
import { types } from "./types";
import { list, record, refuse, text, texts } from "../reading";

const notificationCheck: Check = (inputs) =>
  list(inputs["notifications"]).flatMap((value, index): readonly Problem[] => {
    const notification = record(value);
    const path = `notifications[${String(index)}]`;
    const addresses = texts(notification["subscriberEmailAddresses"]);
    const topics = texts(notification["subscriberSnsTopicArns"]);
    if (addresses.length + topics.length === 0 && notification["subscriberEmailAddresses"] === undefined)
      return refuse(path, "InvalidParameterException: a notification has at least one subscriber");
    if (addresses.length > 10)
      return refuse(`${path}.subscriberEmailAddresses`, "InvalidParameterException: at most 10 addresses");
    if (topics.length > 1)
      return refuse(`${path}.subscriberSnsTopicArns`, "InvalidParameterException: at most one topic");
    const wrong = addresses.find((each) => !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(each));
    return wrong === undefined
      ? []
      : refuse(
          `${path}.subscriberEmailAddresses`,
          `InvalidParameterException: '${wrong}' is no e-mail address`,
        );
  });

export const budgets: readonly ResourceRules[] = [
  {
    type: "aws:budgets/budget:Budget",
    name: {
      property: "name",
      maximum: 100,
      pattern: /^(?!.*\/action\/)[^:\\]+$/,
      alphabet: "no ':' and no '\\'",
      unique: "account",
    },
    id: "{account}:{name}",
    outputs: {
      accountId: account,
      arn: globalArn("budgets", "budget/{name}"),
      timePeriodStart: "2026-01-01_00:00",
      timePeriodEnd: "2087-06-15_00:00",
    },
    references: [
      {
        path: "notifications[].subscriberSnsTopicArns[]",
        to: types.topic,
        by: "arn",
        anyRegion: true,
        blocksDeletion: false,
      },
    ],
    immutable: ["name", "accountId"],
    limits: [
      {
        path: "budgetType",
        oneOf: [
          "COST",
          "USAGE",
          "SAVINGS_PLANS_COVERAGE",
          "SAVINGS_PLANS_UTILIZATION",
          "RI_COVERAGE",
          "RI_UTILIZATION",
        ],
      },
      { path: "timeUnit", oneOf: ["DAILY", "MONTHLY", "QUARTERLY", "ANNUALLY", "CUSTOM"] },
      { path: "limitAmount", pattern: /^\d+(\.\d+)?$/, reason: "is a number, as text" },
      { path: "notifications", maximumItems: 10 },
      { path: "notifications[].comparisonOperator", oneOf: ["LESS_THAN", "EQUAL_TO", "GREATER_THAN"] },
      { path: "notifications[].notificationType", oneOf: ["ACTUAL", "FORECASTED"] },
      { path: "notifications[].thresholdType", oneOf: ["PERCENTAGE", "ABSOLUTE_VALUE"] },
      { path: "notifications[].threshold", minimum: 0.1, maximum: 1_000_000_000 },
    ],
    check: [
      notificationCheck,
      (inputs) =>
        ["limitAmount", "plannedLimits", "autoAdjustData"].every((each) => inputs[each] === undefined)
          ? refuse(
              "limitAmount",
              "InvalidParameterException: a budget has a limit, planned limits or adjusts itself",
            )
          : [],
      (inputs) =>
        inputs["budgetType"] === "COST" && inputs["limitUnit"] !== undefined && inputs["limitUnit"] !== "USD"
          ? refuse(
              "limitUnit",
              `InvalidParameterException: a cost budget is in USD, not ${text(inputs["limitUnit"]) ?? ""}`,
            )
          : [],
    ],
    seconds: { create: 2, delete: 1 },
  },
];
