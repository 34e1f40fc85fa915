import { type Answer, compliant, every, require, violation } from "../../mechanism/answer";
import type { Property } from "../../mechanism/property";
import { accountOf, runTypes } from "../../subjects/gcp-run";
import type { ResourceRule } from "../../mechanism/rule";

/** One without a service account has none. */
const machines = [
  "gcp:compute/instance:Instance",
  "gcp:compute/instanceTemplate:InstanceTemplate",
  "gcp:compute/regionInstanceTemplate:RegionInstanceTemplate",
  "gcp:compute/instanceFromTemplate:InstanceFromTemplate",
  "gcp:compute/instanceFromMachineImage:InstanceFromMachineImage",
];

/** Settings of the nodes of Kubernetes. A cluster that gives its first pool away has none of its own. */
const nodes: Readonly<Record<string, (properties: Property) => Property[]>> = {
  "gcp:container/nodePool:NodePool": (properties) => [properties.get("nodeConfig")],
  "gcp:container/cluster:Cluster": (properties) => {
    if (properties.get("removeDefaultNodePool").flag() === true) return [];
    if (properties.get("enableAutopilot").flag() === true) {
      return [properties.get("clusterAutoscaling").get("autoProvisioningDefaults")];
    }
    const pools = properties.get("nodePools").items();
    return pools.length > 0 ? pools.map((pool) => pool.get("nodeConfig")) : [properties.get("nodeConfig")];
  },
};

function named(account: Property, missing: string): Answer {
  if (!account.isSet()) return violation(missing);
  // An address that is known only at the update is of an account that is made here.
  if (!account.isKnown()) return compliant;
  const isDefault = /(^default$)|(-compute@developer|@appspot)\.gserviceaccount\.com$/.test(
    account.text() ?? "",
  );
  return require(!isDefault, `${account.path} is the default account`);
}

/** Nothing runs as the default service account. */
export const rule: ResourceRule = {
  id: "gcp-no-default-service-account",
  title: "Nothing runs as the default service account.",
  severity: "high",
  controls: { cis: ["4.1"], checkov: ["CKV_GCP_30", "CKV_GCP_31"] },
  enforcement: "always",
  reason: "The default account may edit the whole project, and is shared by all that names no other.",
  remedy: "Make a service account with the few roles that are needed, and name it.",
  types: [...runTypes, ...machines, ...Object.keys(nodes)],
  scope: "resource",
  check: ({ properties, type }) => {
    if (runTypes.includes(type)) return named(accountOf(type, properties), "it names no service account");
    if (machines.includes(type)) {
      return every(properties.get("serviceAccount").items(), (account) =>
        named(account.get("email"), "serviceAccount names no email"),
      );
    }
    return every(nodes[type]?.(properties) ?? [], (node) =>
      named(node.get("serviceAccount"), `${node.path} names no serviceAccount`),
    );
  },
};
