import { every, require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** AWS's own policies that hold every right, or let their owner take it. */
const administrator = /:iam::aws:policy\/(AdministratorAccess|IAMFullAccess|PowerUserAccess)$/;
const attachments: Readonly<Record<string, string>> = {
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": "policyArn",
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "policyArn",
  "aws:iam/policyAttachment:PolicyAttachment": "policyArn",
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": "policyArns",
  "aws:iam/role:Role": "managedPolicyArns",
  "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": "managedPolicyArn",
};

/** AWS's administrator policies are attached to nothing. */
export const rule: ResourceRule = {
  id: "aws-iam-no-administrator-policy",
  title: "AWS's administrator policies are attached to nothing.",
  severity: "critical",
  controls: { checkov: ["CKV_AWS_274"] },
  enforcement: "always",
  reason: "Whoever gets hold of such an identity owns the account.",
  remedy: "Attach a policy that names the actions that are needed.",
  types: Object.keys(attachments),
  scope: "resource",
  check: ({ type, properties }) =>
    every(properties.get(attachments[type] ?? "").items(), (arn) =>
      require(!administrator.test(arn.text() ?? ""), `${arn.path} is ${arn.text() ?? ""}`),
    ),
};
