import { require } from "../../mechanism/answer";
import { everyGrant, isEverybody, registryGrants } from "../../subjects/gcp-iam";
import type { ResourceRule } from "../../mechanism/rule";

/** No image repository is open to everybody. */
export const rule: ResourceRule = {
  id: "gcp-registry-not-public",
  title: "No image repository is open to everybody.",
  severity: "critical",
  controls: { checkov: ["CKV_GCP_101"] },
  enforcement: "always",
  reason: "Everybody can pull the images and read the code in them.",
  remedy: "Grant roles to single accounts instead of allUsers.",
  types: registryGrants,
  scope: "resource",
  check: (resource) =>
    everyGrant(resource, (grant) =>
      require(!isEverybody(grant), `${grant.where} opens the repository to everybody`),
    ),
};
