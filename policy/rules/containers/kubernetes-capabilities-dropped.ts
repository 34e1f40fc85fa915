import { all, every, notApplicable, require } from "../../mechanism/answer";
import { unchanged } from "../../subjects/kubernetes-object";
import { everyContainer, isWindows, podTypes } from "../../subjects/kubernetes-pod";
import type { ResourceRule } from "../../mechanism/rule";

/** Containers drop every capability, and take back at most the one to listen on low ports. */
export const rule: ResourceRule = {
  id: "kubernetes-capabilities-dropped",
  title: "Containers drop every capability, and take back at most the one to listen on low ports.",
  severity: "high",
  controls: {
    cis: ["5.2.8", "5.2.9"],
    checkov: ["CKV_K8S_25", "CKV_K8S_28", "CKV_K8S_37", "CKV_K8S_39"],
  },
  enforcement: "always",
  reason: "Each capability is a part of root's power: forging packets, mounting disks, reading any file.",
  remedy: 'Set securityContext.capabilities.drop to ["ALL"], and add nothing but NET_BIND_SERVICE.',
  types: podTypes,
  scope: "resource",
  check: (resource) =>
    everyContainer(resource, ({ name, pod, settings }) => {
      if (isWindows(pod)) return notApplicable;
      const capabilities = settings.get("securityContext").get("capabilities");
      const drop = capabilities.get("drop");
      return all(
        () =>
          unchanged(pod, drop)
            ? notApplicable
            : require(drop.items().some((one) => one.text() === "ALL"), `${name} does not drop ALL`),
        () =>
          every(capabilities.get("add").items(), (one) =>
            require(one.text() === "NET_BIND_SERVICE", `${name} adds ${one.text() ?? one.path}`),
          ),
      );
    }),
};
