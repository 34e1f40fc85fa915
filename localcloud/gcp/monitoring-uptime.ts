import type { Check, ResourceRules } from "../rules";
import { amount, record, refuse, text, texts } from "../reading";
import { duration, seconds } from "./duration";
import { labelProblems } from "./every-resource";
import { policiesThatMention } from "./monitoring-alerts";
import { lastPart } from "./names";

/** A monitored thing in the internet: an address, a port, a path. */
const targetCheck: Check = (inputs) => {
  const [period, timeout] = [text(inputs["period"]) ?? "300s", seconds(inputs["timeout"])];
  if (timeout !== undefined && (timeout < 1 || timeout > 60))
    return refuse("timeout", `Error 400: is from 1s to 60s, not ${String(timeout)}s`);
  if (timeout !== undefined && timeout > (seconds(period) ?? 300))
    return refuse("timeout", "Error 400: is not longer than the period");
  const resource = record(inputs["monitoredResource"]);
  const labels = record(resource["labels"]);
  if (resource["type"] === "uptime_url") {
    const host = text(labels["host"]);
    if (labels["host"] === undefined)
      return refuse("monitoredResource.labels.host", "Error 400: is required for uptime_url");
    if (host !== undefined && !/^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?$/.test(host))
      return refuse(
        "monitoredResource.labels.host",
        `Error 400: '${host}' is no host: without https://, port and path`,
      );
  }
  return [];
};

const httpCheck: Check = (inputs) => {
  const http = record(inputs["httpCheck"]);
  const path = "httpCheck";
  const port = amount(http["port"]);
  if (port !== undefined && (port < 1 || port > 65535))
    return refuse(`${path}.port`, "Error 400: is from 1 to 65535");
  if (http["body"] !== undefined && http["requestMethod"] !== "POST")
    return refuse(`${path}.body`, "Error 400: only POST has a body");
  if (http["contentType"] === "USER_PROVIDED" && http["customContentType"] === undefined)
    return refuse(`${path}.customContentType`, "Error 400: is needed with USER_PROVIDED");
  if (http["validateSsl"] === true && http["useSsl"] !== true)
    return refuse(`${path}.validateSsl`, "has no effect without useSsl");
  return http["serviceAgentAuthentication"] !== undefined && http["useSsl"] !== true
    ? refuse(`${path}.useSsl`, "Error 400: the service agent's token is only sent over HTTPS")
    : [];
};

/** How many places check from a region (cloud.google.com/monitoring/uptime-checks, "selected regions"). */
const checkers: Readonly<Record<string, number>> = {
  USA: 3,
  USA_OREGON: 1,
  USA_IOWA: 1,
  USA_VIRGINIA: 1,
  EUROPE: 1,
  SOUTH_AMERICA: 1,
  ASIA_PACIFIC: 1,
};

const regionCheck: Check = (inputs) => {
  const regions = texts(inputs["selectedRegions"]);
  const unknown = regions.find((region) => checkers[region] === undefined);
  if (unknown !== undefined)
    return refuse(
      "selectedRegions",
      `Error 400: '${unknown}' is none of ${Object.keys(checkers).join(", ")}`,
    );
  const places = regions.reduce((sum, region) => sum + (checkers[region] ?? 0), 0);
  return regions.length > 0 && places < 3
    ? refuse("selectedRegions", `Error 400: the check runs from at least 3 locations, not ${String(places)}`)
    : [];
};

/** A check that Google makes from several parts of the world. */
export const uptimeCheck: ResourceRules = {
  type: "gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig",
  id: "projects/{account}/uptimeCheckConfigs/check-{hex:11}",
  outputs: {
    name: "{id}",
    uptimeCheckId: ({ id }) => lastPart(id),
    checkerType: "STATIC_IP_CHECKERS",
  },
  defaults: { period: "300s" },
  immutable: ["monitoredResource", "resourceGroup", "httpCheck.requestMethod", "checkerType"],
  limits: [
    {
      path: "period",
      oneOf: ["60s", "300s", "600s", "900s"],
      reason: "Error 400: is 60s, 300s, 600s or 900s",
    },
    duration("timeout"),
    { path: "displayName", pattern: /^[^]{1,512}$/, reason: "has 1 to 512 characters" },
    { path: "checkerType", oneOf: ["STATIC_IP_CHECKERS", "VPC_CHECKERS"] },
    { path: "httpCheck.requestMethod", oneOf: ["METHOD_UNSPECIFIED", "GET", "POST"] },
    { path: "contentMatchers", maximumItems: 1 },
    { path: "contentMatchers[].content", pattern: /^[^]{1,1024}$/, reason: "has 1 to 1024 characters" },
    {
      path: "contentMatchers[].matcher",
      oneOf: [
        "CONTAINS_STRING",
        "NOT_CONTAINS_STRING",
        "MATCHES_REGEX",
        "NOT_MATCHES_REGEX",
        "MATCHES_JSON_PATH",
        "NOT_MATCHES_JSON_PATH",
      ],
    },
  ],
  exactlyOneOf: [
    ["httpCheck", "tcpCheck", "syntheticMonitor"],
    ["monitoredResource", "resourceGroup", "syntheticMonitor"],
  ],
  check: [
    targetCheck,
    httpCheck,
    regionCheck,
    (inputs) => labelProblems("userLabels", record(inputs["userLabels"])),
  ],
  checkDelete: (check, world) => {
    const [user] = policiesThatMention(world, lastPart(check.id));
    return user === undefined
      ? []
      : refuse(
          "",
          `Error 400: Cannot delete check ${lastPart(check.id)}: alert policy ${user.id} is using it. Delete the alert policy first`,
        );
  },
  secrets: ["httpCheck.authInfo.password", "httpCheck.authInfo.passwordWo"],
  seconds: { create: 3, update: 2, delete: 2 },
};
