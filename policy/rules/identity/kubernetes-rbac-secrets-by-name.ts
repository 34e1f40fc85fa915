import { require } from "../../mechanism/answer";
import { allows, everyGrant, roleTypes } from "../../subjects/kubernetes-role";
import type { ResourceRule } from "../../mechanism/rule";

/** Roles let read secrets by name only. */
export const rule: ResourceRule = {
  id: "kubernetes-rbac-secrets-by-name",
  title: "Roles let read secrets by name only.",
  severity: "high",
  controls: { cis: ["5.1.2"], checkov: ["CKV2_K8S_5"] },
  enforcement: "always",
  reason:
    "Whoever reads all secrets of a namespace is everybody who has one there; a list shows their values too.",
  remedy: "Set resourceNames to the secrets that are needed, with the verb get.",
  types: roleTypes,
  scope: "resource",
  check: (resource) =>
    everyGrant(resource, (grant) =>
      require(grant.named ||
        !allows(grant, ["get", "list", "watch"], "secrets"), `${grant.where} lets read every secret`),
    ),
};
