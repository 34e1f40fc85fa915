import type { Check, Problem, ResourceRules } from "../rules";
import { amount, at, record, refuse, text, texts } from "../reading";
import { seconds } from "./duration";
import { labelProblems } from "./every-resource";
import { alertPolicy, alertPolicyType } from "./monitoring-alerts";
import { dashboard } from "./monitoring-dashboard";
import { metricDescriptor } from "./monitoring-metric";
import { uptimeCheck } from "./monitoring-uptime";
import { lastPart } from "./names";
import { projectNumber } from "./project";
import { types } from "./types";

const customServiceType = "gcp:monitoring/customService:CustomService";
const genericServiceType = "gcp:monitoring/genericService:GenericService";
const userLabelCheck: Check = (inputs) => labelProblems("userLabels", record(inputs["userLabels"]));

/** Labels that a type of channel needs, and those that it keeps secret (channel descriptors of the Monitoring API). */
const channels: Readonly<
  Record<string, { readonly labels: readonly string[]; readonly sensitive?: readonly string[] }>
> = {
  email: { labels: ["email_address"] },
  sms: { labels: ["number"] },
  slack: { labels: ["channel_name"], sensitive: ["authToken"] },
  pagerduty: { labels: [], sensitive: ["serviceKey"] },
  pubsub: { labels: ["topic"] },
  webhook_tokenauth: { labels: ["url"] },
  webhook_basicauth: { labels: ["url", "username"], sensitive: ["password"] },
  google_chat: { labels: ["space"] },
  campfire: { labels: ["subdomain", "room"] },
  hipchat: { labels: ["room"] },
};
const spelled: Readonly<Record<string, string>> = {
  authToken: "auth_token",
  serviceKey: "service_key",
  password: "password",
};

const channelCheck: Check = (inputs) => {
  const type = text(inputs["type"]);
  const rule = channels[type ?? ""];
  if (type === undefined) return [];
  if (rule === undefined)
    return refuse("type", `Error 400: '${type}' is no type of channel: ${Object.keys(channels).join(", ")}`);
  const [labels, sensitive] = [record(inputs["labels"]), record(inputs["sensitiveLabels"])];
  const problems: Problem[] = [];
  for (const label of rule.labels)
    if (labels[label] === undefined)
      problems.push({
        path: `labels.${label}`,
        reason: `Error 400: a channel of type ${type} needs this label`,
      });
  for (const secret of rule.sensitive ?? []) {
    const given = [labels[spelled[secret] ?? secret], sensitive[secret], sensitive[`${secret}Wo`]];
    if (given.every((value) => value === undefined))
      problems.push({
        path: `sensitiveLabels.${secret}`,
        reason: `Error 400: a channel of type ${type} needs it`,
      });
    if (given.filter((value) => value !== undefined).length > 1)
      problems.push({ path: `sensitiveLabels.${secret}`, reason: "is given in one place only" });
  }
  const allowed = [...rule.labels, ...(rule.sensitive ?? []).map((secret) => spelled[secret] ?? secret)];
  const unknown = Object.keys(labels).find((label) => !allowed.includes(label));
  if (unknown !== undefined)
    problems.push({
      path: `labels.${unknown}`,
      reason: `Error 400: a channel of type ${type} has no such label`,
    });
  return problems;
};

