import type { Check, Problem, Properties, ResourceRules } from "../rules";
import { parseArn, uuid } from "./account";
import { types } from "./types";
import { amount, at, list, record, refuse, repeated, text, texts, shown } from "../reading";

/** Web ACL capacity units of AWS's managed rule groups (AWS WAF guide, "managed rule groups list"). */
const managedCapacity: Readonly<Record<string, number>> = {
  AWSManagedRulesCommonRuleSet: 700,
  AWSManagedRulesAdminProtectionRuleSet: 100,
  AWSManagedRulesKnownBadInputsRuleSet: 200,
  AWSManagedRulesSQLiRuleSet: 200,
  AWSManagedRulesLinuxRuleSet: 200,
  AWSManagedRulesUnixRuleSet: 100,
  AWSManagedRulesWindowsRuleSet: 200,
  AWSManagedRulesPHPRuleSet: 100,
  AWSManagedRulesWordPressRuleSet: 100,
  AWSManagedRulesAmazonIpReputationList: 25,
  AWSManagedRulesAnonymousIpList: 50,
  AWSManagedRulesBotControlRuleSet: 50,
  AWSManagedRulesATPRuleSet: 50,
  AWSManagedRulesACFPRuleSet: 50,
  AWSManagedRulesAntiDDoSRuleSet: 50,
};

function capacity(statement: Properties): number {
  const managed = record(statement["managedRuleGroupStatement"]);
  const rate = record(statement["rateBasedStatement"]);
  if (Object.keys(managed).length > 0) return managedCapacity[text(managed["name"]) ?? ""] ?? 100;
  if (Object.keys(rate).length > 0) return 2 + capacity(record(rate["scopeDownStatement"]));
  return Object.keys(statement).length === 0 ? 0 : 10;
}

function total(inputs: Properties): number {
  return list(inputs["rules"]).reduce<number>(
    (sum, rule) => sum + capacity(record(record(rule)["statement"])),
    0,
  );
}

const groups = ["managedRuleGroupStatement", "ruleGroupReferenceStatement"];

function ruleProblems(rule: Properties, path: string): readonly Problem[] {
  const statement = record(rule["statement"]);
  const kinds = Object.keys(statement);
  if (kinds.length !== 1)
    return refuse(`${path}.statement`, "WAFInvalidParameterException: a rule has exactly one statement");
  const isGroup = kinds.some((kind) => groups.includes(kind));
  const [needed, wrong] = isGroup ? ["overrideAction", "action"] : ["action", "overrideAction"];
  if (rule[wrong] !== undefined)
    return refuse(
      `${path}.${wrong}`,
      `WAFInvalidParameterException: this statement takes '${needed}' instead`,
    );
  if (rule[needed] === undefined)
    return refuse(`${path}.${needed}`, `WAFInvalidParameterException: this statement needs '${needed}'`);
  const managed = record(statement["managedRuleGroupStatement"]);
  const name = text(managed["name"]);
  if (managed["vendorName"] === "AWS" && name !== undefined && managedCapacity[name] === undefined)
    return refuse(
      `${path}.statement.managedRuleGroupStatement.name`,
      `WAFNonexistentItemException: AWS has no managed rule group '${name}'`,
    );
  const limit = amount(at(statement, "rateBasedStatement.limit"));
  // AWS WAF guide: 10 to 2,000,000,000 requests in the window.
  if (limit !== undefined && (limit < 10 || limit > 2_000_000_000))
    return refuse(`${path}.statement.rateBasedStatement.limit`, "is 10 to 2,000,000,000 requests");
  return [];
}

const aclCheck: Check = (inputs) => {
  const rules = list(inputs["rules"]).map(record);
  const problems = rules.flatMap((rule, index) => ruleProblems(rule, `rules[${String(index)}]`));
  const [priority] = repeated(rules.map((rule) => rule["priority"]));
  const [name] = repeated(rules.map((rule) => rule["name"]));
  if (priority !== undefined)
    problems.push(
      ...refuse("rules", `WAFInvalidParameterException: two rules have priority ${shown(priority)}`),
    );
  if (name !== undefined)
    problems.push(...refuse("rules", `WAFInvalidParameterException: two rules are called '${shown(name)}'`));
  if (total(inputs) > 5000)
    problems.push(
      ...refuse(
        "rules",
        `WAFLimitsExceededException: ${String(total(inputs))} capacity units; a web ACL has 5000`,
      ),
    );
  const actions = Object.keys(record(inputs["defaultAction"]));
  if (actions.length !== 1) problems.push(...refuse("defaultAction", "has exactly one of allow and block"));
  return problems;
};

