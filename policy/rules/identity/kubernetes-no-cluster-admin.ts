import { all, every, notApplicable, require } from "../../mechanism/answer";
import { everyObject } from "../../subjects/kubernetes-object";
import { bindingTypes } from "../../subjects/kubernetes-role";
import type { ResourceRule } from "../../mechanism/rule";

/** Nobody is given every right in the cluster. */
export const rule: ResourceRule = {
  id: "kubernetes-no-cluster-admin",
  title: "Nobody is given every right in the cluster.",
  severity: "critical",
  controls: { cis: ["5.1.1", "5.1.7"] },
  enforcement: "always",
  reason:
    "Whoever gets hold of such an account owns every pod and secret; nothing checks system:masters at all.",
  remedy: "Make a role with the rights that are needed, and bind that.",
  types: bindingTypes,
  scope: "resource",
  check: (resource) =>
    everyObject(resource, ({ partial, properties, where }) =>
      all(
        () => {
          const role = properties.get("roleRef").get("name");
          if (partial && !role.isSet()) return notApplicable;
          // A name that is known only at the update is of a role that is made here.
          return require(!role.isKnown() ||
            role.text() !== "cluster-admin", `${where}it gives cluster-admin`);
        },
        () =>
          every(properties.get("subjects").items(), (subject) =>
            require(!subject.get("name").isKnown() ||
              subject.get("name").text() !== "system:masters", `${where}${subject.path} is system:masters`),
          ),
      ),
    ),
};
