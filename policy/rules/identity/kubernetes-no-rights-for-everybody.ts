import { compliant, every, require } from "../../mechanism/answer";
import { everyObject } from "../../subjects/kubernetes-object";
import { bindingTypes } from "../../subjects/kubernetes-role";
import type { ResourceRule } from "../../mechanism/rule";

/** Names of users and groups that mean more than those who were chosen. */
const everybody = /^system:(anonymous|unauthenticated|authenticated|serviceaccounts(:.+)?)$/;

/** Rights are given to accounts that were chosen. */
export const rule: ResourceRule = {
  id: "kubernetes-no-rights-for-everybody",
  title: "Rights are given to accounts that were chosen.",
  severity: "high",
  controls: { cis: ["5.1.5"], checkov: ["CKV_K8S_42"] },
  enforcement: "always",
  reason: "Everybody who reaches the API, or every pod that names no account, has the rights too.",
  remedy: "Bind the role to a user, a group of your own, or a service account made for the program.",
  types: bindingTypes,
  scope: "resource",
  check: (resource) =>
    everyObject(resource, ({ properties, where }) =>
      every(properties.get("subjects").items(), (subject) => {
        const name = subject.get("name");
        // A name that is known only at the update is of an account that is made here.
        if (!name.isKnown()) return compliant;
        const text = name.text() ?? "";
        const isDefault = subject.get("kind").text() === "ServiceAccount" && text === "default";
        return require(!isDefault &&
          !everybody.test(
            text,
          ), `${where}${subject.path} is ${isDefault ? "the default service account" : text}`);
      }),
    ),
};
