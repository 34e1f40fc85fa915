import { compliant, require, violation } from "../../mechanism/answer";
import { containerGrants, everyGrant } from "../../subjects/gcp-iam";
import type { ResourceRule } from "../../mechanism/rule";

const basic = ["roles/owner", "roles/editor"];
const administrator =
  /^roles\/(iam\.securityAdmin|iam\.organizationRoleAdmin|iam\.roleAdmin|iam\.serviceAccountAdmin|iam\.serviceAccountKeyAdmin|resourcemanager\.(projectIamAdmin|folderAdmin|folderIamAdmin|organizationAdmin))$/;

/** Nobody is given the roles owner, editor or an administrator of a whole project. */
export const rule: ResourceRule = {
  id: "gcp-no-basic-roles",
  title: "Nobody is given the roles owner, editor or an administrator of a whole project.",
  severity: "critical",
  controls: {
    cis: ["1.5"],
    checkov: ["CKV_GCP_42", "CKV_GCP_115", "CKV_GCP_116", "CKV_GCP_117"],
  },
  enforcement: "always",
  reason: "They allow nearly everything, on all that is in the project, now and in future.",
  remedy: "Grant the few narrow roles that are needed, on the resource itself where it takes grants.",
  types: containerGrants,
  scope: "resource",
  check: (resource) =>
    everyGrant(resource, ({ role, member, where }) => {
      const name = role.text() ?? "";
      if (basic.includes(name)) return violation(`${where || "the rule"} is given ${name}`);
      // People may administer; a program that does can be taken over.
      if (!administrator.test(name)) return compliant;
      if (!member.isKnown()) member.text();
      return require(!(member.text() ?? "").startsWith(
        "serviceAccount:",
      ), `a service account is given ${name}`);
    }),
};
