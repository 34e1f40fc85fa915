import { list, record, refuse, repeated, shown, text, texts } from "../reading";
import type { Check, Problem, ResourceRules } from "../rules";
import { armResource } from "./arm-resource";
import { types } from "./types";

const receivers = [
  "armRoleReceivers",
  "automationRunbookReceivers",
  "azureAppPushReceivers",
  "azureFunctionReceivers",
  "emailReceivers",
  "eventHubReceivers",
  "itsmReceivers",
  "logicAppReceivers",
  "smsReceivers",
  "voiceReceivers",
  "webhookReceivers",
];

const receiverCheck: Check = (inputs) => {
  const names = receivers.flatMap((kind) => list(inputs[kind]).map((each) => record(each)["name"]));
  const [twice] = repeated(names.filter((name) => name !== undefined));
  return twice === undefined
    ? []
    : refuse("", `InvalidActionGroup: two receivers are called '${shown(twice)}'`);
};

const addressCheck: Check = (inputs) => {
  const wrong = (kind: string, field: string, right: RegExp, words: string): readonly Problem[] =>
    list(inputs[kind]).flatMap((each, index) => {
      const given = text(record(each)[field]);
      return given === undefined || right.test(given)
        ? []
        : refuse(`${kind}[${String(index)}].${field}`, `InvalidActionGroup: '${given}' is no ${words}`);
    });
  return [
    ...wrong("emailReceivers", "emailAddress", /^[^\s@]+@[^\s@]+\.[^\s@]+$/, "e-mail address"),
    ...wrong("webhookReceivers", "serviceUri", /^https?:\/\/[^\s/]+/, "http or https address"),
    ...wrong("smsReceivers", "phoneNumber", /^\d{4,15}$/, "phone number (digits, without the country code)"),
    ...wrong("smsReceivers", "countryCode", /^\d{1,3}$/, "country code (digits)"),
  ];
};

/** Regions that process notifications ("Action groups": regional processing); all others use `global`. */
const actionLocations = [
  "global",
  "australiaeast",
  "eastus2",
  "germanywestcentral",
  "northcentralus",
  "northeurope",
  "southcentralus",
  "swedencentral",
  "westeurope",
];

export const actionGroups: readonly ResourceRules[] = [
  armResource({
    type: types.actionGroup,
    path: "Microsoft.Insights/actionGroups/{actionGroupName}",
    name: {
      maximum: 260,
      pattern: /^[^:<>+/&%\\?|]*[^:<>+/&%\\?| .]$/,
      alphabet: String.raw`none of : < > + / & % \ ? |, and neither a space nor a period at the end`,
    },
    limits: [
      {
        path: "groupShortName",
        pattern: /^[^]{1,12}$/,
        reason: "InvalidActionGroup: the short name has 1 to 12 characters",
      },
      { path: "emailReceivers", maximumItems: 1000 },
      { path: "webhookReceivers", maximumItems: 10 },
      { path: "smsReceivers", maximumItems: 10 },
      { path: "location", oneOf: actionLocations },
    ],
    check: [receiverCheck, addressCheck],
    seconds: { create: 3, update: 3, delete: 3 },
  }),
];

const filterOperators = ["Equals", "NotEquals", "Contains", "DoesNotContain"];

const processingCheck: Check = (inputs) => {
  const properties = record(inputs["properties"]);
  const actions = list(properties["actions"]).map(record);
  if (actions.length !== 1)
    return refuse("properties.actions", "InvalidAlertProcessingRule: a rule has exactly one action");
  const groups = texts(actions[0]?.["actionGroupIds"]);
  if (actions[0]?.["actionType"] === "AddActionGroups" && (groups.length < 1 || groups.length > 5))
    return refuse("properties.actions[0].actionGroupIds", "InvalidAlertProcessingRule: 1 to 5 action groups");
  const operator = list(properties["conditions"]).findIndex(
    (each) => !filterOperators.includes(text(record(each)["operator"]) ?? "Equals"),
  );
  return operator < 0
    ? []
    : refuse(
        `properties.conditions[${String(operator)}].operator`,
        `is one of ${filterOperators.join(", ")}`,
      );
};

const scopeCheck: Check = (inputs) =>
  texts(record(inputs["properties"])["scopes"]).flatMap((scope, index) =>
    /^\/subscriptions\/[^/]+/.test(scope)
      ? []
      : refuse(
          `properties.scopes[${String(index)}]`,
          `InvalidAlertProcessingRule: '${scope}' is no resource id`,
        ),
  );

/** Rules that add action groups to alerts which Azure itself raises. */
export const processingRules: readonly ResourceRules[] = [
  armResource({
    type: "azure-native:alertsmanagement:AlertProcessingRuleByName",
    path: "Microsoft.AlertsManagement/actionRules/{alertProcessingRuleName}",
    location: "global",
    name: {
      maximum: 260,
      pattern: /^[^*#&+:<>?@%{}\\/]+$/,
      alphabet: String.raw`none of * # & + : < > ? @ % { } \ /`,
    },
    references: [{ path: "properties.actions[].actionGroupIds[]", to: types.actionGroup }],
    limits: [{ path: "properties.scopes", minimumItems: 1, maximumItems: 100 }],
    check: [processingCheck, scopeCheck],
    seconds: { create: 3, update: 3, delete: 3 },
  }),
];
