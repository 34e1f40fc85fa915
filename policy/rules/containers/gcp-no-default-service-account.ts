import { type Answer, compliant, every, require, violation } from "../../mechanism/answer";
import type { Property } from "../../mechanism/property";
import type { Resource } from "../../mechanism/resource";
import { gkeCluster, gkeNodePool, isAutopilot, nodesOf } from "../../subjects/gcp-kubernetes";
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

/** What names the account of nodes of Kubernetes. */
function accountsOf(resource: Resource): Property[] {
  const { properties } = resource;
  return isAutopilot(properties)
    ? [properties.get("clusterAutoscaling").get("autoProvisioningDefaults")]
    : nodesOf(resource);
}

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
  types: [...runTypes, ...machines, gkeCluster, gkeNodePool],
  scope: "resource",
  check: (resource) => {
    const { properties, type } = resource;
    if (runTypes.includes(type)) return named(accountOf(type, properties), "it names no service account");
    if (machines.includes(type)) {
      return every(properties.get("serviceAccount").items(), (account) =>
        named(account.get("email"), "serviceAccount names no email"),
      );
    }
    return every(accountsOf(resource), (node) =>
      named(node.get("serviceAccount"), `${node.path} names no serviceAccount`),
    );
  },
};
