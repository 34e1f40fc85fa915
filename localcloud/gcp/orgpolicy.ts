import type { Check, Path, Problem, Properties, ResourceRules } from "../rules";
import { at, list, parse, record, refuse, text, texts } from "../reading";
import { projectNumber } from "./project";

/** Constraints that are on or off (cloud.google.com/resource-manager/docs/organization-policy/org-policy-constraints). */
const switches = [
  "compute.disableAllIpv6", "compute.disableGuestAttributesAccess", "compute.disableInternetNetworkEndpointGroup",
  "compute.disableNestedVirtualization", "compute.disableSerialPortAccess", "compute.disableSerialPortLogging",
  "compute.disableVpcExternalIpv6", "compute.requireOsLogin", "compute.requireShieldedVm",
  "compute.requireSslPolicy", "compute.requireVpcFlowLogs", "compute.skipDefaultNetworkCreation",
  "compute.setNewProjectDefaultToZonalDNSOnly", "gcp.detailedAuditLoggingMode", "gcp.disableCloudLogging",
  "iam.automaticIamGrantsForDefaultServiceAccounts", "iam.disableAuditLoggingExemption",
  "iam.disableCrossProjectServiceAccountUsage", "iam.disableServiceAccountCreation",
  "iam.disableServiceAccountKeyCreation", "iam.disableServiceAccountKeyUpload",
  "iam.disableWorkloadIdentityClusterCreation", "iam.managed.disableServiceAccountKeyCreation",
  "iam.managed.disableServiceAccountKeyUpload", "iam.managed.preventPrivilegedBasicRolesForDefaultServiceAccounts",
  "run.managed.requireInvokerIam", "sql.disableDefaultEncryptionCreation", "sql.restrictAuthorizedNetworks",
  "sql.restrictPublicIp", "storage.publicAccessPrevention", "storage.secureHttpTransport",
  "storage.uniformBucketLevelAccess",
]; // prettier-ignore

/** Constraints with lists of values. */
const lists = [
  "cloudbuild.allowedIntegrations", "compute.restrictCloudNATUsage", "compute.restrictLoadBalancerCreationForTypes",
  "compute.restrictProtocolForwardingCreationForTypes", "compute.restrictSharedVpcSubnetworks",
  "compute.restrictVpcPeering", "compute.vmExternalIpAccess", "compute.vmCanIpForward",
  "compute.trustedImageProjects", "essentialcontacts.allowedContactDomains", "gcp.resourceLocations",
  "gcp.restrictCmekCryptoKeyProjects", "gcp.restrictNonCmekServices", "gcp.restrictServiceUsage",
  "gcp.restrictTLSVersion", "gcp.restrictTLSCipherSuites", "iam.allowedPolicyMemberDomains",
  "iam.serviceAccountKeyExpiryHours", "run.allowedBinaryAuthorizationPolicies", "run.allowedIngress",
  "run.allowedVPCEgress", "storage.retentionPolicySeconds", "storage.softDeletePolicySeconds",
  "storage.restrictAuthTypes",
]; // prettier-ignore

const isTrue = (value: unknown): boolean => value === "TRUE" || value === "true";

