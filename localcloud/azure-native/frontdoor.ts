import { amount, at, list, record, refuse, repeated, text } from "../reading";
import type { Check, Problem, ResourceRules } from "../rules";
import { armResource } from "./arm-resource";
import { types } from "./types";

/** Azure's own sets of rules and their versions ("Web application firewall DRS rule groups and rules"). */
const ruleSets: Readonly<Record<string, readonly string[]>> = {
  Microsoft_DefaultRuleSet: ["1.1", "2.0", "2.1", "2.2"],
  DefaultRuleSet: ["1.0", "preview-0.1"],
  Microsoft_BotManagerRuleSet: ["1.0", "1.1"],
  BotProtection: ["preview-0.1"],
  Microsoft_HTTPDDoSRuleSet: ["1.0"],
};

const managedCheck: Check = (inputs) => {
  const sets = list(at(inputs, "managedRules.managedRuleSets")).map(record);
  if (sets.length === 0) return [];
  if ((text(at(inputs, "sku.name")) ?? "Classic_AzureFrontDoor") === "Standard_AzureFrontDoor")
    return refuse(
      "managedRules.managedRuleSets",
      "WafPolicyManagedRulesNotSupported: managed rules need the sku 'Premium_AzureFrontDoor'",
    );
  const [twice] = repeated(sets.flatMap(({ ruleSetType }) => text(ruleSetType) ?? []));
  if (twice !== undefined) return refuse("managedRules.managedRuleSets", `'${twice}' is given twice`);
  return sets.flatMap((set, index): readonly Problem[] => {
    const path = `managedRules.managedRuleSets[${String(index)}]`;
    const [type, version] = [text(set["ruleSetType"]), text(set["ruleSetVersion"])];
    if (type === undefined || version === undefined) return [];
    const versions = ruleSets[type];
    if (versions === undefined)
      return refuse(`${path}.ruleSetType`, `InvalidManagedRuleSet: there is no rule set '${type}'`);
    if (!versions.includes(version))
      return refuse(
        `${path}.ruleSetVersion`,
        `InvalidManagedRuleSetVersion: '${type}' has the versions ${versions.join(", ")}, not '${version}'`,
      );
    return type === "Microsoft_DefaultRuleSet" && version >= "2" && set["ruleSetAction"] === undefined
      ? refuse(
          `${path}.ruleSetAction`,
          "RuleSetActionRequired: the default rule set needs an action from 2.0 on",
        )
      : [];
  });
};

const customCheck: Check = (inputs) => {
  const rules = list(at(inputs, "customRules.rules")).map(record);
  return rules.flatMap((rule, index): readonly Problem[] => {
    const path = `customRules.rules[${String(index)}]`;
    const earlier = rules.slice(0, index);
    if (earlier.some(({ priority }) => priority !== undefined && priority === rule["priority"]))
      return refuse(
        `${path}.priority`,
        `WafPolicyDuplicateRulePriority: the priority ${String(amount(rule["priority"]) ?? "")} is taken`,
      );
    const name = text(rule["name"]);
    if (name !== undefined && !/^[A-Za-z][A-Za-z0-9]{0,127}$/.test(name))
      return refuse(`${path}.name`, "WafPolicyInvalidRuleName: letters and digits, beginning with a letter");
    if (earlier.some((other) => name !== undefined && other["name"] === name))
      return refuse(`${path}.name`, `WafPolicyDuplicateRuleName: '${name ?? ""}' is given twice`);
    const limited = rule["ruleType"] === "RateLimitRule";
    const threshold = amount(rule["rateLimitThreshold"]);
    if (limited && threshold === undefined && rule["rateLimitThreshold"] === undefined)
      return refuse(`${path}.rateLimitThreshold`, "a rule that limits a rate has a threshold");
    if (limited && threshold !== undefined && threshold < 10)
      return refuse(`${path}.rateLimitThreshold`, `is 10 requests at least, not ${String(threshold)}`);
    return list(rule["matchConditions"]).length === 0 && rule["matchConditions"] !== undefined
      ? refuse(`${path}.matchConditions`, "WafPolicyInvalidRule: has at least one condition")
      : [];
  });
};

/** Policies of the web application firewall of Front Door. */
export const firewallPolicies: readonly ResourceRules[] = [
  armResource({
    type: types.firewallPolicy,
    path: "Microsoft.Network/frontDoorWebApplicationFirewallPolicies/{policyName}",
    location: "global",
    name: {
      maximum: 128,
      pattern: /^[A-Za-z][A-Za-z0-9]*$/,
      alphabet: "letters and digits; it begins with a letter",
    },
    outputs: {
      frontendEndpointLinks: () => [],
      routingRuleLinks: () => [],
      resourceState: "Enabled",
      securityPolicyLinks: ({ id }, world) =>
        world
          .all(types.securityPolicy)
          .filter(({ inputs }) => at(inputs, "parameters.wafPolicy.id") === id)
          .map((policy) => ({ id: policy.id })),
    },
    immutable: ["sku"],
    limits: [
      {
        path: "sku.name",
        oneOf: ["Classic_AzureFrontDoor", "Standard_AzureFrontDoor", "Premium_AzureFrontDoor"],
      },
      { path: "policySettings.mode", oneOf: ["Prevention", "Detection"] },
      { path: "policySettings.enabledState", oneOf: ["Enabled", "Disabled"] },
      { path: "policySettings.customBlockResponseStatusCode", oneOf: [200, 403, 405, 406, 429] },
      { path: "customRules.rules[].ruleType", oneOf: ["MatchRule", "RateLimitRule"] },
      {
        path: "customRules.rules[].action",
        oneOf: ["Allow", "Block", "Log", "Redirect", "AnomalyScoring", "JSChallenge", "CAPTCHA"],
      },
      { path: "customRules.rules[].rateLimitDurationInMinutes", oneOf: [1, 5] },
      { path: "customRules.rules", maximumItems: 100 },
    ],
    check: [managedCheck, customCheck],
    seconds: { create: 15, update: 15, delete: 10 },
  }),
];
