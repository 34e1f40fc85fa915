import { every, require } from "../../mechanism/answer";
import {
  closes,
  networkPolicyTypes,
  objectsOf,
  selects,
  selectsAll,
  together,
} from "../../subjects/kubernetes-namespace";
import { objectsIn } from "../../subjects/kubernetes-object";
import { podOf, podTypes } from "../../subjects/kubernetes-pod";
import type { StackRule } from "../../mechanism/rule";

/** Who may connect to a program is said by a network policy. */
export const rule: StackRule = {
  id: "kubernetes-workload-network-policy",
  title: "Who may connect to a program is said by a network policy.",
  severity: "high",
  controls: { cis: ["5.3.2"], checkov: ["CKV2_K8S_6"] },
  enforcement: "prod",
  reason: "A pod that no policy selects can be reached from every pod of the cluster.",
  remedy: "Make a NetworkPolicy in its namespace whose podSelector matches its labels.",
  types: podTypes.filter((type) => !type.endsWith("Patch")),
  scope: "stack",
  check: (resource, stack) => {
    const policies = objectsOf(stack, networkPolicyTypes);
    return every(objectsIn(resource), (object) => {
      const { metadata, where } = podOf(object);
      const labels = metadata.get("labels");
      const closed = policies
        .filter((policy) => together(stack, { ...object, resource }, policy))
        .map(({ properties }) => properties.get("spec"))
        .filter((policy) => closes(policy, "Ingress"))
        .map((policy) => policy.get("podSelector"))
        .some((selector) => selectsAll(selector) || selects(selector, labels));
      return require(closed, `${where}no NetworkPolicy of its namespace says who may connect to it`);
    });
  },
};
