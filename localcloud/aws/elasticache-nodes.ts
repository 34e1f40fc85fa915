import { amount, refuse, text } from "../reading";
import type { Check, Properties, World } from "../rules";
import { shortRegion } from "./regions";

/** How many nodes a replication group has. */
export function nodes(inputs: Properties): number {
  const groups = amount(inputs["numNodeGroups"]) ?? 1;
  return amount(inputs["numCacheClusters"]) ?? groups * ((amount(inputs["replicasPerNodeGroup"]) ?? 0) + 1);
}

/** Nodes of a group are called after it: `NAME-001`, or with shards `NAME-0001-001`. */
export function memberNames(inputs: Properties): string[] {
  const name = text(inputs["replicationGroupId"]) ?? "";
  const number = (value: number, width: number): string => String(value).padStart(width, "0");
  if (inputs["numNodeGroups"] === undefined)
    return Array.from({ length: nodes(inputs) }, (_, index) => `${name}-${number(index + 1, 3)}`);
  const each = (amount(inputs["replicasPerNodeGroup"]) ?? 0) + 1;
  return Array.from(
    { length: nodes(inputs) },
    (_, index) => `${name}-${number(Math.floor(index / each) + 1, 4)}-${number((index % each) + 1, 3)}`,
  );
}

/** Failover needs a node to fail over to. */
export const failoverCheck: Check = (inputs) => {
  const count = nodes(inputs);
  if (inputs["automaticFailoverEnabled"] === true && count < 2)
    return refuse(
      "numCacheClusters",
      "InvalidParameterCombination: automatic failover needs at least 2 nodes (one primary and one replica)",
    );
  if (inputs["multiAzEnabled"] === true && inputs["automaticFailoverEnabled"] !== true)
    return refuse(
      "automaticFailoverEnabled",
      "InvalidParameterCombination: Multi-AZ needs automatic failover to be enabled",
    );
  return inputs["numNodeGroups"] !== undefined &&
    Number(inputs["numNodeGroups"]) > 1 &&
    inputs["automaticFailoverEnabled"] !== true
    ? refuse(
        "automaticFailoverEnabled",
        "InvalidParameterCombination: must be enabled with more than one node group",
      )
    : [];
};

/** Data tiering only on r6gd; burstable nodes neither tier nor (before t3) encrypt. */
export const nodeCheck: Check = (inputs) => {
  const type = text(inputs["nodeType"]) ?? "";
  if (inputs["dataTieringEnabled"] === true && !type.startsWith("cache.r6gd."))
    return refuse("dataTieringEnabled", "InvalidParameterValue: only r6gd nodes have data tiering");
  return /^cache\.(t2|t1)\./.test(type) &&
    inputs["transitEncryptionEnabled"] === true &&
    type.startsWith("cache.t1.")
    ? refuse(
        "transitEncryptionEnabled",
        "InvalidParameterCombination: the node type has no encryption in transit",
      )
    : [];
};

/** The host name that a kind of node is reached at: `master`, `replica` or `clustercfg`. */
export function host(inputs: Properties, world: World, kind: string): string {
  const id = text(inputs["replicationGroupId"]) ?? "";
  const encrypted = inputs["transitEncryptionEnabled"] === true;
  const short = shortRegion(world.region);
  return encrypted
    ? `${kind}.${id}.abc123.${short}.cache.amazonaws.com`
    : `${id}.abc123.ng.0001.${short}.cache.amazonaws.com`;
}

/** Whether the data is spread over several shards. */
export const clustered = (inputs: Properties): boolean => Number(inputs["numNodeGroups"] ?? 1) > 1;
