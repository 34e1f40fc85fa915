import { missingNames, namesSetting, requireNames } from "../../subjects/required-names";
import type { Resource } from "../../mechanism/resource";
import type { ResourceRule } from "../../mechanism/rule";

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
  configuration: namesSetting("labels"),
  scope: "resource",
  check: (resource, configuration) => requireNames(placesOf(resource), configuration, "labels"),
  remediation: (resource, configuration) =>
    missingNames(
      resource,
      placesOf(resource),
      configuration,
      "labels",
      elsewhere[resource.type] ?? ["labels"],
    ).map(({ path, value }) => ({ path, value: asLabel(String(value)) })),
};

/** Types that have their labels elsewhere. */
const elsewhere: Readonly<Record<string, readonly string[]>> = {
  "gcp:container/cluster:Cluster": ["resourceLabels"],
  "gcp:sql/databaseInstance:DatabaseInstance": ["settings", "userLabels"],
};

function placesOf({ properties, provider }: Resource) {
  return [
    properties.get("labels"),
    properties.get("resourceLabels"),
    properties.get("settings").get("userLabels"),
    properties.get("pulumiLabels"),
    provider.get("defaultLabels").json(),
  ];
}

/** Google takes 63 lower-case letters, digits, dashes and underscores. */
function asLabel(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, "-")
    .slice(0, 63);
}
