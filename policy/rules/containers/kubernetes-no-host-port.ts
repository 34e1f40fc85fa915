import { every, require } from "../../mechanism/answer";
import { everyContainer, podTypes } from "../../subjects/kubernetes-pod";
import type { ResourceRule } from "../../mechanism/rule";

/** No container takes a port of its node. */
export const rule: ResourceRule = {
  id: "kubernetes-no-host-port",
  title: "No container takes a port of its node.",
  severity: "high",
  controls: { cis: ["5.2.12"], checkov: ["CKV_K8S_26"] },
  enforcement: "always",
  reason: "Whoever reaches the node reaches the program, past Services and most network policies.",
  remedy: "Remove hostPort, and let a Service lead to the pods.",
  types: podTypes,
  scope: "resource",
  check: (resource) =>
    everyContainer(resource, ({ name, settings }) =>
      every(settings.get("ports").items(), (port) => {
        const taken = port.get("hostPort").number() ?? 0;
        return require(taken === 0, `${name} takes port ${String(taken)} of its node`);
      }),
    ),
};
