import { type Answer, attempt, notApplicable, violation } from "./answer";
import type { Property } from "./property";
import type { Resource, Stack } from "./resource";
import type { ResourceRule, Rule, StackRule } from "./rule";

/** Judges one resource. Never throws: a rule that fails is itself a violation, so that nothing passes unjudged. */
export function judgeResource(rule: ResourceRule, resource: Resource, configuration: Property): Answer {
  return judge(rule, resource, () => rule.check(resource, configuration));
}

/** Judges every resource of the stack that the rule is about. Never throws. */
export function judgeStack(
  rule: StackRule,
  stack: Stack,
  configuration: Property,
): { readonly resource: Resource; readonly answer: Answer }[] {
  return stack.ofType(rule.types).map((resource) => ({
    resource,
    answer: judge(rule, resource, () => rule.check(resource, stack, configuration)),
  }));
}

function judge(rule: Rule, resource: Resource, check: () => Answer): Answer {
  if (!rule.types.includes(resource.type)) return notApplicable;
  try {
    return attempt(check);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return violation(`the rule itself failed (${message}); please report this as a defect of the rule`);
  }
}
