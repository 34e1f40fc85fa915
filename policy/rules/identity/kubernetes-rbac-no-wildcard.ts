import { every, require } from "../../mechanism/answer";
import { everyGrant, roleTypes } from "../../subjects/kubernetes-role";
import type { ResourceRule } from "../../mechanism/rule";

/** Roles name what they allow, and on what. */
export const rule: ResourceRule = {
  id: "kubernetes-rbac-no-wildcard",
  title: "Roles name what they allow, and on what.",
  severity: "high",
  controls: { cis: ["5.1.3"], checkov: ["CKV_K8S_49"] },
  enforcement: "always",
  reason: "A star also means every kind of object and every verb that is yet to come.",
  remedy: "List the verbs, API groups and resources that are needed.",
  types: roleTypes,
  scope: "resource",
  check: (resource) =>
    everyGrant(resource, ({ addresses, groups, resources, verbs, where }) =>
      every(
        Object.entries({ verbs, apiGroups: groups, resources, nonResourceURLs: addresses }),
        ([name, values]) => {
          const star = values.find((value) => value === "*" || /^\*\/|^\/\*$/.test(value));
          return require(star === undefined, `${where}.${name} holds ${star ?? ""}`);
        },
      ),
    ),
};
