import { refuse, texts } from "../reading";
import type { Check } from "../rules";
import { vpcOfSubnet, zoneOfSubnet } from "./ec2-network";

/** The subnets of a group must be of one VPC. */
export const oneVpcCheck: Check = (inputs, world) => {
  const vpcs = new Set(texts(inputs["subnetIds"]).flatMap((id) => vpcOfSubnet(world, id) ?? []));
  return vpcs.size > 1
    ? refuse("subnetIds", `InvalidSubnet: the subnets are of different VPCs (${[...vpcs].join(", ")})`)
    : [];
};

/**
 * Subnets of a database: in two zones at least, all of one VPC.
 *
 * @param words what AWS says when they are all in one zone.
 */
export function subnetGroupCheck(words: string): Check {
  return (inputs, world, self) => {
    const foreign = oneVpcCheck(inputs, world, self);
    if (foreign.length > 0) return foreign;
    const zones = texts(inputs["subnetIds"]).map((id) => zoneOfSubnet(world, id));
    return zones.every((zone) => zone !== undefined) && new Set(zones).size < 2
      ? refuse("subnetIds", words)
      : [];
  };
}
