import { all, notApplicable, require } from "../../mechanism/answer";
import { unchanged } from "../../subjects/kubernetes-object";
import { effective, everyContainer, everyPod, podTypes } from "../../subjects/kubernetes-pod";
import type { ResourceRule } from "../../mechanism/rule";

/** No container runs as root. */
export const rule: ResourceRule = {
  id: "kubernetes-not-root",
  title: "No container runs as root.",
  severity: "high",
  controls: { cis: ["5.2.7"], checkov: ["CKV_K8S_23"] },
  enforcement: "always",
  reason:
    "Root in a container is root for every file and device that it is given, and for each flaw of the kernel.",
  remedy: "Set securityContext.runAsNonRoot to true for the pod, and runAsUser to anything but 0.",
  types: podTypes,
  scope: "resource",
  check: (resource) =>
    all(
      () =>
        everyPod(resource, (pod) => {
          const user = pod.spec.get("securityContext").get("runAsUser");
          if (!user.isSet()) return notApplicable;
          return require(user.number() !== 0, `${pod.where}the pod's runAsUser is 0`);
        }),
      () =>
        everyContainer(resource, (container) => {
          const { name, pod } = container;
          const nonRoot = effective(container, "runAsNonRoot");
          return all(
            () => require(effective(container, "runAsUser").number() !== 0, `${name} has runAsUser 0`),
            () =>
              unchanged(pod, nonRoot)
                ? notApplicable
                : require(nonRoot.flag() === true, `${name} is not held to runAsNonRoot`),
          );
        }),
    ),
};
