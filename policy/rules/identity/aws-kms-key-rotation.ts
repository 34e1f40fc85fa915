import { all, notApplicable, require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** KMS keys rotate at least once a year. */
export const rule: ResourceRule = {
  id: "aws-kms-key-rotation",
  title: "KMS keys rotate at least once a year.",
  severity: "medium",
  controls: { cis: ["3.6"], checkov: ["CKV_AWS_7"] },
  enforcement: "always",
  reason: "The longer a key is in use, the more a leak of it gives away.",
  remedy: "Set enableKeyRotation to true, and rotationPeriodInDays to 365 or less.",
  types: ["aws:kms/key:Key"],
  scope: "resource",
  check: ({ properties }) => {
    const specification = properties.get("customerMasterKeySpec").text() ?? "SYMMETRIC_DEFAULT";
    // AWS can't rotate asymmetric and HMAC keys, nor those in an external store.
    if (specification !== "SYMMETRIC_DEFAULT" || properties.get("customKeyStoreId").isSet())
      return notApplicable;
    const period = properties.get("rotationPeriodInDays").number() ?? 365;
    return all(
      () => require(properties.get("enableKeyRotation").flag() === true, "enableKeyRotation is off"),
      () => require(period <= 365, `rotationPeriodInDays is ${String(period)}`),
    );
  },
  remediation: () => [{ path: ["enableKeyRotation"], value: true }],
};
