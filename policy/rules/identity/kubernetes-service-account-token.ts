import { notApplicable, require } from "../../mechanism/answer";
import { unchanged } from "../../subjects/kubernetes-object";
import { everyPod, podTypes } from "../../subjects/kubernetes-pod";
import type { ResourceRule } from "../../mechanism/rule";

/** A pod has a token for the cluster's API only where it asks for one, as an account of its own. */
export const rule: ResourceRule = {
  id: "kubernetes-service-account-token",
  title: "A pod has a token for the cluster's API only where it asks for one, as an account of its own.",
  severity: "medium",
  controls: { cis: ["5.1.5", "5.1.6"], checkov: ["CKV_K8S_38", "CKV_K8S_41"] },
  enforcement: "always",
  reason: "Whoever breaks into the program talks to the cluster with it; few programs ever need to.",
  remedy:
    "Set automountServiceAccountToken of the pod to false; or to true, with serviceAccountName of an account made for it.",
  types: podTypes,
  scope: "resource",
  check: (resource) =>
    everyPod(resource, (pod) => {
      const { spec, where } = pod;
      const mounted = spec.get("automountServiceAccountToken");
      if (unchanged(pod, mounted)) return notApplicable;
      if (mounted.flag() !== true)
        return require(mounted.flag() === false, `${where}the pod does not set automountServiceAccountToken`);
      const account = [spec.get("serviceAccountName"), spec.get("serviceAccount")].find((one) => one.isSet());
      // A name that is known only at the update is of an account that is made here.
      const own = account !== undefined && (!account.isKnown() || account.text() !== "default");
      return require(own, `${where}the pod is given the token of the default account`);
    }),
};
