import { block } from "../cidr";
import { at, list, record, refuse, text, texts } from "../reading";
import type { Check } from "../rules";
import { canonicalLocation } from "./regions";
import { types } from "./types";

const delegation = "Microsoft.DBforPostgreSQL/flexibleServers";

/** A delegated subnet and a private DNS zone go together and exclude public access. */
export const networkCheck: Check = (inputs) => {
  const { delegatedSubnetResourceId: subnet, privateDnsZoneArmResourceId: zone } = record(inputs["network"]);
  if (subnet !== undefined && zone === undefined)
    return refuse(
      "network.privateDnsZoneArmResourceId",
      "EmptyPrivateDnsZoneArmResourceId: a server in a delegated subnet needs a private DNS zone",
    );
  if (zone !== undefined && subnet === undefined)
    return refuse(
      "network.delegatedSubnetResourceId",
      "EmptyDelegatedSubnetResourceId: a private DNS zone is for a server in a delegated subnet",
    );
  if (subnet !== undefined && at(inputs, "network.publicNetworkAccess") === "Enabled")
    return refuse(
      "network.publicNetworkAccess",
      "InvalidParameterValue: a server in a delegated subnet has no public access",
    );
  const name = text(zone)?.split("/").pop();
  return name === undefined || /(^|\.)postgres\.database\.azure\.com$/i.test(name)
    ? []
    : refuse(
        "network.privateDnsZoneArmResourceId",
        `InvalidPrivateDnsZone: the name of the zone ends with .postgres.database.azure.com, but is '${name}'`,
      );
};

/** The subnet must be delegated to the service, large enough and in the server's region. */
export const subnetCheck: Check = (inputs, world) => {
  const path = "network.delegatedSubnetResourceId";
  const id = text(at(inputs, path));
  const subnet = id === undefined ? undefined : world.find(types.subnet, id);
  if (id === undefined || subnet === undefined) return [];
  const delegated = list(subnet.outputs["delegations"]).some(
    (each) => text(record(each)["serviceName"])?.toLowerCase() === delegation.toLowerCase(),
  );
  if (!delegated)
    return refuse(path, `SubnetNotDelegated: the subnet '${id}' is not delegated to ${delegation}`);
  const prefix = text(subnet.outputs["addressPrefix"]) ?? texts(subnet.outputs["addressPrefixes"])[0];
  const size = prefix === undefined ? undefined : block(prefix)?.prefix;
  if (size !== undefined && size > 28)
    return refuse(
      path,
      `SubnetTooSmall: a subnet of flexible servers is at least a /28, not a /${String(size)}`,
    );
  const network = world.find(types.virtualNetwork, id.replace(/\/subnets\/[^/]+$/, ""));
  const place = text(network?.outputs["location"]);
  return place === undefined || canonicalLocation(place) === inputs["location"]
    ? []
    : refuse(
        path,
        `InvalidSubnetRegion: the network is in ${place}, the server in ${text(inputs["location"]) ?? ""}`,
      );
};
