import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Every bucket prevents public access. */
export const rule: ResourceRule = {
  id: "gcp-bucket-public-access-prevented",
  title: "Every bucket prevents public access.",
  severity: "critical",
  controls: { cis: ["5.1"], checkov: ["CKV_GCP_114"] },
  enforcement: "always",
  reason: "One wrong grant, now or in ten years, makes the whole bucket public.",
  remedy: "Set publicAccessPrevention to enforced.",
  types: ["gcp:storage/bucket:Bucket"],
  scope: "resource",
  check: ({ properties }) => {
    const prevention = properties.get("publicAccessPrevention").text() ?? "inherited";
    return require(prevention === "enforced", `publicAccessPrevention is ${prevention}`);
  },
};
