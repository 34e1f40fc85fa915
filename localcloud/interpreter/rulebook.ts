import type { CloudRules, FunctionRules, Reference, ResourceRules, ResourceType } from "../rules";

/** A reference, seen from its target. */
export interface Referrer {
  readonly type: ResourceType;
  readonly reference: Reference;
}

/** A cloud's rules by type, and who refers to whom. */
export class Rulebook {
  private readonly types = new Map<ResourceType, ResourceRules>();
  private readonly functions = new Map<string, FunctionRules>();
  private readonly referrers = new Map<ResourceType, Referrer[]>();

  constructor(readonly rules: CloudRules) {
    for (const resource of rules.resources) {
      if (this.types.has(resource.type)) throw new Error(`Two tables describe ${resource.type}: join them.`);
      this.types.set(resource.type, resource);
      for (const reference of resource.references ?? []) {
        for (const target of targets(reference)) {
          const known = this.referrers.get(target) ?? [];
          known.push({ type: resource.type, reference });
          this.referrers.set(target, known);
        }
      }
    }
    for (const rule of rules.functions) this.functions.set(rule.token, rule);
  }

  resource(type: ResourceType): ResourceRules | undefined {
    return this.types.get(type) ?? this.rules.others?.(type);
  }

  function(token: string): FunctionRules | undefined {
    return this.functions.get(token);
  }

  /** The references that may point to a resource of this type. */
  referrersOf(type: ResourceType): readonly Referrer[] {
    return this.referrers.get(type) ?? [];
  }
}

export function targets(reference: Reference): readonly ResourceType[] {
  return typeof reference.to === "string" ? [reference.to] : reference.to;
}
