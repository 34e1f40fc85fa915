import { all, notApplicable, require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

const leastSeconds = 7 * 24 * 60 * 60;

/** Nobody can shorten how long a bucket keeps what must be kept. */
export const rule: ResourceRule = {
  id: "gcp-bucket-retention-locked",
  title: "Nobody can shorten how long a bucket keeps what must be kept.",
  severity: "medium",
  controls: { cis: ["2.3"] },
  enforcement: "prod",
  reason: "Who takes over a project deletes the traces and the copies first.",
  remedy: "Set retentionPolicy.isLocked to true, with a retentionPeriod of a week or more.",
  types: ["gcp:storage/bucket:Bucket"],
  scope: "resource",
  check: ({ properties }) => {
    const policy = properties.get("retentionPolicy");
    if (!policy.isSet()) return notApplicable;
    return all(
      () => require(policy.get("isLocked").flag() === true, "its retentionPolicy is not locked"),
      () =>
        require((policy.get("retentionPeriod").number() ?? 0) >=
          leastSeconds, "its retentionPeriod is below a week"),
    );
  },
};
