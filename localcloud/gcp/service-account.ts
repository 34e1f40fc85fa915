import type { Check, ResourceRules } from "../rules";
import { refuse, text } from "../reading";
import { binding, grant } from "./iam";
import { types } from "./types";

const email = "{accountId}@{account}.iam.gserviceaccount.com";

/** IAM quotas: a project has at most 100 service accounts, unless it asked for more. */
const quotaCheck: Check = (_, world, self) => {
  const others = world
    .all(types.serviceAccount)
    .filter(({ id, outputs }) => id !== self?.id && outputs["project"] === world.account);
  return others.length >= 100
    ? refuse("", "Error 429: Maximum number of service accounts on project reached (100).")
    : [];
};

const nameCheck: Check = (inputs) => {
  const name = text(inputs["serviceAccountId"]);
  return name === undefined || /^projects\/[^/]+\/serviceAccounts\/[^/]+$/.test(name)
    ? []
    : refuse(
        "serviceAccountId",
        `'${name}' is no full name: projects/PROJECT/serviceAccounts/ADDRESS, which is the account's id`,
      );
};

const grants = {
  subject: "serviceAccountId",
  to: types.serviceAccount,
  by: ["id", "name"],
  services: ["iam"],
} as const;
/** Identities of programs, and who may act as them. */
export const serviceAccounts: readonly ResourceRules[] = [
  {
    type: types.serviceAccount,
    name: {
      property: "accountId",
      minimum: 6,
      maximum: 30,
      pattern: /[a-z]([-a-z0-9]*[a-z0-9])/,
      alphabet: "lower-case letters, digits and hyphens; a letter first, no hyphen at the end",
      unique: "id",
    },
    id: `projects/{account}/serviceAccounts/${email}`,
    outputs: {
      project: "{account}",
      email,
      member: `serviceAccount:${email}`,
      name: `projects/{account}/serviceAccounts/${email}`,
      uniqueId: "1{digits:20}",
    },
    defaults: { disabled: false },
    immutable: ["accountId"],
    limits: [
      { path: "displayName", pattern: /[^]{0,100}/, reason: "has at most 100 characters" },
      { path: "description", pattern: /[^]{0,256}/, reason: "has at most 256 characters" },
    ],
    check: quotaCheck,
    // The provider waits some seconds until a new account can be seen everywhere.
    seconds: { create: 12, update: 2, delete: 2 },
  },
  grant({
    ...grants,
    type: types.serviceAccountMember,
    binding: "gcp:serviceaccount/iAMBinding:IAMBinding",
    checks: [nameCheck],
  }),
  binding({ ...grants, type: "gcp:serviceaccount/iAMBinding:IAMBinding" }),
];
