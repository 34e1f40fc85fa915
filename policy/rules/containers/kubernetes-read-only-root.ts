import { notApplicable, require } from "../../mechanism/answer";
import { unchanged } from "../../subjects/kubernetes-object";
import { everyContainer, isWindows, podTypes } from "../../subjects/kubernetes-pod";
import type { ResourceRule } from "../../mechanism/rule";

/** Programs can't change their own files. */
export const rule: ResourceRule = {
  id: "kubernetes-read-only-root",
  title: "Programs can't change their own files.",
  severity: "medium",
  controls: { checkov: ["CKV_K8S_22"] },
  enforcement: "prod",
  reason: "Whoever breaks in could replace the program, or bring tools along.",
  remedy:
    "Set securityContext.readOnlyRootFilesystem to true, and mount an emptyDir where the program writes.",
  types: podTypes,
  scope: "resource",
  check: (resource) =>
    everyContainer(resource, ({ name, pod, settings }) => {
      const readOnly = settings.get("securityContext").get("readOnlyRootFilesystem");
      if (isWindows(pod) || unchanged(pod, readOnly)) return notApplicable;
      return require(readOnly.flag() === true, `${name} can write to its root file system`);
    }),
};
