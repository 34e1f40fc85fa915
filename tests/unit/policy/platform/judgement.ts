import { judgeResource, judgeStack } from "../../../../policy/mechanism/judge";
import type { Answer } from "../../../../policy/mechanism/answer";
import { Property } from "../../../../policy/mechanism/property";
import { type Resource, Stack } from "../../../../policy/mechanism/resource";
import type { ResourceRule, Rule, StackRule } from "../../../../policy/mechanism/rule";
import { rules } from "../../../../policy/packs/all";
import { declared, made, type Registered } from "./stacks";

/** What a rule answered about a resource. */
export interface Judged {
  readonly rule: Rule;
  readonly resource: Resource;
  readonly answer: Answer;
}

const unconfigured = new Property({});
const resourceRules = rules.filter((rule): rule is ResourceRule => rule.scope === "resource");
const stackRules = rules.filter((rule): rule is StackRule => rule.scope === "stack");

/** A stack that remembers which types a rule asked for. */
class AskedStack extends Stack {
  readonly types = new Set<string>();

  override ofType(types: readonly string[]): Resource[] {
    for (const type of types) this.types.add(type);
    return super.ofType(types);
  }
}

/** What rules say about a stack, and about the same stack with one resource weaker. */
export class Judgement {
  readonly judged: readonly Judged[];
  private readonly stack: readonly Resource[];
  private readonly known: ReadonlySet<string>;
  /** Stack rules with the types that they ask for: a change of another type can't change what they say. */
  private readonly asking: readonly (readonly [StackRule, ReadonlySet<string>])[];

  constructor(private readonly registered: readonly Registered[]) {
    this.stack = registered.map(made);
    this.asking = stackRules.map((rule) => {
      const asked = new AskedStack(this.stack);
      judgeStack(rule, asked, unconfigured);
      return [rule, asked.types];
    });
    this.judged = [
      ...registered.flatMap((resource) => ofResource(declared(resource))),
      ...stackRules.flatMap((rule) => ofStack(rule, new Stack(this.stack))),
    ];
    this.known = new Set(this.judged.flatMap(written));
  }

  /** Whether a rule finds something wrong that none found before, with a resource weaker, or gone. */
  notices(resource: Registered, weaker: Registered | undefined): boolean {
    const isNew = (judged: Judged) => written(judged).some((text) => !this.known.has(text));
    if (weaker && ofResource(declared(weaker)).some(isNew)) return true;
    const index = this.registered.indexOf(resource);
    const stack = new Stack(weaker ? this.stack.with(index, made(weaker)) : this.stack.toSpliced(index, 1));
    const asked = this.asking.filter(([, types]) => types.has(resource.type));
    return asked.some(([rule]) => ofStack(rule, stack).some(isNew));
  }
}

function ofResource(resource: Resource): Judged[] {
  return resourceRules.map((rule) => ({
    rule,
    resource,
    answer: judgeResource(rule, resource, unconfigured),
  }));
}

function ofStack(rule: StackRule, stack: Stack): Judged[] {
  return judgeStack(rule, stack, unconfigured).map((judged) => ({ rule, ...judged }));
}

function written({ rule, resource, answer }: Judged): string[] {
  return answer.kind === "violation"
    ? answer.details.map((detail) => `${rule.id} ${resource.urn} ${detail}`)
    : [];
}
