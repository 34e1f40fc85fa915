import { all, notApplicable, require } from "../../mechanism/answer";
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

/** Public load balancers keep access logs. */
export const rule: ResourceRule = {
  id: "gcp-load-balancer-logs",
  title: "Public load balancers keep access logs.",
  severity: "medium",
  controls: { cis: ["2.16"] },
  enforcement: "prod",
  reason: "Nobody can tell who asked for what before an incident.",
  remedy: "Set logConfig with enable true and a sampleRate.",
  types: backends,
  scope: "resource",
  check: (resource) => {
    if (!isExternal(resource)) return notApplicable;
    const log = resource.properties.get("logConfig");
    return all(
      () => require(log.get("enable").flag() === true, "logConfig.enable is off"),
      () => require((log.get("sampleRate").number() ?? 1) > 0, "logConfig.sampleRate is 0"),
    );
  },
};
