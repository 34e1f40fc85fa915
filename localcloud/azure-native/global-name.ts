import type { ResourceRules } from "../rules";

/** The table of a type whose name is a host name, and so the only one in all of Azure. */
export function globallyNamed(rules: ResourceRules): ResourceRules {
  return rules.name === undefined ? rules : { ...rules, name: { ...rules.name, unique: "global" } };
}
