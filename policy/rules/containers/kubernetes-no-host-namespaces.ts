import { every, require } from "../../mechanism/answer";
import { everyPod, podTypes } from "../../subjects/kubernetes-pod";
import type { ResourceRule } from "../../mechanism/rule";

/** No pod shares its node's network, processes or memory. */
export const rule: ResourceRule = {
  id: "kubernetes-no-host-namespaces",
  title: "No pod shares its node's network, processes or memory.",
  severity: "critical",
  controls: { cis: ["5.2.3", "5.2.4", "5.2.5"], checkov: ["CKV_K8S_17", "CKV_K8S_18", "CKV_K8S_19"] },
  enforcement: "always",
  reason:
    "Such a pod listens to the node's traffic, past every network policy, or looks into the processes of all its pods.",
  remedy: "Remove hostNetwork, hostPID and hostIPC.",
  types: podTypes,
  scope: "resource",
  check: (resource) =>
    everyPod(resource, ({ spec, where }) =>
      every(["hostNetwork", "hostPID", "hostIPC"], (name) =>
        require(spec.get(name).flag() !== true, `${where}${name} is on`),
      ),
    ),
};
