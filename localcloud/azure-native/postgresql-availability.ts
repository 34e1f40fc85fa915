import { at, refuse, text } from "../reading";
import type { Check } from "../rules";
import { isBurstable } from "./postgresql-size";
import { zones } from "./regions";

/** Regions with zones in which flexible servers have no standby in another zone ("Azure regions"). */
const withoutStandby: readonly string[] = ["japanwest"];

/** Zones that the region has, and a standby where it can be. */
export const availabilityCheck: Check = (inputs) => {
  const mode = text(at(inputs, "highAvailability.mode")) ?? "Disabled";
  const location = text(inputs["location"]) ?? "";
  const known = zones(location);
  const zone = text(inputs["availabilityZone"]) ?? "";
  if (zone !== "" && !known.includes(zone))
    return refuse(
      "availabilityZone",
      `AvailabilityZoneNotAvailable: ${location} has no availability zone '${zone}'`,
    );
  if (mode === "Disabled") return [];
  if (isBurstable(inputs))
    return refuse(
      "highAvailability.mode",
      "HighAvailabilityNotSupported: servers of the tier Burstable have no high availability",
    );
  if (mode === "ZoneRedundant" && location !== "" && known.length === 0)
    return refuse(
      "highAvailability.mode",
      `HighAvailabilityNotSupported: ${location} has no availability zones`,
    );
  const standby = text(at(inputs, "highAvailability.standbyAvailabilityZone")) ?? "";
  if (mode === "ZoneRedundant" && withoutStandby.includes(location))
    return refuse(
      "highAvailability.mode",
      `HighAvailabilityNotSupported: servers in ${location} have no standby in another zone`,
    );
  if (zone === "" || standby === "") return [];
  if (mode === "ZoneRedundant" && standby === zone)
    return refuse(
      "highAvailability.standbyAvailabilityZone",
      `InvalidParameterValue: a zone-redundant standby is in another zone than the server ('${zone}')`,
    );
  return mode === "SameZone" && standby !== zone
    ? refuse(
        "highAvailability.standbyAvailabilityZone",
        `InvalidParameterValue: must be the server's zone '${zone}'`,
      )
    : [];
};
