import { every, require } from "../../mechanism/answer";
import { allows, everyGrant, roleTypes } from "../../subjects/kubernetes-role";
import type { ResourceRule } from "../../mechanism/rule";

/** Rights by which one gets others: verbs, resource, and what it comes to. */
const ways: readonly (readonly [readonly string[], string, string])[] = [
  ...["roles", "clusterroles"].map((kind) => [["escalate"], kind, "give itself any right"] as const),
  ...["roles", "clusterroles"].map((kind) => [["bind"], kind, "take any role"] as const),
  ...["users", "groups", "serviceaccounts"].map((kind) => [["impersonate"], kind, "act as anybody"] as const),
  [["create"], "serviceaccounts/token", "make tokens of any account"],
  [["get", "create"], "nodes/proxy", "run programs in every pod of a node"],
  [["get", "create"], "pods/exec", "run programs in any pod"],
  [["get", "create"], "pods/attach", "run programs in any pod"],
  [["update", "patch"], "certificatesigningrequests/approval", "sign certificates of anybody"],
  [["update", "patch"], "services/status", "take over the traffic of others"],
  ...["mutatingwebhookconfigurations", "validatingwebhookconfigurations"].map(
    (kind) => [["create", "update", "patch"], kind, "read and change every request"] as const,
  ),
  [["create"], "persistentvolumes", "mount folders of a node"],
];

/** No role lets its owner become somebody else. */
export const rule: ResourceRule = {
  id: "kubernetes-rbac-no-escalation",
  title: "No role lets its owner become somebody else.",
  severity: "high",
  controls: {
    cis: ["5.1.8", "5.1.9", "5.1.10", "5.1.11", "5.1.12", "5.1.13"],
    checkov: [
      "CKV_K8S_155",
      "CKV_K8S_156",
      "CKV_K8S_157",
      "CKV_K8S_158",
      "CKV2_K8S_2",
      "CKV2_K8S_3",
      "CKV2_K8S_4",
    ],
  },
  enforcement: "always",
  reason: "What looks like a small right is then all of them, and the audit log names the wrong one.",
  remedy: "Take the right away, or name the few objects that it is about in resourceNames.",
  types: roleTypes,
  scope: "resource",
  check: (resource) =>
    everyGrant(resource, (grant) =>
      every(ways, ([verbs, kind, means]) =>
        require(grant.named || !allows(grant, verbs, kind), `${grant.where} lets ${means} (${kind})`),
      ),
    ),
};
