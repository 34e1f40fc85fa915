import { notApplicable, require } from "../../mechanism/answer";
import { buckets } from "../../subjects/bucket";
import type { StackRule } from "../../mechanism/rule";

const locks = ["aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"];
const defaultDays = 7;

/** An object lock keeps what is written. */
export const rule: StackRule = {
  id: "aws-object-lock-keeps",
  title: "An object lock keeps what is written.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "A lock without a retention holds nothing: each object would have to be locked by itself.",
  remedy: "Give the bucket a BucketObjectLockConfiguration with a defaultRetention of a week or more.",
  types: [...buckets, ...locks],
  configuration: { properties: { days: { type: "integer", minimum: 1, default: defaultDays } } },
  scope: "stack",
  check: (resource, stack, configuration) => {
    if (buckets.includes(resource.type)) {
      if (resource.properties.get("objectLockEnabled").flag() !== true) return notApplicable;
      return require(stack.referringTo(resource, locks, "bucket").length >
        0, "nothing says what its lock keeps");
    }
    const least = configuration.get("days").number() ?? defaultDays;
    const retention = resource.properties.get("rule").get("defaultRetention");
    const days = retention.get("days").number() ?? (retention.get("years").number() ?? 0) * 365;
    return require(days >= least, `its defaultRetention is ${String(days)} days, below ${String(least)}`);
  },
};
