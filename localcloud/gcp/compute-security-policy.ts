import { nearest } from "../nearest";
import type { Check, Path, Problem, Properties, ResourceRules } from "../rules";
import { amount, at, list, record, refuse, repeated, text, texts } from "../reading";
import { selfLink } from "./links";
import { name } from "./names";
import { rangeProblem } from "./ranges";
import { types } from "./types";

/** Priority of the rule that answers where no other does. */
const lastPriority = 2_147_483_647;

const subjects = [
  "sqli",
  "xss",
  "lfi",
  "rfi",
  "rce",
  "methodenforcement",
  "scannerdetection",
  "protocolattack",
  "php",
  "sessionfixation",
  "java",
  "nodejs",
  "generic",
];

/** Cloud Armor, "Preconfigured WAF rules overview": the rule sets by name. */
const ruleSets = [
  "cve-canary",
  "json-sqli-canary",
  ...subjects.flatMap((subject) => [
    `${subject}-stable`,
    `${subject}-canary`,
    `${subject}-v33-stable`,
    `${subject}-v33-canary`,
    `${subject}-v422-stable`,
    `${subject}-v422-canary`,
  ]),
];

const intervals = [10, 30, 60, 120, 180, 240, 270, 300, 600, 900, 1200, 1800, 2700, 3600];
const limiting = ["throttle", "rate_based_ban"];
const actions = /^(allow|deny\((403|404|502)\)|redirect|throttle|rate_based_ban)$/;
const exceeding = /^(deny\((403|404|429|502)\)|redirect)$/;

const rulesCheck: Check = (inputs) => {
  const rules = list(inputs["rules"]).map(record);
  if (rules.length === 0) return [];
  const [twice] = repeated(rules.map((rule) => amount(rule["priority"])));
  const last = rules.find((rule) => rule["priority"] === lastPriority);
  const isForAll = texts(at(record(last), "match.config.srcIpRanges")).includes("*");
  return [
    ...(twice === undefined
      ? []
      : refuse("rules", `Error 400: two rules have the priority ${String(twice)}`)),
    ...(last === undefined || !isForAll
      ? refuse(
          "rules",
          `Error 400: a default rule must be there, with the priority ${String(lastPriority)} and the source range '*'`,
        )
      : []),
    ...rules.flatMap((rule, index) => ruleProblems(`rules[${String(index)}]`, rule)),
  ];
};

function ruleProblems(here: Path, rule: Properties): readonly Problem[] {
  const action = text(rule["action"]);
  const priority = amount(rule["priority"]);
  return [
    ...(priority !== undefined && (priority < 0 || priority > lastPriority)
      ? refuse(`${here}.priority`, `Error 400: must be from 0 to ${String(lastPriority)}`)
      : []),
    ...(action !== undefined && !actions.test(action)
      ? refuse(
          `${here}.action`,
          `Error 400: '${action}' is no action: allow, deny(403), deny(404), deny(502), redirect, throttle, rate_based_ban`,
        )
      : []),
    ...((text(rule["description"]) ?? "").length > 64
      ? refuse(`${here}.description`, "Error 400: has at most 64 characters")
      : []),
    ...matchProblems(`${here}.match`, record(rule["match"])),
    ...limitProblems(
      here,
      action ?? "",
      rule["rateLimitOptions"] === undefined ? undefined : record(rule["rateLimitOptions"]),
    ),
  ];
}

function matchProblems(here: Path, match: Properties): readonly Problem[] {
  if ((match["expr"] === undefined) === (match["versionedExpr"] === undefined))
    return refuse(here, "Error 400: has exactly one of `expr` and `versionedExpr`");
  const ranges = texts(at(match, "config.srcIpRanges"));
  if (match["versionedExpr"] !== undefined) {
    if (match["versionedExpr"] !== "SRC_IPS_V1")
      return refuse(`${here}.versionedExpr`, "Error 400: must be SRC_IPS_V1");
    if (ranges.length < 1 || ranges.length > 10)
      return refuse(
        `${here}.config.srcIpRanges`,
        `Error 400: must be 1 to 10 ranges, not ${String(ranges.length)}`,
      );
    return ranges.flatMap((range, index) => {
      const reason = range === "*" || range.includes(":") ? undefined : rangeProblem(asRange(range));
      return reason === undefined
        ? []
        : refuse(`${here}.config.srcIpRanges[${String(index)}]`, `Error 400: ${reason}`);
    });
  }
  const expression = text(at(match, "expr.expression"));
  return expression === undefined ? [] : expressionProblems(`${here}.expr.expression`, expression);
}