const addressCheck: Check = (inputs) => {
  const [email, url, number] = ["email_address", "url", "number"].map((label) =>
    text(at(inputs, `labels.${label}`)),
  );
  if (email !== undefined && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
    return refuse("labels.email_address", `Error 400: '${email}' is no e-mail address`);
  if (url !== undefined && !/^https?:\/\/[^\s/]+(\/\S*)?$/.test(url))
    return refuse("labels.url", `Error 400: '${url}' is no address that begins with http:// or https://`);
  return number !== undefined && !/^\+\d{6,15}$/.test(number)
    ? refuse("labels.number", "Error 400: is a number in international form, +491701234567")
    : [];
};

const sliCheck: Check = (inputs) => {
  const goal = amount(inputs["goal"]);
  // Service level objectives of the Monitoring API: above 0, at most 99.99 %.
  if (goal !== undefined && (goal <= 0 || goal > 0.9999))
    return refuse("goal", `Error 400: is above 0 and at most 0.9999, not ${String(goal)}`);
  const ratio = record(at(inputs, "requestBasedSli.goodTotalRatio"));
  const filters = ["goodServiceFilter", "badServiceFilter", "totalServiceFilter"];
  const given = filters.filter((filter) => ratio[filter] !== undefined);
  if (Object.keys(ratio).length > 0 && given.length !== 2)
    return refuse(
      "requestBasedSli.goodTotalRatio",
      `Error 400: exactly two of ${filters.join(", ")} are given`,
    );
  const request = record(inputs["requestBasedSli"]);
  if (
    inputs["requestBasedSli"] !== undefined &&
    (request["distributionCut"] === undefined) === (request["goodTotalRatio"] === undefined)
  )
    return refuse("requestBasedSli", "Error 400: has exactly one of distributionCut and goodTotalRatio");
  const range = record(at(inputs, "requestBasedSli.distributionCut.range"));
  if (request["distributionCut"] !== undefined && range["min"] === undefined && range["max"] === undefined)
    return refuse("requestBasedSli.distributionCut.range", "Error 400: has a minimum or a maximum");
  const window = seconds(at(inputs, "windowsBasedSli.windowPeriod"));
  return window !== undefined && (window < 60 || 86400 % window !== 0)
    ? refuse("windowsBasedSli.windowPeriod", "Error 400: is a whole part of a day, at least 60s")
    : [];
};

const serviceId = {
  path: "serviceId",
  pattern: /^[a-z0-9-]{1,63}$/,
  reason: "has 1 to 63 lower-case letters, digits and hyphens",
};

const serviceExistsCheck: Check = (inputs, world) => {
  const service = text(inputs["service"]);
  if (service === undefined) return [];
  const exists = [customServiceType, genericServiceType].some((type) =>
    world.all(type).some(({ id, outputs }) => id === service || outputs["serviceId"] === lastPart(service)),
  );
  return exists ? [] : refuse("service", `Error 404: there is no service '${service}'`);
};

function service(type: string): ResourceRules {
  return {
    type,
    id: `projects/${projectNumber}/services/{serviceId}`,
    outputs: { name: "{id}", serviceId: "{hex:12}" },
    immutable: ["serviceId"],
    limits: [serviceId],
    check: userLabelCheck,
    seconds: { create: 1, update: 1, delete: 1 },
  };
}

/** Cloud Monitoring: channels, alert policies, uptime checks, objectives, dashboards, metrics of one's own. */
export const monitoring: readonly ResourceRules[] = [
  {
    type: types.notificationChannel,
    id: "projects/{account}/notificationChannels/{digits:19}",
    outputs: { name: "{id}", verificationStatus: "" },
    defaults: { enabled: true, forceDelete: false },
    limits: [
      { path: "displayName", pattern: /^[^]{0,512}$/, reason: "has at most 512 characters" },
      { path: "description", pattern: /^[^]{0,1024}$/, reason: "has at most 1024 characters" },
    ],
    check: [channelCheck, addressCheck, userLabelCheck],
    checkDelete: (channel, world) => {
      const user = world
        .all(alertPolicyType)
        .find(({ inputs }) => texts(inputs["notificationChannels"]).includes(channel.id));
      return user === undefined || channel.inputs["forceDelete"] === true
        ? []
        : refuse(
            "forceDelete",
            `Error 400: Cannot delete notification channel ${channel.id} because it is still referenced by alert policy ${user.id}`,
          );
    },
    secrets: ["sensitiveLabels"],
    seconds: { create: 2, update: 2, delete: 1 },
  },
  alertPolicy,
  metricDescriptor,
  dashboard,
  uptimeCheck,
  service(customServiceType),
  service(genericServiceType),
  {
    type: "gcp:monitoring/slo:Slo",
    id: ({ service: owner }) =>
      `projects/${projectNumber}/services/${lastPart(text(owner) ?? "")}/serviceLevelObjectives/{sloId}`,
    outputs: { sloId: "{hex:12}", name: "{id}" },
    immutable: ["service", "sloId"],
    limits: [
      { path: "sloId", pattern: /^[a-zA-Z0-9-]{1,63}$/, reason: "has 1 to 63 letters, digits and hyphens" },
      { path: "rollingPeriodDays", minimum: 1, maximum: 30 },
      { path: "calendarPeriod", oneOf: ["DAY", "WEEK", "FORTNIGHT", "MONTH"] },
    ],
    exactlyOneOf: [
      ["basicSli", "requestBasedSli", "windowsBasedSli"],
      ["rollingPeriodDays", "calendarPeriod"],
    ],
    check: [sliCheck, userLabelCheck, serviceExistsCheck],
    seconds: { create: 2, update: 2, delete: 1 },
  },
];
