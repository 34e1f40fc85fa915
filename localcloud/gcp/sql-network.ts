import type { Check, World } from "../rules";
import { at, list, record, refuse, shown, text, texts } from "../reading";
import { lastPart } from "./names";
import { types } from "./types";

/** A network's path without the address of the interface before it, for example `projects/P/global/networks/N`. */
export function networkPath(reference: string, world: World): string {
  const path = reference.replace(/^https?:\/\/[^/]+\/compute\/[^/]+\//, "");
  return path.includes("/") ? path : `projects/${world.account}/global/networks/${path}`;
}

/** The private services access of a network: the ranges that Google's own services may take addresses from. */
export function servicesRanges(world: World, network: string): string[] | undefined {
  const connections = world
    .all(types.privateConnection)
    .filter((each) => networkPath(shown(each.inputs["network"]), world) === networkPath(network, world));
  return connections.length === 0
    ? undefined
    : connections.flatMap(({ inputs }) => texts(inputs["reservedPeeringRanges"]).map(lastPart));
}

/** An instance is reached by at least one way, and by a public address only from the networks that are let in. */
export const waysCheck: Check = (inputs) => {
  const path = "settings.ipConfiguration";
  const ways = record(at(inputs, path));
  const isPublic = ways["ipv4Enabled"] !== false;
  const endpoint = list(ways["pscConfigs"]).some((each) => record(each)["pscEnabled"] === true);
  if (!isPublic && ways["privateNetwork"] === undefined && !endpoint)
    return refuse(
      path,
      "Invalid request: At least one of Public IP or Private IP or PSC connectivity must be enabled",
    );
  if (ways["allocatedIpRange"] !== undefined && ways["privateNetwork"] === undefined)
    return refuse(`${path}.allocatedIpRange`, "Invalid request: an allocated range is for private IP");
  const networks = list(ways["authorizedNetworks"]).map(record);
  if (!isPublic && networks.length > 0)
    return refuse(`${path}.authorizedNetworks`, "Invalid request: authorized networks need a public IP");
  const wrong = networks.findIndex(({ value }) => !/^[0-9a-fA-F.:]+(\/\d{1,3})?$/.test(text(value) ?? "0"));
  return wrong < 0
    ? []
    : refuse(
        `${path}.authorizedNetworks[${String(wrong)}].value`,
        "Invalid request: is an address range in CIDR notation",
      );
};

/** Private IP takes an address of the network's private services access, which must be there first. */
export const privateNetworkCheck: Check = (inputs, world) => {
  const path = "settings.ipConfiguration";
  const network = text(at(inputs, `${path}.privateNetwork`));
  if (network === undefined) return [];
  if (!/(^|\/)projects\/[^/]+\/global\/networks\/[^/]+$/.test(network))
    return refuse(
      `${path}.privateNetwork`,
      `Invalid request: '${network}' is no network: projects/PROJECT/global/networks/NAME`,
    );
  const ranges = servicesRanges(world, network);
  if (ranges === undefined)
    return refuse(
      `${path}.privateNetwork`,
      "Error, failed to create instance because the network doesn't have at least 1 private services connection: " +
        "make a servicenetworking.Connection of that network and let the instance depend on it",
    );
  const range = text(at(inputs, `${path}.allocatedIpRange`));
  return range === undefined || ranges.includes(lastPart(range))
    ? []
    : refuse(
        `${path}.allocatedIpRange`,
        `Invalid request: the range '${range}' is not one of the network's private services connection (${ranges.join(", ")})`,
      );
};

/** Server certificates of an authority of one's own need its pool; only shared authorities rotate by themselves. */
export const certificateCheck: Check = (inputs) => {
  const path = "settings.ipConfiguration";
  const mode = text(at(inputs, `${path}.serverCaMode`)) ?? "GOOGLE_MANAGED_INTERNAL_CA";
  const pool = at(inputs, `${path}.serverCaPool`);
  if ((mode === "CUSTOMER_MANAGED_CAS_CA") !== (pool !== undefined))
    return refuse(`${path}.serverCaPool`, "Invalid request: given exactly with CUSTOMER_MANAGED_CAS_CA");
  const rotation = at(inputs, `${path}.serverCertificateRotationMode`);
  return rotation === "AUTOMATIC_ROTATION_DURING_MAINTENANCE" && mode === "GOOGLE_MANAGED_INTERNAL_CA"
    ? refuse(
        `${path}.serverCertificateRotationMode`,
        "Invalid request: automatic rotation needs GOOGLE_MANAGED_CAS_CA or CUSTOMER_MANAGED_CAS_CA",
      )
    : [];
};
