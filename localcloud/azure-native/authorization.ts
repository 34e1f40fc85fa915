import { list, record, refuse, text, texts } from "../reading";
import type { Check, Problem, ResourceRules, Value, World } from "../rules";
import { findAny } from "./any-resource";
import { armResource } from "./arm-resource";
import { builtInPolicies, builtInRoles } from "./built-in-definitions";
import { deployer, subscription } from "./subscription";
import { withPrincipals } from "./system-identity";
import { types } from "./types";

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const roleDefinition = "azure-native:authorization:RoleDefinition";

const anyName = {
  maximum: 260,
  pattern: /^[^<>%&?/\\]*[^<>%&?/\\. ]$/,
  alphabet: String.raw`no < > % & ? / \, and neither a period nor a space at the end`,
};
const guidName = { minimum: 36, maximum: 36, pattern: guid, alphabet: "the characters of a GUID" };

/** Problems of the place that a resource is put on: it must exist. */
const scopeCheck: Check = (inputs, world) => {
  const scope = text(inputs["scope"]);
  if (scope === undefined) return [];
  const own = `/subscriptions/${subscription}`;
  if (!scope.startsWith("/"))
    return refuse("scope", `InvalidScope: '${scope}' is no resource id: it begins with '/subscriptions/'`);
  if (scope.startsWith("/providers/Microsoft.Management/managementGroups/")) return [];
  if (scope !== own && !scope.startsWith(`${own}/`))
    return refuse("scope", `SubscriptionNotFound: the subscription of '${scope}' could not be found`);
  return scope === own || isPartOfKnown(scope, world)
    ? []
    : refuse("scope", `ResourceNotFound: the resource '${scope}' was not found`);
};

/** Whether a resource exists, or the one that it is a part of: parts such as blob services have no table of their own. */
function isPartOfKnown(scope: string, world: World): boolean {
  if (findAny(scope, world) !== undefined) return true;
  const parent = scope.replace(/\/[^/]+\/[^/]+$/, "");
  return (
    /\/providers\/[^/]+\/[^/]+\/[^/]+\/.+/.test(scope) && parent !== scope && isPartOfKnown(parent, world)
  );
}

const principalTypes = ["User", "Group", "ServicePrincipal", "ForeignGroup", "Device"];

/** Types that may have an identity of their own, which Azure makes with them. */
function systemPrincipals(world: World): Value[] {
  return Object.values(types).flatMap((type) =>
    world.all(type).flatMap(({ outputs }) => {
      const principal = record(outputs["identity"])["principalId"];
      return principal === undefined ? [] : [principal];
    }),
  );
}

const principalCheck: Check = (inputs, world) => {
  const principal = text(inputs["principalId"]);
  if (principal === undefined) return [];
  if (!guid.test(principal))
    return refuse("principalId", `InvalidPrincipalId: '${principal}' is no object id, which is a GUID`);
  const kind = text(inputs["principalType"]);
  if (principal === deployer) return [];
  const identity = world.all(types.identity).find(({ outputs }) => outputs["principalId"] === principal);
  const byClient = world.all(types.identity).find(({ outputs }) => outputs["clientId"] === principal);
  if (identity === undefined && !systemPrincipals(world).includes(principal))
    return refuse(
      "principalId",
      byClient === undefined
        ? `PrincipalNotFound: principal ${principal} does not exist in the directory`
        : `PrincipalNotFound: ${principal} is the client id of ${byClient.id}; a role is given to its principal id`,
    );
  if (kind === undefined)
    return refuse(
      "principalType",
      "PrincipalNotFound: a principal that was just made is not found everywhere yet: set principalType to 'ServicePrincipal'",
    );
  return kind === "ServicePrincipal"
    ? []
    : refuse(
        "principalType",
        `UnmatchedPrincipalType: the principal is of type 'ServicePrincipal', not '${kind}'`,
      );
};

const roleCheck: Check = (inputs, world) => {
  const id = text(inputs["roleDefinitionId"]);
  if (id === undefined) return [];
  const match =
    /^(?:\/subscriptions\/[^/]+(?:\/resourceGroups\/[^/]+)?)?\/providers\/Microsoft\.Authorization\/roleDefinitions\/([^/]+)$/i.exec(
      id,
    );
  const role = match?.[1] ?? "";
  if (!guid.test(role))
    return refuse(
      "roleDefinitionId",
      `InvalidRoleDefinitionId: '${id}' does not read '/subscriptions/ID/providers/Microsoft.Authorization/roleDefinitions/GUID'`,
    );
  const own = world.all(roleDefinition).some((definition) => definition.id.endsWith(`/${role}`));
  return own || builtInRoles.has(role.toLowerCase())
    ? []
    : refuse("roleDefinitionId", `RoleDefinitionDoesNotExist: there is no role definition '${role}'`);
};

const conditionCheck: Check = (inputs) => {
  if ((inputs["condition"] === undefined) !== (inputs["conditionVersion"] === undefined))
    return refuse("conditionVersion", "InvalidCondition: condition and conditionVersion are given together");
  return [];
};

/** One role for one principal on one scope: a second assignment is refused, whatever its name. */
const duplicateCheck: Check = (inputs, world, self) => {
  const role = (value: Value | undefined): string => text(value)?.split("/").pop()?.toLowerCase() ?? "";
  const twin = world
    .all(types.roleAssignment)
    .find(
      (other) =>
        other.id !== self?.id &&
        other.inputs["principalId"] === inputs["principalId"] &&
        other.inputs["scope"] === inputs["scope"] &&
        role(other.inputs["roleDefinitionId"]) === role(inputs["roleDefinitionId"]),
    );
  return twin === undefined
    ? []
    : refuse("roleDefinitionId", `RoleAssignmentExists: the role assignment already exists (${twin.id})`);
};

