import type { Check, Path, Problem, Properties, ResourceRules, Value } from "../rules";
import { amount, at, list, record, refuse, repeated, text, texts } from "../reading";
import { selfLink } from "./links";
import { anyLink, name } from "./names";
import { timestamp } from "./project";
import { types } from "./types";

const targets = [types.backendService, "gcp:compute/backendBucket:BackendBucket"];
const label = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

/** What answers where no rule does: a service or a redirect, and what is done on the way. */
function defaultProblems(prefix: Path, place: Properties): readonly Problem[] {
  const isGiven = (path: string): boolean => place[path] !== undefined;
  const weighted = list(at(place, "defaultRouteAction.weightedBackendServices")).length > 0;
  if (isGiven("defaultUrlRedirect") && (isGiven("defaultService") || isGiven("defaultRouteAction")))
    return refuse(
      `${prefix}defaultUrlRedirect`,
      "Error 400: can't stand together with defaultService or defaultRouteAction",
    );
  if (isGiven("defaultService") && weighted)
    return refuse(
      `${prefix}defaultService`,
      "Error 400: can't stand together with weightedBackendServices of defaultRouteAction",
    );
  return isGiven("defaultUrlRedirect") || isGiven("defaultService") || weighted
    ? []
    : refuse(
        `${prefix}defaultService`,
        "Error 400: one of defaultService, defaultUrlRedirect and defaultRouteAction.weightedBackendServices must be given",
      );
}

function actionProblems(path: Path, action: Value | undefined): readonly Problem[] {
  const { abort, delay } = record(record(action)["faultInjectionPolicy"]);
  const status = amount(record(abort)["httpStatus"]);
  return [
    ...(status !== undefined && (status < 200 || status > 599)
      ? refuse(`${path}.faultInjectionPolicy.abort.httpStatus`, "Error 400: must be from 200 to 599")
      : []),
    ...[abort, delay].flatMap((fault, index) => {
      const percentage = amount(record(fault)["percentage"]);
      return percentage !== undefined && (percentage < 0 || percentage > 100)
        ? refuse(
            `${path}.faultInjectionPolicy.${index === 0 ? "abort" : "delay"}.percentage`,
            "Error 400: must be from 0 to 100",
          )
        : [];
    }),
  ];
}

const defaultCheck: Check = (inputs) => [
  ...defaultProblems("", inputs),
  ...actionProblems("defaultRouteAction", inputs["defaultRouteAction"]),
  ...list(inputs["pathMatchers"]).flatMap((matcher, index) => {
    const prefix = `pathMatchers[${String(index)}].`;
    return [
      ...defaultProblems(prefix, record(matcher)),
      ...actionProblems(`${prefix}defaultRouteAction`, record(matcher)["defaultRouteAction"]),
    ];
  }),
];

const hostCheck: Check = (inputs) => {
  const rules = list(inputs["hostRules"]).map(record);
  const matchers = list(inputs["pathMatchers"]).map((matcher) => text(record(matcher)["name"]));
  const [twice] = repeated(rules.flatMap((rule) => texts(rule["hosts"])));
  const [twin] = repeated(matchers);
  const unused = matchers.find((matcher) => !rules.some((rule) => rule["pathMatcher"] === matcher));
  return [
    ...(twice === undefined ? [] : refuse("hostRules", `Error 400: two rules are for the host '${twice}'`)),
    ...(twin === undefined ? [] : refuse("pathMatchers", `Error 400: two of them have the name '${twin}'`)),
    ...(unused === undefined
      ? []
      : refuse("pathMatchers", `Error 400: no host rule names the path matcher '${unused}'`)),
    ...matchers.flatMap((matcher, index) =>
      matcher !== undefined && !label.test(matcher)
        ? refuse(
            `pathMatchers[${String(index)}].name`,
            "Error 400: must be lower-case letters, digits and hyphens, a letter first",
          )
        : [],
    ),
    ...rules.flatMap((rule, index) => {
      const wanted = text(rule["pathMatcher"]);
      const here = `hostRules[${String(index)}]`;
      const wrong = texts(rule["hosts"]).find(
        (host) => !/^(\*|(\*[.-])?[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:\d+)?$/.test(host),
      );
      if (wrong !== undefined) return refuse(`${here}.hosts`, `Error 400: '${wrong}' is no host`);
      return wanted === undefined || matchers.includes(wanted)
        ? []
        : refuse(`${here}.pathMatcher`, `Error 400: there is no path matcher '${wanted}'`);
    }),
  ];
};

/** A path begins with a slash; `*` stands at the end only, after a slash. */
const pathForm = /^\/(?:[^*?#]*\/)?(?:\*|[^*?#]*)$/;

const pathCheck: Check = (inputs) =>
  list(inputs["pathMatchers"]).flatMap((value, index) => {
    const matcher = record(value);
    const here = `pathMatchers[${String(index)}]`;
    const rules = list(matcher["pathRules"]).map(record);
    const [twice] = repeated(rules.flatMap((rule) => texts(rule["paths"])));
    if (rules.length > 0 && list(matcher["routeRules"]).length > 0)
      return refuse(`${here}.routeRules`, "Error 400: can't stand together with pathRules");
    return [
      ...(twice === undefined
        ? []
        : refuse(`${here}.pathRules`, `Error 400: two rules are for the path '${twice}'`)),
      ...rules.flatMap((rule, at) => pathRuleProblems(`${here}.pathRules[${String(at)}]`, rule)),
    ];
  });

function pathRuleProblems(here: Path, rule: Properties): readonly Problem[] {
  const wrong = texts(rule["paths"]).find((path) => !pathForm.test(path));
  if (wrong !== undefined)
    return refuse(
      `${here}.paths`,
      `Error 400: '${wrong}' is no path: it begins with '/', and '*' may stand at its end after a '/' only`,
    );
  const ways = ["service", "urlRedirect"].filter((path) => rule[path] !== undefined);
  if (ways.length > 1) return refuse(`${here}.urlRedirect`, "Error 400: can't stand together with service");
  return ways.length === 1 || rule["routeAction"] !== undefined
    ? []
    : refuse(`${here}.service`, "Error 400: one of service, urlRedirect and routeAction must be given");
}

/** URL maps: which backend answers which host and path. */
export const urlMaps: readonly ResourceRules[] = [
  {
    type: types.urlMap,
    name: name(),
    id: "projects/{account}/global/urlMaps/{name}",
    outputs: {
      project: "{account}",
      selfLink,
      creationTimestamp: timestamp,
      fingerprint: "{hex:10}=",
      mapId: ({ id }) => id.length,
    },
    references: [
      { path: "defaultService", to: targets, by: anyLink },
      { path: "pathMatchers[].defaultService", to: targets, by: anyLink },
      { path: "pathMatchers[].pathRules[].service", to: targets, by: anyLink },
    ],
    immutable: ["name"],
    limits: [
      {
        path: "defaultUrlRedirect.redirectResponseCode",
        oneOf: [
          "FOUND",
          "MOVED_PERMANENTLY_DEFAULT",
          "PERMANENT_REDIRECT",
          "SEE_OTHER",
          "TEMPORARY_REDIRECT",
        ],
      },
    ],
    check: [defaultCheck, hostCheck, pathCheck],
    seconds: { create: 12, update: 11, delete: 12 },
  },
];
