import type { EnforcementLevel, Policies, ReportViolation, ResourceRemediation } from "@pulumi/policy";
import type { Answer } from "./answer";
import { type Environment, isRelaxed } from "./environment";
import { judgeResource, judgeStack } from "./judge";
import { message } from "./message";
import { NotYetKnown, Property } from "./property";
import { once, only } from "./relevance";
import { type Declared, fromArguments, fromStack, type Resource, Stack, unversioned } from "./resource";
import type { ResourceRule, Rule } from "./rule";
import type { Waivers } from "./waivers";

type Policy = Policies[number];

/** How a rule is enforced in an environment, unless a policy configuration file says otherwise. */
export function enforcementLevel(rule: Rule, environment: Environment): EnforcementLevel {
  const advises = rule.enforcement === "never" || (rule.enforcement === "prod" && isRelaxed(environment));
  return advises ? "advisory" : "mandatory";
}

/**
 * The CrossGuard policy of a rule.
 *
 * @param declared Shared by the policies of a pack: those of single resources fill it, those of the stack read it.
 */
export function policyOf(
  rule: Rule,
  waivers: Waivers,
  environment: Environment,
  declared: Declared = new Map(),
): Policy {
  const shared = {
    name: rule.id,
    description: rule.title,
    severity: rule.severity,
    remediationSteps: rule.remedy,
    enforcementLevel: enforcementLevel(rule, environment),
    ...(rule.configuration && { configSchema: rule.configuration }),
  };
  if (rule.scope === "resource") {
    const { remediation } = rule;
    return {
      ...shared,
      ...(remediation && { remediateResource: remediateBy(rule, remediation, waivers) }),
      validateResource: only(rule.types, (args, reportViolation) => {
        declared.set(args.urn, args.props);
        if (!rule.types.includes(unversioned(args.type)))
          args.notApplicable("not a type that this rule judges");
        const resource = fromArguments(args);
        const answer = judgeResource(rule, resource, new Property(args.getConfig()));
        if (answer.kind === "not applicable") args.notApplicable("nothing here that this rule judges");
        const [unknown] = report(rule, resource, answer, waivers, reportViolation);
        if (unknown !== undefined) throw unknown.cause;
      }),
    };
  }
  return {
    ...shared,
    validateStack: only(rule.types, (args, reportViolation) => {
      const stack = once(() => fromStack(args.resources, declared), isStack);
      const judged = judgeStack(rule, stack, new Property(args.getConfig()));
      if (judged.every(({ answer }) => answer.kind === "not applicable")) {
        args.notApplicable("nothing here that this rule judges");
      }
      const unknown = judged.flatMap(({ resource, answer }) =>
        report(rule, resource, answer, waivers, reportViolation, resource.urn).map((what) => ({
          what,
          where: `${resource.type} "${resource.name}"`,
        })),
      );
      const first = unknown[0]?.what.cause;
      if (first instanceof Error) {
        first.message = unknown.map(({ what, where }) => `${where}: ${what.message}`).join("; ");
        throw first;
      }
    }),
  };
}

const isStack = (value: unknown): value is Stack => value instanceof Stack;

/** Sets right what is wrong and not waived. Asked only where the policy is configured to `remediate`. */
function remediateBy(
  rule: ResourceRule,
  remediation: NonNullable<ResourceRule["remediation"]>,
  waivers: Waivers,
): ResourceRemediation {
  return only(rule.types, (args) => {
    if (!rule.types.includes(unversioned(args.type))) args.notApplicable("not a type that this rule judges");
    const resource = fromArguments(args);
    const configuration = new Property(args.getConfig());
    if (judgeResource(rule, resource, configuration).kind !== "violation") return undefined;
    if (waivers.waive(rule.id, resource)) return undefined;
    const changes = remediation(resource, configuration);
    for (const { path, value } of changes) set(args.props, path, value);
    return changes.length > 0 ? args.props : undefined;
  });
}

function set(properties: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name = "", ...below] = path;
  if (below.length === 0) {
    properties[name] = value;
    return;
  }
  properties[name] ??= {};
  const inner = properties[name];
  if (isObject(inner)) set(inner, below, value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reports what is wrong and not waived; gives back what could not be judged yet. */
function report(
  rule: Rule,
  resource: Resource,
  answer: Answer,
  waivers: Waivers,
  reportViolation: ReportViolation,
  urn?: string,
): readonly NotYetKnown[] {
  if (answer.kind !== "not applicable") waivers.judged(rule.id);
  if (answer.kind !== "violation" && answer.kind !== "unknown") return [];
  const waived = waivers.waive(rule.id, resource);
  if (waived) return [];
  if (answer.kind === "violation") reportViolation(message(rule, resource, answer.details), urn);
  return answer.unknown;
}

/**
 * What keeps the waivers file honest: two mandatory policies about the file itself.
 *
 * @param declared See `policyOf`; the first of the two is the one policy that every resource is shown to.
 */
export function waiverPolicies(waivers: Waivers, declared: Declared = new Map()): Policy[] {
  return [
    {
      name: "waivers-valid",
      description: "Every waiver is well-formed, names a rule that exists, and has not expired.",
      severity: "high",
      enforcementLevel: "mandatory",
      // On the stack itself, which is registered before anything else: nothing is created under a wrong file.
      validateResource: (args, reportViolation) => {
        declared.set(args.urn, args.props);
        if (args.type !== "pulumi:pulumi:Stack") args.notApplicable("judged once, on the stack");
        for (const problem of waivers.problems) reportViolation(`In waivers.json, ${problem}.`);
      },
    },
    {
      name: "waivers-matched",
      description: "Every waiver is needed: it matches a violation of its rule.",
      severity: "medium",
      enforcementLevel: "mandatory",
      validateStack: (args, reportViolation) => {
        const stack = args.resources[0]?.urn.split("::")[0]?.replace("urn:pulumi:", "");
        if (stack === undefined) return;
        for (const problem of waivers.unmatched(stack)) reportViolation(`In waivers.json, ${problem}.`);
      },
    },
  ];
}
