import { notApplicable, require } from "../../mechanism/answer";
import { unchanged } from "../../subjects/kubernetes-object";
import { everyContainer, isWindows, podTypes } from "../../subjects/kubernetes-pod";
import type { ResourceRule } from "../../mechanism/rule";

/** No program gets more rights than it was started with. */
export const rule: ResourceRule = {
  id: "kubernetes-no-privilege-escalation",
  title: "No program gets more rights than it was started with.",
  severity: "high",
  controls: { cis: ["5.2.6"], checkov: ["CKV_K8S_20"] },
  enforcement: "always",
  reason:
    "A file in the image with the setuid bit makes whoever broke into the program root in its container.",
  remedy: "Set securityContext.allowPrivilegeEscalation of each container to false.",
  types: podTypes,
  scope: "resource",
  check: (resource) =>
    everyContainer(resource, ({ name, pod, settings }) => {
      const allowed = settings.get("securityContext").get("allowPrivilegeEscalation");
      if (isWindows(pod) || unchanged(pod, allowed)) return notApplicable;
      return require(allowed.flag() === false, `${name} does not set allowPrivilegeEscalation to false`);
    }),
};
