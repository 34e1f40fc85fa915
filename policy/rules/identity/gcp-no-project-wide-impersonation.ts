import { require } from "../../mechanism/answer";
import { containerGrants, everyGrant } from "../../subjects/gcp-iam";
import type { ResourceRule } from "../../mechanism/rule";

const impersonation = [
  "roles/iam.serviceAccountUser",
  "roles/iam.serviceAccountTokenCreator",
  "roles/iam.serviceAccountOpenIdTokenCreator",
  "roles/iam.workloadIdentityUser",
];

/** Nobody may act as every service account of a project. */
export const rule: ResourceRule = {
  id: "gcp-no-project-wide-impersonation",
  title: "Nobody may act as every service account of a project.",
  severity: "high",
  controls: { cis: ["1.6"], checkov: ["CKV_GCP_41", "CKV_GCP_44", "CKV_GCP_45", "CKV_GCP_49"] },
  enforcement: "always",
  reason: "Whoever may act as any account has the roles of all of them together.",
  remedy: "Grant the role on the one service account that is meant (serviceaccount.IAMMember).",
  types: containerGrants,
  scope: "resource",
  check: (resource) =>
    everyGrant(resource, ({ role, where }) => {
      const name = role.text() ?? "";
      return require(!impersonation.includes(name), `${where} is given ${name} on all accounts`);
    }),
};