/** The rules of a constraint: on or off, or lists; each rule says one thing. */
function ruleProblems(spec: Properties, path: Path, constraint: string): readonly Problem[] {
  const rules = list(spec["rules"]).map(record);
  if (spec["reset"] === true && (rules.length > 0 || spec["inheritFromParent"] === true))
    return refuse(`${path}.rules`, "Error 400: with reset there are no rules, and nothing is inherited");
  if (spec["reset"] !== true && rules.length === 0)
    return refuse(`${path}.rules`, "Error 400: a policy has rules, or resets");
  const isSwitch = switches.includes(constraint) || constraint.includes(".managed.");
  if (isSwitch && spec["inheritFromParent"] === true)
    return refuse(`${path}.inheritFromParent`, `Error 400: ${constraint} is on or off: nothing is inherited`);
  if (isSwitch && rules.length > 0 && rules.filter(({ condition }) => condition === undefined).length !== 1)
    return refuse(`${path}.rules`, "Error 400: exactly one rule has no condition");
  return rules.flatMap((rule, index): readonly Problem[] => {
    const here = `${path}.rules[${String(index)}]`;
    const given = ["enforce", "allowAll", "denyAll", "values"].filter((key) => rule[key] !== undefined);
    if (given.length !== 1)
      return refuse(here, "Error 400: has exactly one of enforce, allowAll, denyAll and values");
    if (isSwitch !== (given[0] === "enforce"))
      return refuse(
        `${here}.${given[0] ?? ""}`,
        `Error 400: ${constraint} ${isSwitch ? "is on or off: use enforce" : "has lists of values: use values, allowAll or denyAll"}`,
      );
    const word = text(rule[given[0] ?? ""]);
    if (given[0] !== "values" && word !== undefined && !/^(true|false)$/i.test(word))
      return refuse(`${here}.${given[0] ?? ""}`, `Error 400: is "TRUE" or "FALSE", not "${word}"`);
    const values = record(rule["values"]);
    if (
      given[0] === "values" &&
      texts(values["allowedValues"]).length + texts(values["deniedValues"]).length === 0
    )
      return refuse(`${here}.values`, "Error 400: names values that are allowed or denied");
    if (rule["parameters"] !== undefined && parse(text(rule["parameters"]) ?? "") === undefined)
      return refuse(`${here}.parameters`, "Error 400: is a JSON object as text");
    return rule["parameters"] !== undefined && !isTrue(rule["enforce"])
      ? refuse(`${here}.parameters`, "Error 400: only go with an enforced rule")
      : [];
  });
}

function constraintOf(inputs: Properties): string | undefined {
  return /\/policies\/(.+)$/.exec(text(inputs["name"]) ?? "")?.[1];
}

const nameCheck: Check = (inputs, world) => {
  const [name, parent] = [text(inputs["name"]), text(inputs["parent"])];
  if (parent !== undefined && !/^(projects|folders|organizations)\/[^/]+$/.test(parent))
    return refuse("parent", `Error 400: '${parent}' is no project, folder or organization: projects/PROJECT`);
  if (name === undefined) return [];
  if (!/^(projects|folders|organizations)\/[^/]+\/policies\/[^/]+$/.test(name))
    return refuse("name", `Error 400: '${name}' reads projects/PROJECT/policies/CONSTRAINT`);
  const owner = name.replace(/\/policies\/.*$/, "");
  const same = [`projects/${world.account}`, `projects/${projectNumber}`];
  return parent === undefined || owner === parent || (same.includes(owner) && same.includes(parent))
    ? []
    : refuse("name", `Error 400: the policy is of ${owner}, but its parent is ${parent}`);
};

const specCheck: Check = (inputs) => {
  const constraint = constraintOf(inputs);
  if (constraint === undefined) return [];
  if (!constraint.startsWith("custom.") && !switches.includes(constraint) && !lists.includes(constraint))
    return refuse("name", `Error 404: Constraint constraints/${constraint} is not found`);
  if (inputs["spec"] === undefined && inputs["dryRunSpec"] === undefined)
    return refuse("spec", "Error 400: a policy has a spec or a dryRunSpec");
  return ["spec", "dryRunSpec"].flatMap((path) =>
    inputs[path] === undefined || constraint.startsWith("custom.")
      ? []
      : ruleProblems(record(at(inputs, path)), path, constraint),
  );
};

/** Organization policies: what may be made in a project at all. */
export const organizationPolicies: readonly ResourceRules[] = [
  {
    type: "gcp:orgpolicy/policy:Policy",
    id: "{name}",
    outputs: { etag: "{hex:16}" },
    immutable: ["name", "parent"],
    check: [nameCheck, specCheck],
    uniqueBy: [["name"]],
    seconds: { create: 3, update: 3, delete: 2 },
  },
];
