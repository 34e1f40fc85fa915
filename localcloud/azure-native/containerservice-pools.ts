import { amount, at, list, refuse, text, texts } from "../reading";
import type { Check, Problem, Properties, ResourceRules } from "../rules";
import { armResource } from "./arm-resource";
import { delegatedTo } from "./network-subnet";
import { types } from "./types";

/** Sizes with a local disk: `d` after the number of vCPUs ("Azure VM sizes naming conventions"). */
const withLocalDisk = /^Standard_[A-Z]+\d+(?:-\d+)?[a-z]*d[a-z]*_v\d+$/;

/** Problems of one pool of machines, a resource of its own or a part of its cluster. */
export function poolProblems(pool: Properties, prefix: string): readonly Problem[] {
  const [minimum, maximum] = [amount(pool["minCount"]), amount(pool["maxCount"])];
  const size = text(pool["vmSize"]);
  const problems: Problem[] = [];
  const wrong = (path: string, reason: string) => problems.push(...refuse(`${prefix}${path}`, reason));
  const name = text(pool["name"]);
  if (name !== undefined && !poolName.test(name))
    wrong("name", `InvalidParameter: '${name}': 1 to 12 lower-case letters and digits, a letter first`);
  if (pool["enableAutoScaling"] === true) {
    if (minimum === undefined || maximum === undefined)
      wrong("minCount", "InvalidParameter: autoscaling needs minCount and maxCount");
    else if (minimum > maximum) wrong("minCount", `InvalidParameter: is over maxCount (${String(maximum)})`);
    else if (pool["mode"] === "System" && minimum < 1)
      wrong("minCount", "InvalidParameter: a pool of the mode System has at least one machine");
  } else if (minimum !== undefined || maximum !== undefined)
    wrong("minCount", "InvalidParameter: minCount and maxCount are for autoscaling");
  if (pool["scaleSetPriority"] === "Spot") {
    if (pool["mode"] === "System")
      wrong("scaleSetPriority", "BadRequest: a pool of the mode System can't be Spot");
    if (at(pool, "upgradeSettings.maxSurge") !== undefined)
      wrong("upgradeSettings.maxSurge", "BadRequest: Spot pools have no surge");
  } else if (pool["spotMaxPrice"] !== undefined || pool["scaleSetEvictionPolicy"] !== undefined)
    wrong("scaleSetPriority", "InvalidParameter: only Spot pools have a price and an eviction policy");
  if (pool["osDiskType"] === "Ephemeral" && size !== undefined && !withLocalDisk.test(size))
    wrong("osDiskType", `InvalidParameter: machines of ${size} have no local disk for an ephemeral one`);
  const zones = texts(pool["availabilityZones"]);
  const zone = zones.find((each) => !["1", "2", "3"].includes(each));
  if (zone !== undefined)
    wrong("availabilityZones", `AvailabilityZoneNotSupported: there is no zone '${zone}'`);
  for (const taint of texts(pool["nodeTaints"]))
    if (!/^[\w./-]+(=[\w.-]*)?:(NoSchedule|PreferNoSchedule|NoExecute)$/.test(taint))
      wrong("nodeTaints", `InvalidParameter: '${taint}' reads not like key=value:NoSchedule`);
  return problems;
}

const poolName = /^[a-z][a-z0-9]{0,11}$/;

const poolCheck: Check = (inputs) => poolProblems(inputs, "");

const subnetCheck: Check = (inputs, world) => {
  const subnet = world.find(types.subnet, inputs["vnetSubnetID"]);
  const service = subnet && delegatedTo(subnet);
  return service === undefined
    ? []
    : refuse(
        "vnetSubnetID",
        `SubnetIsDelegated: the subnet is delegated to ${service}, and takes no machines`,
      );
};

/** Pools that the cluster lists too would be made twice. */
const twiceCheck: Check = (inputs, world) => {
  const cluster = world
    .all(types.kubernetesCluster)
    .find(
      (each) =>
        each.outputs["name"] === inputs["resourceName"] &&
        each.inputs["resourceGroupName"] === inputs["resourceGroupName"],
    );
  return list(cluster?.inputs["agentPoolProfiles"]).some(
    (pool) => at({ pool }, "pool.name") === inputs["agentPoolName"],
  )
    ? refuse("agentPoolName", "Conflict: the cluster has a pool of this name in its agentPoolProfiles")
    : [];
};

export const pools: readonly ResourceRules[] = [
  armResource({
    type: types.agentPool,
    path: "Microsoft.ContainerService/managedClusters/{resourceName}/agentPools/{agentPoolName}",
    parent: types.kubernetesCluster,
    name: { maximum: 12, pattern: poolName, alphabet: "lower-case letters and digits; a letter first" },
    references: [{ path: "vnetSubnetID", to: types.subnet }],
    // What AKS refuses to change in a pool (documentation: "Create and manage node pools, limitations").
    immutable: [
      "availabilityZones",
      "enableEncryptionAtHost",
      "osDiskType",
      "osType",
      "scaleSetEvictionPolicy",
      "scaleSetPriority",
      "spotMaxPrice",
      "vmSize",
      "vnetSubnetID",
    ],
    limits: [
      { path: "mode", oneOf: ["System", "User", "Gateway"] },
      { path: "maxCount", minimum: 0, maximum: 1000 },
      {
        path: "osSKU",
        oneOf: ["AzureLinux", "AzureLinux3", "Ubuntu", "Ubuntu2204", "Ubuntu2404", "Windows2022"],
      },
    ],
    check: [poolCheck, subnetCheck, twiceCheck],
    // AKS changes one pool of a cluster at a time.
    oneAtATime: ({ resourceGroupName, resourceName }) =>
      `pools of ${text(resourceGroupName) ?? ""}/${text(resourceName) ?? ""}`,
    seconds: { create: 150, update: 60, delete: 120 },
  }),
];
