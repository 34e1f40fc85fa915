import { cidrProblem } from "../cidr";
import { nearest } from "../nearest";
import { amount, list, record, refuse, repeated, text, texts } from "../reading";
import type { Check, Problem, Properties, ResourceRules } from "../rules";
import { equal } from "../values";
import { armResource } from "./arm-resource";
import { networkName } from "./names";
import { types } from "./types";

/** Service tags ("Virtual network service tags"), as far as a platform may use them; most also with a region behind. */
const serviceTags = [
  "VirtualNetwork",
  "AzureLoadBalancer",
  "Internet",
  "ActionGroup",
  "ApplicationInsightsAvailability",
  "AppService",
  "AzureActiveDirectory",
  "AzureBackup",
  "AzureCloud",
  "AzureContainerRegistry",
  "AzureFrontDoor.Backend",
  "AzureFrontDoor.FirstParty",
  "AzureFrontDoor.Frontend",
  "AzureKeyVault",
  "AzureMonitor",
  "AzurePlatformDNS",
  "AzurePlatformIMDS",
  "AzureResourceManager",
  "GatewayManager",
  "MicrosoftContainerRegistry",
  "Sql",
  "Storage",
];

function prefixProblem(prefix: string): string | undefined {
  if (prefix === "*" || prefix.includes(":")) return undefined;
  if (/^\d/.test(prefix)) {
    const wrong = prefix.includes("/") ? cidrProblem(prefix) : cidrProblem(`${prefix}/32`);
    return wrong === undefined ? undefined : `SecurityRuleInvalidAddressPrefix: ${wrong}`;
  }
  const known = serviceTags.some((tag) => prefix === tag || prefix.startsWith(`${tag}.`));
  if (known) return undefined;
  const suggestion = nearest(prefix, serviceTags);
  return `SecurityRuleInvalidAddressPrefix: '${prefix}' is no address prefix and no service tag${suggestion === undefined ? "" : `; did you mean '${suggestion}'?`}`;
}

function portProblem(range: string): string | undefined {
  if (range === "*") return undefined;
  const match = /^(\d+)(?:-(\d+))?$/.exec(range);
  const [from, to] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
  return match !== null && from <= to && to <= 65535
    ? undefined
    : `SecurityRuleInvalidPortRange: '${range}' is no port or range of ports from 0 to 65535`;
}

const sides = [
  ["sourceAddressPrefix", "sourceAddressPrefixes", "sourceApplicationSecurityGroups"],
  ["destinationAddressPrefix", "destinationAddressPrefixes", "destinationApplicationSecurityGroups"],
  ["sourcePortRange", "sourcePortRanges"],
  ["destinationPortRange", "destinationPortRanges"],
] as const;

/** Problems of one rule, alone. */
function ruleProblems(rule: Properties, prefix: string): readonly Problem[] {
  const isGiven = (key: string): boolean =>
    Array.isArray(rule[key]) ? list(rule[key]).length > 0 : rule[key] !== undefined;
  const problems: Problem[] = sides.flatMap((keys) => {
    const given = keys.filter(isGiven);
    if (given.length === 1) return [];
    const reason =
      given.length === 0
        ? `SecurityRuleMissingParameter: one of ${keys.join(", ")} must be given`
        : `SecurityRuleParameterConflict: give one of ${given.join(" and ")}`;
    return [{ path: `${prefix}${given[1] ?? keys[0]}`, reason }];
  });
  const all = (one: string, many: string): string[] => [...texts([rule[one] ?? null]), ...texts(rule[many])];
  for (const side of ["source", "destination"]) {
    for (const address of all(`${side}AddressPrefix`, `${side}AddressPrefixes`)) {
      const reason = prefixProblem(address);
      if (reason !== undefined) problems.push({ path: `${prefix}${side}AddressPrefix`, reason });
    }
    for (const range of all(`${side}PortRange`, `${side}PortRanges`)) {
      const reason = portProblem(range);
      if (reason !== undefined) problems.push({ path: `${prefix}${side}PortRange`, reason });
    }
  }
  const { priority, direction } = rule;
  const number = amount(priority);
  if (number !== undefined && (number < 100 || number > 4096))
    problems.push({
      path: `${prefix}priority`,
      reason: `SecurityRuleInvalidPriority: priorities are 100 to 4096, not ${String(number)}`,
    });
  const kinds = [
    ["direction", direction, ["Inbound", "Outbound"]],
    ["access", rule["access"], ["Allow", "Deny"]],
    ["protocol", rule["protocol"], ["Tcp", "Udp", "Icmp", "Esp", "Ah", "*"]],
  ] as const;
  for (const [key, value, allowed] of kinds)
    if (typeof value === "string" && !allowed.some((each) => each.toLowerCase() === value.toLowerCase()))
      problems.push({ path: `${prefix}${key}`, reason: `is one of ${allowed.join(", ")}, not '${value}'` });
  return problems;
}

