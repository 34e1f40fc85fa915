import { require } from "../../mechanism/answer";
import { gkeCluster } from "../../subjects/gcp-kubernetes";
import type { ResourceRule } from "../../mechanism/rule";

/** A cluster asks Binary Authorization which images may run. */
export const rule: ResourceRule = {
  id: "gcp-gke-binary-authorization",
  title: "A cluster asks Binary Authorization which images may run.",
  severity: "medium",
  controls: { cis: ["5.10.4"], checkov: ["CKV_GCP_66"] },
  enforcement: "prod",
  reason: "Otherwise any image of any registry runs that somebody names.",
  remedy:
    "Set binaryAuthorization.evaluationMode to PROJECT_SINGLETON_POLICY_ENFORCE, or to policies of the platform.",
  types: [gkeCluster],
  scope: "resource",
  check: ({ properties }) => {
    const mode = properties.get("binaryAuthorization").get("evaluationMode");
    return require(mode.isSet() && mode.text() !== "DISABLED", "Binary Authorization is off");
  },
};
