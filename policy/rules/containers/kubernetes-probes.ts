import { every, notApplicable, require } from "../../mechanism/answer";
import type { Property } from "../../mechanism/property";
import { unchanged } from "../../subjects/kubernetes-object";
import { everyContainer, podTypes } from "../../subjects/kubernetes-pod";
import type { ResourceRule } from "../../mechanism/rule";

/** What a probe can ask; one that asks nothing is none. */
function asks(probe: Property): boolean {
  return ["httpGet", "tcpSocket", "exec", "grpc"].some((way) => probe.get(way).isSet());
}

/** The cluster knows whether a program is ready, and whether it still works. */
export const rule: ResourceRule = {
  id: "kubernetes-probes",
  title: "The cluster knows whether a program is ready, and whether it still works.",
  severity: "medium",
  controls: { checkov: ["CKV_K8S_8", "CKV_K8S_9"] },
  enforcement: "always",
  reason:
    "Requests go to replicas that can't answer yet, rollouts take broken versions for good, and what hangs stays.",
  remedy: "Give each container a readinessProbe and a livenessProbe.",
  types: podTypes.filter((type) => !/:(Cron)?Job(Patch|List)?$/.test(type)),
  scope: "resource",
  check: (resource) =>
    everyContainer(resource, ({ list, name, pod, settings }) => {
      // A pod that ends is no service.
      if (list !== "containers" || (pod.spec.get("restartPolicy").text() ?? "Always") !== "Always")
        return notApplicable;
      return every(["readinessProbe", "livenessProbe"], (kind) => {
        const probe = settings.get(kind);
        if (unchanged(pod, probe)) return notApplicable;
        return require(asks(probe), `${name} has no ${kind} that asks something`);
      });
    }),
};
