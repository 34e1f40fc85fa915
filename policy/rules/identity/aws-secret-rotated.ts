import { compliant, every, violation } from "../../mechanism/answer";
import type { StackRule } from "../../mechanism/rule";

/** AWS Security Hub's SecretsManager.4, and checkov's limit. */
const defaultDays = 90;

/** Secrets are replaced by themselves. */
export const rule: StackRule = {
  id: "aws-secret-rotated",
  title: "Secrets are replaced by themselves.",
  severity: "medium",
  controls: { checkov: ["CKV2_AWS_57", "CKV_AWS_304"] },
  enforcement: "prod",
  reason: "A secret that leaked unnoticed opens what it opens for as long as it is not replaced.",
  remedy: "Make an aws.secretsmanager.SecretRotation for the secret, with rotationRules of at most 90 days.",
  types: ["aws:secretsmanager/secret:Secret"],
  configuration: { properties: { days: { type: "integer", minimum: 1, default: defaultDays } } },
  scope: "stack",
  check: (resource, stack, configuration) => {
    const most = configuration.get("days").number() ?? defaultDays;
    const rotations = stack
      .referringTo(resource, ["aws:secretsmanager/secretRotation:SecretRotation"], "secretId")
      .filter(({ properties }) => properties.get("rotationEnabled").flag() !== false);
    if (rotations.length === 0) return violation("nothing replaces it");
    return every(rotations, ({ properties }) => {
      // A schedule is given instead of days, and may be anything.
      const days = properties.get("rotationRules").get("automaticallyAfterDays").number() ?? 0;
      return days <= most ? compliant : violation(`it is replaced after ${String(days)} days only`);
    });
  },
};
