import { all, require } from "../../mechanism/answer";
import { effective, everyContainer, podTypes } from "../../subjects/kubernetes-pod";
import type { ResourceRule } from "../../mechanism/rule";

/** No container is root on its node. */
export const rule: ResourceRule = {
  id: "kubernetes-no-privileged",
  title: "No container is root on its node.",
  severity: "critical",
  controls: { cis: ["5.2.2", "5.2.10"], checkov: ["CKV_K8S_16"] },
  enforcement: "always",
  reason: "A privileged container has every device and right of its node, and with it every pod there.",
  remedy: "Set securityContext.privileged to false, and name the few capabilities that are needed.",
  types: podTypes,
  scope: "resource",
  check: (resource) =>
    everyContainer(resource, (container) => {
      const { name, settings } = container;
      return all(
        () =>
          require(settings.get("securityContext").get("privileged").flag() !== true, `${name} is privileged`),
        () =>
          require(effective(container, "windowsOptions").get("hostProcess").flag() !==
            true, `${name} is a process of its Windows node`),
      );
    }),
};
