import { all, compliant, every, notApplicable, require } from "../../mechanism/answer";
import type { Property } from "../../mechanism/property";
import type { ResourceRule } from "../../mechanism/rule";

const project = "gcp:organizations/project:Project";
const network = "gcp:compute/network:Network";

const interfaces = (properties: Property) =>
  properties
    .get("networkInterfaces")
    .items()
    .flatMap((one) => [one.get("network"), one.get("subnetwork")]);
const ofItsOwn = (properties: Property) => [properties.get("network"), properties.get("subnetwork")];

/** Where other types name the network that they are in. */
const placed: Readonly<Record<string, (properties: Property) => Property[]>> = {
  "gcp:compute/firewall:Firewall": ofItsOwn,
  "gcp:compute/subnetwork:Subnetwork": ofItsOwn,
  "gcp:compute/router:Router": ofItsOwn,
  "gcp:compute/route:Route": ofItsOwn,
  "gcp:compute/forwardingRule:ForwardingRule": ofItsOwn,
  "gcp:compute/instance:Instance": interfaces,
  "gcp:compute/instanceTemplate:InstanceTemplate": interfaces,
  "gcp:compute/regionInstanceTemplate:RegionInstanceTemplate": interfaces,
  "gcp:container/cluster:Cluster": ofItsOwn,
  "gcp:vpcaccess/connector:Connector": ofItsOwn,
};

/** No network comes with subnets and rules that nobody chose. */
export const rule: ResourceRule = {
  id: "gcp-no-default-network",
  title: "No network comes with subnets and rules that nobody chose.",
  severity: "high",
  controls: { cis: ["3.1"], checkov: ["CKV2_GCP_18", "CKV_GCP_27"] },
  enforcement: "always",
  reason:
    "The default network is open within itself, has SSH and RDP open to the internet, and a subnet in every region.",
  remedy:
    "Set autoCreateNetwork of projects and autoCreateSubnetworks of networks to false, and put everything into a network of your own.",
  types: [project, network, ...Object.keys(placed)],
  scope: "resource",
  check: ({ properties, type }) => {
    if (type === project)
      return require(properties.get("autoCreateNetwork").flag() === false, "autoCreateNetwork is on");
    if (type === network) {
      return all(
        () =>
          require(properties.get("autoCreateSubnetworks").flag() === false, "autoCreateSubnetworks is on"),
        () => require(properties.get("name").text() !== "default", "it is called default"),
      );
    }
    const places = placed[type]?.(properties) ?? [];
    return every(places, (place) => {
      if (!place.isSet()) return notApplicable;
      // What is known only at the update is made here, and not the project's own.
      if (!place.isKnown()) return compliant;
      const text = place.text() ?? "";
      return require(!/(^|\/networks\/|\/subnetworks\/)default$/.test(
        text,
      ), `${place.path} is the default network`);
    });
  },
};
