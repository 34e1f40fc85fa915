import { compliant, every, violation } from "../../mechanism/answer";
import { runTypes, variablesOf } from "../../subjects/gcp-run";
import { secretIn } from "../../subjects/secret-text";
import type { ResourceRule } from "../../mechanism/rule";

/** No secret stands in an environment variable as text. */
export const rule: ResourceRule = {
  id: "gcp-no-secret-in-environment",
  title: "No secret stands in an environment variable as text.",
  severity: "critical",
  controls: { checkov: ["CKV_SECRET_6"] },
  enforcement: "always",
  reason: "Everybody who may look at the service or function reads it, and it stays in every old revision.",
  remedy: "Store it in Secret Manager and refer to it (Cloud Run: valueSource.secretKeyRef).",
  types: runTypes,
  scope: "resource",
  check: ({ properties, type }) =>
    every(variablesOf(type, properties), ([name, value]) => {
      const found = secretIn(name, value.text() ?? "");
      return found === undefined ? compliant : violation(`${name} holds what looks like ${found}`);
    }),
};
