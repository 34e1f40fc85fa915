import { notApplicable, require } from "../../mechanism/answer";
import { isApplication, loadBalancers } from "../../subjects/load-balancer";
import type { StackRule } from "../../mechanism/rule";

const associations = ["aws:wafv2/webAclAssociation:WebAclAssociation"];

/** Public application load balancers are behind a web application firewall. */
export const rule: StackRule = {
  id: "aws-public-load-balancer-firewall",
  title: "Public application load balancers are behind a web application firewall.",
  severity: "medium",
  controls: { checkov: ["CKV2_AWS_28"] },
  enforcement: "prod",
  reason: "Known attacks and floods reach the service unfiltered.",
  remedy: "Make an aws.wafv2.WebAclAssociation of a web ACL with the load balancer.",
  types: loadBalancers,
  scope: "stack",
  check: (resource, stack) => {
    if (!isApplication(resource) || resource.properties.get("internal").flag() === true) return notApplicable;
    return require(stack.referringTo(resource, associations, "resourceArn").length >
      0, "no web ACL is associated with it");
  },
};
