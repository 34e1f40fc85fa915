import { type Answer, every } from "../mechanism/answer";
import type { Resource } from "../mechanism/resource";
import { everyObject, typesOf } from "./kubernetes-object";

const versions = ["v1", "v1beta1", "v1alpha1"].map((version) => `rbac.authorization.k8s.io/${version}`);

/** What gives rights, and what gives them to somebody. */
export const roleTypes = typesOf({ Role: versions, ClusterRole: versions });
export const bindingTypes = typesOf({ RoleBinding: versions, ClusterRoleBinding: versions });

/** One rule of a role. */
export interface Grant {
  /** For messages: `rules[0]`. */
  readonly where: string;
  readonly verbs: readonly string[];
  readonly groups: readonly string[];
  /** Plural names, with a part of the object where only that is meant: `pods/log`. */
  readonly resources: readonly string[];
  readonly addresses: readonly string[];
  /** Whether it is about objects of given names only. */
  readonly named: boolean;
}

/** Judges each rule of a role. */
export function everyGrant(resource: Resource, check: (grant: Grant) => Answer): Answer {
  return everyObject(resource, ({ properties }) =>
    every(properties.get("rules").items(), (rule) => {
      const texts = (name: string) =>
        rule
          .get(name)
          .items()
          .flatMap((item) => item.text() ?? []);
      return check({
        where: rule.path,
        verbs: texts("verbs"),
        groups: texts("apiGroups"),
        resources: texts("resources"),
        addresses: texts("nonResourceURLs"),
        named: rule.get("resourceNames").isSet(),
      });
    }),
  );
}

/** Whether a rule allows any of the verbs on a resource: `roles`, or `pods/exec`, which `*` and `*\/exec` mean too. */
export function allows({ resources, verbs }: Grant, asked: readonly string[], resource: string): boolean {
  const part = resource.split("/")[1];
  const names = ["*", resource, ...(part === undefined ? [] : [`*/${part}`])];
  return (
    verbs.some((verb) => verb === "*" || asked.includes(verb)) &&
    resources.some((given) => names.includes(given))
  );
}
