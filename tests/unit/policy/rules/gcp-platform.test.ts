import { rule as dataProtected } from "../../../../policy/rules/platform/gcp-data-protected";
import { rule as requiredLabels } from "../../../../policy/rules/platform/gcp-required-labels";
import { rule as noForcedDeletion } from "../../../../policy/rules/platform/gcp-no-forced-deletion";
import { describeRule, type Given, type Properties, unknown } from "../pack";

const network: Given = { type: "gcp:compute/network:Network" };

describeRule(dataProtected, {
  compliant: { "a protected database": { type: "gcp:sql/databaseInstance:DatabaseInstance", protect: true } },
  violations: {
    "a database": [{ type: "gcp:sql/databaseInstance:DatabaseInstance" }, "protect is not set"],
    "a bucket": [{ type: "gcp:storage/bucket:Bucket" }, "protect is not set"],
    "a key": [{ type: "gcp:kms/cryptoKey:CryptoKey" }, "protect is not set"],
  },
  notApplicable: {
    "a mirror of another registry": {
      type: "gcp:artifactregistry/repository:Repository",
      properties: { mode: "REMOTE_REPOSITORY" },
    },
    "what holds no data": network,
  },
});

const bucket = (properties: Properties, provider?: Properties): Given => ({
  type: "gcp:storage/bucket:Bucket",
  properties,
  ...(provider && { provider }),
});
const full = { project: "platform", environment: "prod" };
describeRule(requiredLabels, {
  compliant: {
    "a cluster's": { type: "gcp:container/cluster:Cluster", properties: { resourceLabels: full } },

    "its own labels": bucket({ labels: full }),
    "labels that the provider merged": bucket({ pulumiLabels: full }),
    "the provider's default labels": bucket({}, { defaultLabels: full }),
    "the provider's default labels, as text": bucket({}, { defaultLabels: JSON.stringify(full) }),
    "a label whose value is unknown yet": bucket({ labels: { ...full, project: unknown } }),
    "a database's settings": {
      type: "gcp:sql/databaseInstance:DatabaseInstance",
      properties: { settings: { userLabels: full } },
    },
  },
  violations: {
    none: [bucket({}), "it has no label project, environment"],
    "one missing": [bucket({ labels: { project: "p" } }), "it has no label environment"],
    "an empty one": [bucket({ labels: { ...full, environment: "" } }), "it has no label environment"],
  },
  notApplicable: { "what takes no labels": network },
  unknown: { "labels that are unknown": bucket({ labels: unknown }) },
});

describeRule(noForcedDeletion, {
  compliant: {
    "the default": { type: "gcp:storage/bucket:Bucket", properties: {} },
  },
  violations: {
    on: [{ type: "gcp:storage/bucket:Bucket", properties: { forceDestroy: true } }, "forceDestroy is on"],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
  },
  unknown: {
    "a switch": { type: "gcp:storage/bucket:Bucket", properties: { forceDestroy: unknown } },
  },
});