const asRange = (range: string): string => (range.includes("/") ? range : `${range}/32`);

function expressionProblems(here: Path, expression: string): readonly Problem[] {
  // Cloud Armor quotas: an expression has at most 2,048 characters.
  if (expression.length > 2048) return refuse(here, "Error 400: has at most 2048 characters");
  return [
    ...expression.matchAll(/evaluatePreconfiguredWaf\(\s*'([^']*)'(?:,\s*\{[^}]*'sensitivity':\s*(\d+))?/g),
  ].flatMap(([, set = "", sensitivity]) => {
    if (!ruleSets.includes(set)) {
      const meant = nearest(set, ruleSets);
      return refuse(
        here,
        `Error 400: there is no rule set '${set}'${meant === undefined ? "" : `; did you mean '${meant}'?`}`,
      );
    }
    return sensitivity !== undefined && Number(sensitivity) > 4
      ? refuse(here, `Error 400: a sensitivity is 0 to 4, not ${sensitivity}`)
      : [];
  });
}

function limitProblems(here: Path, action: string, limit: Properties | undefined): readonly Problem[] {
  const path = `${here}.rateLimitOptions`;
  if (!limiting.includes(action))
    return limit === undefined
      ? []
      : refuse(path, `Error 400: is only for ${limiting.join(" and ")}, not for ${action}`);
  if (limit === undefined) return refuse(path, `Error 400: must be given for the action ${action}`);
  const interval = amount(at(limit, "rateLimitThreshold.intervalSec"));
  const exceed = text(limit["exceedAction"]) ?? "";
  if (limit["conformAction"] !== "allow") return refuse(`${path}.conformAction`, "Error 400: must be allow");
  if (!exceeding.test(exceed))
    return refuse(
      `${path}.exceedAction`,
      `Error 400: '${exceed}' is none of deny(403), deny(404), deny(429), deny(502), redirect`,
    );
  if (interval === undefined || !intervals.includes(interval))
    return refuse(
      `${path}.rateLimitThreshold.intervalSec`,
      `Error 400: must be one of ${intervals.join(", ")}, but is ${String(interval)}`,
    );
  if (action === "throttle" && limit["banDurationSec"] !== undefined)
    return refuse(`${path}.banDurationSec`, "Error 400: is only for rate_based_ban");
  return action === "rate_based_ban" && limit["banDurationSec"] === undefined
    ? refuse(`${path}.banDurationSec`, "Error 400: must be given for rate_based_ban")
    : [];
}

const everyone = {
  description: "Default rule, higher priority overrides it",
  priority: lastPriority,
  action: "allow",
  preview: false,
  match: { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: ["*"] } },
};

/** Policies of Cloud Armor. */
export const securityPolicies: readonly ResourceRules[] = [
  {
    type: types.securityPolicy,
    name: name(),
    id: "projects/{account}/global/securityPolicies/{name}",
    outputs: {
      project: "{account}",
      selfLink,
      fingerprint: "{hex:10}=",
      labelFingerprint: "42WmSpB8rSM=",
      advancedOptionsConfig: ({ inputs }) => ({
        jsonParsing: "DISABLED",
        logLevel: "NORMAL",
        ...record(inputs["advancedOptionsConfig"]),
      }),
      rules: ({ inputs }) => inputs["rules"] ?? [everyone],
    },
    defaults: { type: "CLOUD_ARMOR" },
    immutable: ["name", "type"],
    limits: [
      {
        path: "type",
        oneOf: ["CLOUD_ARMOR", "CLOUD_ARMOR_EDGE", "CLOUD_ARMOR_INTERNAL_SERVICE", "CLOUD_ARMOR_NETWORK"],
      },
      { path: "rules", maximumItems: 200 },
      { path: "advancedOptionsConfig.jsonParsing", oneOf: ["DISABLED", "STANDARD", "STANDARD_WITH_GRAPHQL"] },
      { path: "advancedOptionsConfig.logLevel", oneOf: ["NORMAL", "VERBOSE"] },
      {
        path: "adaptiveProtectionConfig.layer7DdosDefenseConfig.ruleVisibility",
        oneOf: ["STANDARD", "PREMIUM"],
      },
    ],
    check: rulesCheck,
    seconds: { create: 22, update: 22, delete: 12 },
  },
];
