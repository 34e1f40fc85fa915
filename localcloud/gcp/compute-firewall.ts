import type { Check, Path, Problem, Properties, ResourceRules, Value } from "../rules";
import { list, record, refuse, text, texts } from "../reading";
import { selfLink } from "./links";
import { anyLink, name, tag } from "./names";
import { timestamp } from "./project";
import { rangeProblem } from "./ranges";
import { types } from "./types";

const protocols = ["all", "tcp", "udp", "icmp", "esp", "ah", "sctp", "ipip"];
/** Protocols that know ports, by name and number. */
const withPorts = ["tcp", "udp", "sctp", "6", "17", "132"];

function portProblem(port: string): string | undefined {
  const match = /^(\d+)(?:-(\d+))?$/.exec(port);
  if (match === null) return `'${port}' is no port or range of ports, for example 443 or 8000-8080`;
  const [from, to] = [Number(match[1]), Number(match[2] ?? match[1])];
  return from > 65_535 || to > 65_535 || from > to ? `'${port}' is not within 0 to 65535` : undefined;
}

function ruleProblems(path: Path, value: Value): readonly Problem[] {
  const rule = record(value);
  const protocol = (text(rule["protocol"]) ?? "").toLowerCase();
  if (!protocols.includes(protocol) && !(/^\d+$/.test(protocol) && Number(protocol) <= 255))
    return refuse(
      `${path}.protocol`,
      `Error 400: '${protocol}' is no protocol: ${protocols.join(", ")}, or a number up to 255`,
    );
  const ports = texts(rule["ports"]);
  if (ports.length > 0 && !withPorts.includes(protocol))
    return refuse(`${path}.ports`, `Error 400: '${protocol}' has no ports`);
  return ports.flatMap((port, index) => {
    const reason = portProblem(port);
    return reason === undefined ? [] : refuse(`${path}.ports[${String(index)}]`, `Error 400: ${reason}`);
  });
}

const rulesCheck: Check = (inputs) =>
  ["allows", "denies"].flatMap((side) =>
    list(inputs[side]).flatMap((rule, index) => ruleProblems(`${side}[${String(index)}]`, rule)),
  );

const sources = ["sourceRanges", "sourceTags", "sourceServiceAccounts"];
const isGiven = (inputs: Properties, path: Path): boolean => list(inputs[path]).length > 0;

const directionCheck: Check = (inputs) => {
  if (inputs["direction"] === "EGRESS") {
    const wrong = sources.find((path) => isGiven(inputs, path));
    return wrong === undefined
      ? []
      : refuse(wrong, "Error 400: a rule for EGRESS has destinationRanges, and no sources");
  }
  return sources.some((path) => isGiven(inputs, path))
    ? []
    : refuse(
        "sourceRanges",
        "one of `sourceRanges`, `sourceTags` and `sourceServiceAccounts` must be given for INGRESS",
      );
};

const accountsCheck: Check = (inputs) => {
  const tags = ["sourceTags", "targetTags"].find((path) => isGiven(inputs, path));
  const accounts = ["sourceServiceAccounts", "targetServiceAccounts"].find((path) => isGiven(inputs, path));
  return tags !== undefined && accounts !== undefined
    ? refuse(accounts, `Error 400: service accounts can't stand together with network tags (${tags})`)
    : [];
};

const rangesCheck: Check = (inputs) =>
  ["sourceRanges", "destinationRanges"].flatMap((path) =>
    texts(inputs[path]).flatMap((range, index) => {
      const reason = range.includes(":") ? undefined : rangeProblem(range);
      return reason === undefined ? [] : refuse(`${path}[${String(index)}]`, `Error 400: ${reason}`);
    }),
  );

/** Firewall rules of a network. */
export const firewalls: readonly ResourceRules[] = [
  {
    type: types.firewall,
    name: name(),
    id: "projects/{account}/global/firewalls/{name}",
    outputs: {
      project: "{account}",
      selfLink,
      creationTimestamp: timestamp,
      destinationRanges: ({ inputs }) => inputs["destinationRanges"] ?? [],
      enableLogging: ({ inputs }) => inputs["logConfig"] !== undefined,
    },
    defaults: { direction: "INGRESS", priority: 1000, disabled: false },
    references: [{ path: "network", to: types.network, by: anyLink }],
    immutable: ["name", "network", "direction"],
    exactlyOneOf: [["allows", "denies"]],
    limits: [
      { path: "direction", oneOf: ["INGRESS", "EGRESS"] },
      { path: "priority", minimum: 0, maximum: 65_535 },
      { path: "logConfig.metadata", oneOf: ["INCLUDE_ALL_METADATA", "EXCLUDE_ALL_METADATA"] },
      { path: "sourceRanges", maximumItems: 5000 },
      { path: "sourceTags", maximumItems: 30 },
      { path: "targetTags", maximumItems: 70 },
      { path: "sourceTags[]", ...tag },
      { path: "targetTags[]", ...tag },
    ],
    check: [rulesCheck, directionCheck, accountsCheck, rangesCheck],
    seconds: { create: 12, update: 12, delete: 12 },
  },
];
