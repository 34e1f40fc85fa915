import { refuse, texts } from "../reading";
import type { Check, ResourceRules } from "../rules";
import { types } from "./types";

const permissionCheck: Check = (inputs) =>
  texts(inputs["permissions"]).flatMap((permission, index) =>
    /^[a-z][a-zA-Z0-9]*\.[a-zA-Z0-9]+(\.[a-zA-Z0-9]+)*\.[a-zA-Z]+$/.test(permission)
      ? []
      : refuse(
          `permissions[${String(index)}]`,
          `Error 400: Permission ${permission} is not valid: permissions read SERVICE.RESOURCE.VERB`,
        ),
  );

/** A deleted role's id can't be used again for 7 days, in which the role can be undeleted, and for 30 more. */
const takenCheck: Check = (inputs, world, self) => {
  const id = `projects/${world.account}/roles/${typeof inputs["roleId"] === "string" ? inputs["roleId"] : ""}`;
  return self === undefined && world.deleted(types.customRole).some((gone) => gone.id === id)
    ? refuse("roleId", `Error 400: You can't create a role_id (${id}) which has been marked for deletion.`)
    : [];
};

/** Roles that a project defines for itself. */
export const customRoles: readonly ResourceRules[] = [
  {
    type: types.customRole,
    name: {
      property: "roleId",
      minimum: 3,
      maximum: 64,
      pattern: /[a-zA-Z0-9_.]+/,
      alphabet: "letters, digits, underscores and periods",
      unique: "id",
    },
    id: "projects/{account}/roles/{roleId}",
    outputs: { project: "{account}", name: "projects/{account}/roles/{roleId}", deleted: () => false },
    defaults: { stage: "GA" },
    immutable: ["roleId"],
    limits: [
      { path: "title", pattern: /[^]{1,100}/, reason: "has 1 to 100 characters" },
      { path: "description", pattern: /[^]{0,300}/, reason: "has at most 300 characters" },
      { path: "permissions", minimumItems: 1, maximumItems: 3000 },
      { path: "stage", oneOf: ["ALPHA", "BETA", "GA", "DEPRECATED", "DISABLED", "EAP"] },
    ],
    check: [permissionCheck, takenCheck],
    recoveryDays: () => 37,
    seconds: { create: 2, update: 2, delete: 2 },
  },
];