const priorityConflict = ({ direction, priority }: Properties, name: string): string =>
  `SecurityRuleConflict: '${name}' has the same priority ${String(amount(priority) ?? "")} and direction ${text(direction) ?? ""}`;

const inlineCheck: Check = (inputs) => {
  const rules = list(inputs["securityRules"]).map(record);
  const [twice] = repeated(rules.flatMap(({ name }) => text(name) ?? []));
  const problems = rules.flatMap((rule, index) => ruleProblems(rule, `securityRules[${String(index)}].`));
  if (twice !== undefined) return [...problems, ...refuse("securityRules", `'${twice}' is given twice`)];
  return rules.reduce<readonly Problem[]>((all, rule, index) => {
    const same = rules
      .slice(0, index)
      .find(
        (other) => equal(other["priority"], rule["priority"]) && equal(other["direction"], rule["direction"]),
      );
    return same === undefined
      ? all
      : [
          ...all,
          {
            path: `securityRules[${String(index)}].priority`,
            reason: priorityConflict(rule, text(same["name"]) ?? ""),
          },
        ];
  }, problems);
};

const groupOf = (inputs: Properties): string =>
  `/resourceGroups/${text(inputs["resourceGroupName"]) ?? ""}/providers/Microsoft.Network/networkSecurityGroups/${text(inputs["networkSecurityGroupName"]) ?? ""}`;

/** Rules are written in their group or as resources of their own, as subnets are. */
const styleCheck: Check = (inputs, world) => {
  const group = world.all(types.securityGroup).find(({ id }) => id.endsWith(groupOf(inputs)));
  return list(group?.inputs["securityRules"]).length > 0
    ? refuse(
        "networkSecurityGroupName",
        `${group?.id ?? ""} lists its rules itself: its next update deletes this one; write all rules in one way`,
      )
    : [];
};

const siblingCheck: Check = (inputs, world, self) => {
  const twin = world
    .all(types.securityRule)
    .filter(({ id }) => id !== self?.id && id.includes(`${groupOf(inputs)}/securityRules/`))
    .find(
      (other) =>
        equal(other.inputs["priority"], inputs["priority"]) &&
        equal(other.inputs["direction"], inputs["direction"]),
    );
  return twin === undefined
    ? []
    : refuse("priority", priorityConflict(inputs, text(twin.outputs["name"]) ?? ""));
};

/** Network security groups and their rules. */
export const security: readonly ResourceRules[] = [
  armResource({
    type: types.securityGroup,
    path: "Microsoft.Network/networkSecurityGroups/{networkSecurityGroupName}",
    location: "regional",
    name: networkName,
    // Azure subscription limits: 1000 rules a group.
    limits: [{ path: "securityRules", maximumItems: 1000 }],
    check: inlineCheck,
    seconds: { create: 4, update: 4, delete: 11 },
  }),
  armResource({
    type: types.securityRule,
    path: "Microsoft.Network/networkSecurityGroups/{networkSecurityGroupName}/securityRules/{securityRuleName}",
    parent: types.securityGroup,
    name: networkName,
    limits: [{ path: "description", pattern: /^[^]{0,140}$/, reason: "has at most 140 characters" }],
    check: [(inputs) => ruleProblems(inputs, ""), styleCheck, siblingCheck],
    seconds: { create: 3, update: 3, delete: 3 },
  }),
];
