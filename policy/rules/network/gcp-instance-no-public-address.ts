import { every, require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Machines have no public address. */
export const rule: ResourceRule = {
  id: "gcp-instance-no-public-address",
  title: "Machines have no public address.",
  severity: "high",
  controls: { cis: ["4.9"], checkov: ["CKV_GCP_40"] },
  enforcement: "always",
  reason: "A machine with a public address is one wrong firewall rule away from the internet.",
  remedy:
    "Remove accessConfigs and ipv6AccessConfigs from its networkInterfaces, and let it go out through Cloud NAT.",
  types: [
    "gcp:compute/instance:Instance",
    "gcp:compute/instanceTemplate:InstanceTemplate",
    "gcp:compute/regionInstanceTemplate:RegionInstanceTemplate",
    "gcp:compute/instanceFromTemplate:InstanceFromTemplate",
    "gcp:compute/instanceFromMachineImage:InstanceFromMachineImage",
  ],
  scope: "resource",
  check: ({ properties }) =>
    every(properties.get("networkInterfaces").items(), (one) =>
      every(["accessConfigs", "ipv6AccessConfigs"], (name) => {
        const addresses = one.get(name);
        return require(addresses.items().length === 0, `${addresses.path} gives it a public address`);
      }),
    ),
};
