import { all, compliant, every, notApplicable, require } from "../../mechanism/answer";
import {
  documentsOf,
  everyStatement,
  resourcePolicies,
  type Statement,
} from "../../subjects/policy-document";
import type { ResourceRule } from "../../mechanism/rule";

const permission = "aws:lambda/permission:Permission";

/** `*`, and any role or user of any account. */
function isEverybody(principal: string): boolean {
  return /^\*+$/.test(principal) || /^arn:(aws[a-z-]*|\*):(iam|sts)::\*:/.test(principal);
}

/** Condition keys that say who asks or from where. */
const limits = new Set([
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:principalaccount",
  "aws:principalarn",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceowner",
  "aws:sourceorgid",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "kms:calleraccount",
  "kms:viaservice",
  "s3:dataaccesspointaccount",
  "elasticfilesystem:accessedviamounttarget",
]);

/** Whether a condition really narrows: not `…IfExists` or a negation, which an absent key satisfies, and not `*`. */
function isLimit({ operator, key, values }: Statement["conditions"][number]): boolean {
  return (
    limits.has(key) &&
    !operator.endsWith("ifexists") &&
    !operator.includes("not") &&
    !operator.startsWith("forallvalues") &&
    values.length > 0 &&
    values.every((value) => !/^\*+$/.test(value))
  );
}

/** No policy lets everybody in. */
export const rule: ResourceRule = {
  id: "aws-no-public-principal",
  title: "No policy lets everybody in.",
  severity: "critical",
  controls: {
    checkov: ["CKV_AWS_33", "CKV_AWS_32", "CKV_AWS_168", "CKV_AWS_169", "CKV_AWS_70", "CKV_AWS_301"],
  },
  enforcement: "always",
  reason: "A resource that anybody in the world may use is public, whatever else protects it.",
  remedy:
    "Name accounts, roles or services as principals, or limit by aws:PrincipalOrgID, aws:SourceAccount, aws:SourceArn, aws:SourceVpce or kms:CallerAccount.",
  types: [...Object.keys(resourcePolicies), permission],
  scope: "resource",
  check: ({ type, properties }) => {
    if (type === permission) {
      const limits = ["principalOrgId", "sourceAccount", "sourceArn"];
      return require(properties.get("principal").text() !== "*" ||
        limits.some((name) =>
          properties.get(name).isSet(),
        ), "principal is *, without principalOrgId, sourceAccount or sourceArn");
    }
    // An endpoint's policy limits what may be reached through it; AWS's default lets everybody inside the VPC in.
    if (type === "aws:ec2/vpcEndpoint:VpcEndpoint") return notApplicable;
    return every(documentsOf(properties, resourcePolicies[type] ?? []), (document) =>
      everyStatement(document, ({ where, effect, principals, notPrincipals, conditions }) => {
        if (effect === "Deny") return compliant;
        return all(
          () => require(notPrincipals.length === 0, `${where} lets in everybody but a few (NotPrincipal)`),
          () =>
            require(!principals.some(isEverybody) ||
              conditions.some(
                isLimit,
              ), `${where} lets everybody in (Principal *) without a condition on who asks`),
        );
      }),
    );
  },
};
