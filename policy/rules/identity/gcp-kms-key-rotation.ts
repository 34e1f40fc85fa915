import { notApplicable, require, violation } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

const defaultDays = 90;

/** Encryption keys rotate at least every 90 days. */
export const rule: ResourceRule = {
  id: "gcp-kms-key-rotation",
  title: "Encryption keys rotate at least every 90 days.",
  severity: "medium",
  controls: { cis: ["1.10"], checkov: ["CKV_GCP_43"] },
  enforcement: "always",
  reason: "The longer one version is used, the more is lost with it.",
  remedy: 'Set rotationPeriod to "7776000s" or less.',
  types: ["gcp:kms/cryptoKey:CryptoKey"],
  configuration: { properties: { days: { type: "integer", minimum: 1, default: defaultDays } } },
  scope: "resource",
  check: ({ properties }, configuration) => {
    if ((properties.get("purpose").text() ?? "ENCRYPT_DECRYPT") !== "ENCRYPT_DECRYPT") return notApplicable;
    // Google has no material of its own for these.
    if (properties.get("importOnly").flag() === true) return notApplicable;
    const most = (configuration.get("days").number() ?? defaultDays) * 86_400;
    const period = properties.get("rotationPeriod").text();
    if (period === undefined) return violation("rotationPeriod is not set, so it never rotates");
    const seconds = Number(/^([0-9.]+)s$/.exec(period)?.[1] ?? Number.NaN);
    return require(seconds <= most, `rotationPeriod is ${period}, above ${String(most)}s`);
  },
};
