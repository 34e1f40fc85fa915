import type { Path, Problem, Properties, World } from "../rules";
import { list, record, refuse, shown, text } from "../reading";
import { lastPart } from "./names";
import { networkPath } from "./sql-network";
import { types } from "./types";

/** What is wrong with the way into the network, as far as the inputs alone say it. */
export function accessProblems(template: Properties, path: Path): readonly Problem[] {
  if (template["vpcAccess"] === undefined) return [];
  const access = record(template["vpcAccess"]);
  const here = `${path}.vpcAccess`;
  const interfaces = list(access["networkInterfaces"]).map(record);
  if (access["connector"] !== undefined && interfaces.length > 0)
    return refuse(here, "VPC connector and direct VPC can not be used together");
  if (access["connector"] === undefined && interfaces.length === 0)
    return refuse(here, "has a connector or a network interface");
  if (interfaces.length > 1)
    return refuse(`${here}.networkInterfaces`, "only a single network interface is supported");
  const empty = interfaces.findIndex(
    ({ network, subnetwork }) => network === undefined && subnetwork === undefined,
  );
  return empty < 0
    ? []
    : refuse(
        `${here}.networkInterfaces[${String(empty)}]`,
        "at least one of network and subnetwork is given",
      );
}

/** Network and subnet must exist, belong together, and the subnet must be where the container runs. */
export function accessWorldProblems(
  template: Properties,
  path: Path,
  location: string | undefined,
  world: World,
): readonly Problem[] {
  const interfaces = list(record(template["vpcAccess"])["networkInterfaces"]).map(record);
  return interfaces.flatMap((each, index): readonly Problem[] => {
    const here = `${path}.vpcAccess.networkInterfaces[${String(index)}]`;
    const [network, subnet] = [text(each["network"]), text(each["subnetwork"])];
    const networks = world.all(types.network);
    if (
      network !== undefined &&
      isOurs(network, world) &&
      !networks.some(({ id }) => networkPath(id, world) === networkPath(network, world))
    )
      return refuse(`${here}.network`, `VPC network ${network} does not exist`);
    if (subnet === undefined || !isOurs(subnet, world)) return [];
    const candidates = world
      .all(types.subnetwork)
      .filter(({ outputs }) => lastPart(shown(outputs["name"])) === lastPart(subnet));
    const found = candidates.find(({ outputs }) => lastPart(shown(outputs["region"])) === location);
    if (found === undefined)
      return refuse(
        `${here}.subnetwork`,
        candidates.length === 0
          ? `VPC subnetwork ${subnet} does not exist`
          : `VPC subnetwork ${subnet} is not in ${location ?? ""}, where the containers run`,
      );
    const owner = networkPath(shown(found.inputs["network"]), world);
    if (network !== undefined && networkPath(network, world) !== owner)
      return refuse(
        `${here}.subnetwork`,
        `VPC subnetwork ${subnet} does not belong to the network ${network}`,
      );
    // Cloud Run guide, "Direct VPC egress": a subnet has a mask of /26 or larger.
    const mask = Number(shown(found.inputs["ipCidrRange"]).split("/")[1] ?? "0");
    return mask > 26
      ? refuse(
          `${here}.subnetwork`,
          `direct VPC egress needs a subnet of /26 or larger, not /${String(mask)}`,
        )
      : [];
  });
}

/** Resources of other projects (a shared VPC) are not looked for. */
function isOurs(reference: string, world: World): boolean {
  const project = /projects\/([^/]+)\//.exec(reference)?.[1];
  return project === undefined || project === world.account;
}
