import type { Resource } from "./resource";
import type { Controls, Rule } from "./rule";

/** The text of a violation: rule, resource, what is wrong, why it matters, what to do, and the controls behind it. */
export function message(rule: Rule, resource: Resource, details: readonly string[]): string {
  const subject = `[${rule.id}] ${resource.type} "${resource.name}"`;
  const [first, ...others] = details;
  const wrong =
    others.length === 0
      ? [`${subject}: ${first ?? rule.title}.`]
      : [`${subject}:`, ...details.map((detail) => `- ${detail}.`)];
  return [
    ...wrong,
    `Why: ${rule.reason}`,
    `Remedy: ${rule.remedy}`,
    ...(controls(rule.controls) === "" ? [] : [`Controls: ${controls(rule.controls)}`]),
  ].join("\n");
}

/** `CIS AWS 5.3, 5.4; checkov CKV_AWS_24`. Empty for a rule of our own. */
export function controls({ cis = [], checkov = [] }: Controls): string {
  return [
    ...(cis.length > 0 ? [`CIS AWS ${cis.join(", ")}`] : []),
    ...(checkov.length > 0 ? [`checkov ${checkov.join(", ")}`] : []),
  ].join("; ");
}
