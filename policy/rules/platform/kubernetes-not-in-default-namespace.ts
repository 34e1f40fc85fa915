import { compliant, notApplicable, require } from "../../mechanism/answer";
import { everyObject, typesOf, unchanged } from "../../subjects/kubernetes-object";
import { podTypes } from "../../subjects/kubernetes-pod";
import type { ResourceRule } from "../../mechanism/rule";

const rbac = ["v1", "v1beta1", "v1alpha1"].map((version) => `rbac.authorization.k8s.io/${version}`);

/** Nothing lies in the default namespace. */
export const rule: ResourceRule = {
  id: "kubernetes-not-in-default-namespace",
  title: "Nothing lies in the default namespace.",
  severity: "medium",
  controls: { cis: ["5.6.1", "5.6.4"], checkov: ["CKV_K8S_21"] },
  enforcement: "always",
  reason:
    "Everything that names no namespace shares it: rights, quotas and network policies can't tell them apart.",
  remedy: "Set metadata.namespace, or namespace of the provider.",
  types: [
    ...podTypes,
    ...typesOf({
      ConfigMap: ["core/v1"],
      PersistentVolumeClaim: ["core/v1"],
      Secret: ["core/v1"],
      Service: ["core/v1"],
      ServiceAccount: ["core/v1"],
      Ingress: ["networking.k8s.io/v1", "networking.k8s.io/v1beta1", "extensions/v1beta1"],
      Role: rbac,
      RoleBinding: rbac,
    }),
  ],
  scope: "resource",
  check: (resource) =>
    everyObject(resource, (object) => {
      const given = object.properties.get("metadata").get("namespace");
      const place = given.isSet() ? given : resource.provider.get("namespace");
      // A patch names the object by its name alone where the namespace is the provider's.
      if (unchanged(object, place)) return notApplicable;
      // What is known only at the update is made here, and not the cluster's own.
      if (!place.isKnown()) return compliant;
      const isDefault = ["", "default"].includes(place.text() ?? "");
      return require(!isDefault, `${object.where}it lies in the default namespace`);
    }),
};
