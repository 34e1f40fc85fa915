import type { Resource } from "./resource";
import type { Rule } from "./rule";

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
    ...(controls(rule) === "" ? [] : [`Controls: ${controls(rule)}`]),
  ].join("\n");
}

/** What the benchmarks of the Center for Internet Security are called, by how a rule's id begins, the longer first. */
const benchmarks: readonly (readonly [string, string])[] = [
  ["aws-eks-", "CIS EKS"],
  ["azure-aks-", "CIS AKS"],
  ["gcp-gke-", "CIS GKE"],
  ["kubernetes-", "CIS Kubernetes"],
  ["aws-", "CIS AWS"],
  ["azure-", "CIS Azure"],
  ["gcp-", "CIS GCP"],
];

/** `CIS AWS 5.3, 5.4; checkov CKV_AWS_24`. Empty for a rule of our own. */
export function controls({ id, controls: { cis = [], checkov = [] } }: Rule): string {
  const benchmark = benchmarks.find(([start]) => id.startsWith(start))?.[1] ?? "CIS";
  return [
    ...(cis.length > 0 ? [`${benchmark} ${cis.join(", ")}`] : []),
    ...(checkov.length > 0 ? [`checkov ${checkov.join(", ")}`] : []),
  ].join("; ");
}
