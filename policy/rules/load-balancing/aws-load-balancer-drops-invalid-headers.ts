import { notApplicable, require } from "../../mechanism/answer";
import { isApplication, loadBalancers } from "../../subjects/load-balancer";
import type { ResourceRule } from "../../mechanism/rule";

/** Application load balancers drop malformed headers. */
export const rule: ResourceRule = {
  id: "aws-load-balancer-drops-invalid-headers",
  title: "Application load balancers drop malformed headers.",
  severity: "medium",
  controls: { checkov: ["CKV_AWS_131"] },
  enforcement: "always",
  reason: "Malformed headers are how requests are smuggled past a load balancer to the service behind it.",
  remedy: "Set dropInvalidHeaderFields to true.",
  types: loadBalancers,
  scope: "resource",
  check: (resource) =>
    isApplication(resource)
      ? require(resource.properties.get("dropInvalidHeaderFields").flag() ===
          true, "dropInvalidHeaderFields is off, and malformed headers reach the service")
      : notApplicable,
  remediation: () => [{ path: ["dropInvalidHeaderFields"], value: true }],
};
