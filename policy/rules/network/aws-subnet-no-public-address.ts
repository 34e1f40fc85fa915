import { all, require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Subnets give no public addresses by themselves. */
export const rule: ResourceRule = {
  id: "aws-subnet-no-public-address",
  title: "Subnets give no public addresses by themselves.",
  severity: "medium",
  controls: { checkov: ["CKV_AWS_130"] },
  enforcement: "always",
  reason: "Everything started in such a subnet is on the internet without anybody having asked for it.",
  remedy:
    "Leave mapPublicIpOnLaunch and assignIpv6AddressOnCreation off; give an address only to what needs one.",
  types: ["aws:ec2/subnet:Subnet", "aws:ec2/defaultSubnet:DefaultSubnet"],
  scope: "resource",
  check: ({ type, properties }) => {
    // A default subnet gives addresses unless told not to.
    const absent = type === "aws:ec2/defaultSubnet:DefaultSubnet";
    return all(
      () =>
        require(!(
          properties.get("mapPublicIpOnLaunch").flag() ?? absent
        ), "mapPublicIpOnLaunch gives everything in it a public address"),
      () =>
        require(!(
          properties.get("assignIpv6AddressOnCreation").flag() ?? false
        ), "assignIpv6AddressOnCreation gives everything in it an address that is reachable from outside"),
    );
  },
};