const policyCheck: Check = (inputs) => {
  const id = text(inputs["policyDefinitionId"]);
  if (id === undefined)
    return inputs["policyDefinitionId"] === undefined
      ? refuse(
          "policyDefinitionId",
          "InvalidCreatePolicyAssignmentRequest: the policy definition id is missing",
        )
      : [];
  const match = /\/providers\/Microsoft\.Authorization\/policy(Set)?Definitions\/([^/]+)$/i.exec(id);
  if (match === null)
    return refuse(
      "policyDefinitionId",
      `InvalidPolicyDefinitionId: '${id}' is no id of a policy or initiative`,
    );
  const effects = builtInPolicies.get(match[2]?.toLowerCase() ?? "");
  if (effects === undefined && id.startsWith("/providers/"))
    return refuse(
      "policyDefinitionId",
      `PolicyDefinitionNotFound: there is no built-in definition '${match[2] ?? ""}'`,
    );
  return [
    ...(effects === "changes" ? identityProblems(inputs["identity"], inputs["location"]) : []),
    ...notScopeProblems(inputs["notScopes"], inputs["scope"]),
  ];
};

/** Assignments that change resources act as an identity, which lives in a location. */
function identityProblems(identity: Value | undefined, location: Value | undefined): Problem[] {
  const kind = text(record(identity)["type"]) ?? "None";
  if (kind === "None")
    return [
      {
        path: "identity",
        reason:
          "ResourceIdentityRequired: the policy's effect is 'deployIfNotExists' or 'modify', so its assignment needs an identity",
      },
    ];
  return location === undefined
    ? [{ path: "location", reason: "LocationRequired: an assignment with an identity needs a location" }]
    : [];
}

function notScopeProblems(notScopes: Value | undefined, scope: Value | undefined): Problem[] {
  const base = text(scope) ?? "";
  return texts(notScopes)
    .filter((each) => !each.startsWith(base))
    .map((each) => ({
      path: "notScopes",
      reason: `InvalidNotScopes: '${each}' is not within the scope '${base}'`,
    }));
}

const permissionsCheck: Check = (inputs) =>
  list(inputs["permissions"]).flatMap((permission, index) =>
    ["actions", "notActions", "dataActions", "notDataActions"].flatMap((kind) =>
      texts(record(permission)[kind])
        .filter((action) => !/^(\*|[A-Za-z]+\.[A-Za-z]+\/.+|\*\/.+)$/.test(action))
        .flatMap((action) =>
          refuse(
            `permissions[${String(index)}].${kind}`,
            `InvalidActionOrNotAction: '${action}' is no operation of a resource provider`,
          ),
        ),
    ),
  );

/** Roles, locks and policies. */
export const access: readonly ResourceRules[] = [
  armResource({
    type: types.roleAssignment,
    path: "Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
    within: "scope",
    name: guidName,
    immutable: ["principalId", "scope", "roleDefinitionId", "principalType"],
    limits: [
      { path: "principalType", oneOf: principalTypes },
      { path: "conditionVersion", oneOf: ["2.0"] },
      { path: "description", pattern: /^[^]{0,1024}$/, reason: "has at most 1024 characters" },
    ],
    check: [scopeCheck, roleCheck, principalCheck, conditionCheck, duplicateCheck],
    // Azure role-based access control guide: seen everywhere within ten minutes; the call itself takes seconds.
    seconds: { create: 25, update: 5, delete: 5 },
  }),
  armResource({
    type: roleDefinition,
    path: "Microsoft.Authorization/roleDefinitions/{roleDefinitionId}",
    within: "scope",
    name: guidName,
    limits: [{ path: "roleName", pattern: /^[^]{1,512}$/, reason: "has 1 to 512 characters" }],
    // A custom role's name is the only one in the tenant.
    uniqueBy: [["roleName"]],
    atLeastOneOf: [["assignableScopes"]],
    check: [scopeCheck, permissionsCheck],
    checkDelete: (definition, world) =>
      world
        .all(types.roleAssignment)
        .filter(({ inputs }) =>
          text(inputs["roleDefinitionId"])?.endsWith(`/${text(definition.outputs["name"]) ?? ""}`),
        )
        .flatMap((user) => refuse("", `RoleDefinitionHasAssignments: ${user.id} still uses the role`)),
    seconds: { create: 25, update: 20, delete: 5 },
  }),
  armResource({
    type: types.lock,
    path: "Microsoft.Authorization/locks/{lockName}",
    within: "scope",
    name: anyName,
    limits: [
      { path: "level", oneOf: ["CanNotDelete", "ReadOnly"] },
      { path: "notes", pattern: /^[^]{0,512}$/, reason: "has at most 512 characters" },
    ],
    check: scopeCheck,
    seconds: { create: 3, update: 2, delete: 2 },
  }),
  armResource({
    type: types.policyAssignment,
    path: "Microsoft.Authorization/policyAssignments/{policyAssignmentName}",
    within: "scope",
    name: { ...anyName, maximum: 128 },
    limits: [
      { path: "enforcementMode", oneOf: ["Default", "DoNotEnforce", "Enroll"] },
      { path: "displayName", pattern: /^[^]{1,128}$/, reason: "has 1 to 128 characters" },
      { path: "nonComplianceMessages[].message", pattern: /^[^]{1,512}$/, reason: "has 1 to 512 characters" },
    ],
    outputs: {
      identity: ({ id, inputs }, world) => withPrincipals(id, inputs["identity"], world),
    },
    mutable: ["location"],
    check: [scopeCheck, policyCheck],
    seconds: { create: 3, update: 3, delete: 2 },
  }),
];
