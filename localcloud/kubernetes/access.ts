import { at, list, record, text } from "../reading";
import type { Check } from "../rules";
import { each, invalid, oneOf } from "./checks";
import { nameProblem } from "./formats";

const namespacedRole: Check = (object) =>
  each(object, "rules").flatMap(({ value, path }) => [
    ...(list(value["verbs"]).length === 0
      ? invalid(`${path}.verbs`, "Required value: verbs must contain at least one value")
      : []),
    ...(list(value["nonResourceURLs"]).length > 0
      ? invalid(
          `${path}.nonResourceURLs`,
          "Invalid value: namespaced rules cannot apply to non-resource URLs",
        )
      : list(value["apiGroups"]).length === 0
        ? invalid(`${path}.apiGroups`, "Required value: resource rules must supply at least one api group")
        : list(value["resources"]).length === 0
          ? invalid(`${path}.resources`, "Required value: resource rules must supply at least one resource")
          : []),
  ]);

const clusterRole: Check = (object) =>
  each(object, "rules").flatMap(({ value, path }) => [
    ...(list(value["verbs"]).length === 0
      ? invalid(`${path}.verbs`, "Required value: verbs must contain at least one value")
      : []),
    ...(list(value["nonResourceURLs"]).length === 0 && list(value["resources"]).length === 0
      ? invalid(`${path}.resources`, "Required value: resource rules must supply at least one resource")
      : []),
  ]);

const binding =
  (roles: readonly string[]): Check =>
  (object) => [
    ...oneOf(record(object["roleRef"]), "kind", roles, "roleRef."),
    ...(at(object, "roleRef.name") === "" ? invalid("roleRef.name", "Required value") : []),
    ...each(object, "subjects").flatMap(({ value, path }) => {
      const name = text(value["name"]) ?? "";
      const reason = value["kind"] === "ServiceAccount" ? nameProblem(name, "subdomain") : undefined;
      return [
        ...oneOf(value, "kind", ["Group", "ServiceAccount", "User"], `${path}.`),
        ...(reason === undefined ? [] : invalid(`${path}.name`, reason)),
      ];
    }),
  ];

export const roleChecks: readonly Check[] = [namespacedRole];
export const clusterRoleChecks: readonly Check[] = [clusterRole];
export const roleBindingChecks: readonly Check[] = [binding(["ClusterRole", "Role"])];
export const clusterRoleBindingChecks: readonly Check[] = [binding(["ClusterRole"])];
