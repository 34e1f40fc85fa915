import { all, notApplicable, require } from "../../mechanism/answer";
import { unchanged } from "../../subjects/kubernetes-object";
import { effective, everyContainer, everyPod, isWindows, podTypes } from "../../subjects/kubernetes-pod";
import type { ResourceRule } from "../../mechanism/rule";

const filters = ["RuntimeDefault", "Localhost"];

/** Programs may ask of the kernel only what programs usually do. */
export const rule: ResourceRule = {
  id: "kubernetes-seccomp",
  title: "Programs may ask of the kernel only what programs usually do.",
  severity: "medium",
  controls: { cis: ["5.6.2"], checkov: ["CKV_K8S_31"] },
  enforcement: "always",
  reason:
    "Without a filter each of the kernel's hundreds of calls can be tried for a way out of the container.",
  remedy: "Set the pod's securityContext.seccompProfile.type to RuntimeDefault.",
  types: podTypes,
  scope: "resource",
  check: (resource) =>
    all(
      () =>
        everyPod(resource, ({ spec, where }) => {
          const profile = spec.get("securityContext").get("seccompProfile").get("type");
          if (!profile.isSet()) return notApplicable;
          return require(profile.text() !== "Unconfined", `${where}the pod's seccompProfile is Unconfined`);
        }),
      () =>
        everyContainer(resource, (container) => {
          const profile = effective(container, "seccompProfile").get("type");
          if (isWindows(container.pod) || unchanged(container.pod, profile)) return notApplicable;
          return require(filters.includes(
            profile.text() ?? "",
          ), `${container.name} has no seccompProfile RuntimeDefault or Localhost`);
        }),
    ),
};
