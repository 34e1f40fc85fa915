import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

const defaultLabels = ["project", "environment"];

/** Types that are billed or hold data, and can have labels. */
const labelled = [
  "gcp:alloydb/cluster:Cluster",
  "gcp:artifactregistry/repository:Repository",
  "gcp:bigquery/dataset:Dataset",
  "gcp:bigtable/instance:Instance",
  "gcp:cloudfunctionsv2/function:Function",
  "gcp:cloudrunv2/job:Job",
  "gcp:cloudrunv2/service:Service",
  "gcp:compute/disk:Disk",
  "gcp:compute/globalForwardingRule:GlobalForwardingRule",
  "gcp:compute/instance:Instance",
  "gcp:container/cluster:Cluster",
  "gcp:filestore/instance:Instance",
  "gcp:kms/cryptoKey:CryptoKey",
  "gcp:memorystore/instance:Instance",
  "gcp:pubsub/topic:Topic",
  "gcp:redis/instance:Instance",
  "gcp:secretmanager/secret:Secret",
  "gcp:spanner/instance:Instance",
  "gcp:sql/databaseInstance:DatabaseInstance",
  "gcp:storage/bucket:Bucket",
];

/** What costs money or holds data says whose it is. */
export const rule: ResourceRule = {
  id: "gcp-required-labels",
  title: "What costs money or holds data says whose it is.",
  severity: "low",
  controls: {},
  enforcement: "always",
  reason: "Nobody can tell which project pays for a resource, or whom to ask before deleting it.",
  remedy: "Set the labels, best as defaultLabels of the provider.",
  types: labelled,
  configuration: {
    properties: { labels: { type: "array", items: { type: "string" }, default: defaultLabels } },
  },
  scope: "resource",
  check: ({ properties, provider }, configuration) => {
    const configured = configuration
      .get("labels")
      .items()
      .flatMap((name) => name.text() ?? []);
    const places = [
      properties.get("labels"),
      properties.get("userLabels"),
      properties.get("settings").get("userLabels"),
      properties.get("pulumiLabels"),
      provider.get("defaultLabels").json(),
    ];
    const present = places.flatMap((labels) =>
      labels.isKnown()
        ? labels.entries().flatMap(([name, value]) => (value.isSet() ? [name.toLowerCase()] : []))
        : [],
    );
    const missing = (configured.length > 0 ? configured : defaultLabels).filter(
      (name) => !present.includes(name.toLowerCase()),
    );
    // Labels that are not known yet may hold what is missing; reading them says so.
    if (missing.length > 0) places.forEach((labels) => labels.entries());
    return require(missing.length === 0, `it has no label ${missing.join(", ")}`);
  },
};