export const firewall: readonly ResourceRules[] = [
  {
    type: types.webAcl,
    name: {
      property: "name",
      maximum: 128,
      pattern: /^[\w-]+$/,
      alphabet: "letters, digits, hyphens and underscores",
      unique: "region",
    },
    id: uuid,
    outputs: {
      arn: ({ id, inputs, region }, world) => {
        const global = inputs["scope"] === "CLOUDFRONT";
        const place = global ? "us-east-1" : region;
        const scope = global ? "global" : "regional";
        return `arn:aws:wafv2:${place}:${world.account}:${scope}/webacl/${text(inputs["name"]) ?? ""}/${id}`;
      },
      capacity: ({ inputs }) => total(inputs),
      lockToken: uuid,
      applicationIntegrationUrl: "",
    },
    immutable: ["name", "scope"],
    limits: [
      { path: "scope", oneOf: ["REGIONAL", "CLOUDFRONT"] },
      {
        path: "description",
        pattern: /^[\w+=:#@/\-,.][\w+=:#@/\-,.\s]*$/,
        reason: "may hold letters, digits, spaces and +=:#@/-,.",
      },
      {
        path: "visibilityConfig.metricName",
        pattern: /^[\w#:./-]{1,128}$/,
        reason: "has 1 to 128 of letters, digits and _-#:./",
      },
      {
        path: "rules[].visibilityConfig.metricName",
        pattern: /^[\w#:./-]{1,128}$/,
        reason: "has 1 to 128 of letters, digits and _-#:./",
      },
      {
        path: "rules[].statement.rateBasedStatement.evaluationWindowSec",
        oneOf: [60, 120, 300, 600],
      },
    ],
    check: [
      aclCheck,
      (inputs, world) =>
        inputs["scope"] === "CLOUDFRONT" && world.region !== "us-east-1"
          ? refuse(
              "scope",
              "WAFInvalidParameterException: web ACLs of scope CLOUDFRONT are made in us-east-1",
            )
          : [],
    ],
    seconds: { create: 3, delete: 2 },
  },
  {
    type: "aws:wafv2/webAclAssociation:WebAclAssociation",
    id: "{webAclArn},{resourceArn}",
    references: [
      { path: "webAclArn", to: types.webAcl, by: "arn" },
      {
        path: "resourceArn",
        to: types.loadBalancer,
        by: "arn",
        except: /^arn:aws:(?!elasticloadbalancing)/,
        blocksDeletion: false,
      },
    ],
    immutable: ["webAclArn", "resourceArn"],
    uniqueBy: [["resourceArn"]],
    check: (inputs) => {
      if (text(inputs["webAclArn"])?.includes(":global/webacl/") === true)
        return refuse(
          "webAclArn",
          "WAFInvalidParameterException: a web ACL of scope CLOUDFRONT protects no load balancer; use REGIONAL",
        );
      const resource = text(inputs["resourceArn"]);
      return resource?.includes(":loadbalancer/net/") === true
        ? refuse("resourceArn", "WAFInvalidParameterException: network load balancers have no web ACL")
        : [];
    },
    deleteBeforeReplace: true,
    // A new load balancer takes some seconds until WAF knows it.
    seconds: { create: 15, delete: 10 },
  },
  {
    type: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
    id: "{resourceArn}",
    references: [{ path: "resourceArn", to: types.webAcl, by: "arn", blocksDeletion: false }],
    immutable: ["resourceArn"],
    limits: [{ path: "logDestinationConfigs", minimumItems: 1, maximumItems: 1 }],
    uniqueBy: [["resourceArn"]],
    check: (inputs) =>
      texts(inputs["logDestinationConfigs"]).flatMap((destination, index) => {
        const name = parseArn(destination)?.resource.replace(/^(log-group:|deliverystream\/)/, "") ?? "";
        return name.startsWith("aws-waf-logs-")
          ? []
          : refuse(
              `logDestinationConfigs[${String(index)}]`,
              `WAFInvalidParameterException: the name of the destination must begin with 'aws-waf-logs-', not '${name}'`,
            );
      }),
    seconds: { create: 2, delete: 1 },
  },
];
