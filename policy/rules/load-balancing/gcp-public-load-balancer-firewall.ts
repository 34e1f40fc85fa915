import { notApplicable, require } from "../../mechanism/answer";
import type { Resource } from "../../mechanism/resource";
import type { ResourceRule } from "../../mechanism/rule";

const backends = [
  "gcp:compute/backendService:BackendService",
  "gcp:compute/regionBackendService:RegionBackendService",
];

/** Global ones are external by default, regional ones internal. */
function isExternal({ properties, type }: Resource): boolean {
  const scheme = properties.get("loadBalancingScheme").text();
  return (scheme ?? (type === backends[0] ? "EXTERNAL" : "INTERNAL")).startsWith("EXTERNAL");
}

/** Public load balancers are behind a web application firewall. */
export const rule: ResourceRule = {
  id: "gcp-public-load-balancer-firewall",
  title: "Public load balancers are behind a web application firewall.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "Known attacks and floods reach the service itself.",
  remedy: "Set securityPolicy to a Cloud Armor policy.",
  types: backends,
  scope: "resource",
  check: (resource) => {
    const { properties } = resource;
    if (!isExternal(resource)) return notApplicable;
    if (["TCP", "UDP", "SSL", "UNSPECIFIED"].includes(properties.get("protocol").text() ?? "HTTP"))
      return notApplicable;
    return require(properties.get("securityPolicy").isSet(), "securityPolicy is not set");
  },
};
