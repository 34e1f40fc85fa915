import { all, compliant, every, notApplicable, require } from "../../mechanism/answer";
import type { Property } from "../../mechanism/property";
import { isInternet } from "../../subjects/addresses";
import { everyObject, typesOf } from "../../subjects/kubernetes-object";
import type { ResourceRule } from "../../mechanism/rule";

/** Annotations by which clouds keep a load balancer within the network, and their values. */
const within: readonly (readonly [string, RegExp])[] = [
  ["service.beta.kubernetes.io/aws-load-balancer-scheme", /^internal$/],
  ["service.beta.kubernetes.io/aws-load-balancer-internal", /^(true|0\.0\.0\.0\/0)$/],
  ["service.beta.kubernetes.io/azure-load-balancer-internal", /^true$/],
  ["networking.gke.io/load-balancer-type", /^internal$/i],
  ["cloud.google.com/load-balancer-type", /^internal$/i],
];
const rangesOf = "service.beta.kubernetes.io/load-balancer-source-ranges";

function sources(spec: Property, annotations: Property): string[] {
  const listed = spec
    .get("loadBalancerSourceRanges")
    .items()
    .map((range) => range.text() ?? "");
  return listed.length > 0
    ? listed
    : (annotations
        .get(rangesOf)
        .text()
        ?.split(/[,\s]+/) ?? []);
}

/** Services are reached from the internet only where that was decided. */
export const rule: ResourceRule = {
  id: "kubernetes-service-not-world-open",
  title: "Services are reached from the internet only where that was decided.",
  severity: "high",
  controls: {},
  enforcement: "always",
  reason:
    "A load balancer or a port of each node goes past the way in that has TLS and a firewall; externalIPs take over addresses of others.",
  remedy:
    "Use ClusterIP behind an Ingress, or set loadBalancerSourceRanges, or name the Service in the rule's setting services.",
  types: typesOf({ Service: ["core/v1"] }),
  configuration: { properties: { services: { type: "array", items: { type: "string" }, default: [] } } },
  scope: "resource",
  check: (resource, configuration) => {
    const declared = configuration
      .get("services")
      .items()
      .some((name) => name.text() === resource.name);
    return everyObject(resource, ({ properties, where }) => {
      const spec = properties.get("spec");
      const annotations = properties.get("metadata").get("annotations");
      return all(
        () =>
          every(spec.get("externalIPs").items(), (address) =>
            require(false, `${where}${address.path} takes an address for itself`),
          ),
        () => {
          const type = spec.get("type").text();
          if (type !== "LoadBalancer" && type !== "NodePort") return notApplicable;
          if (declared) return compliant;
          if (type === "NodePort") return require(false, `${where}it listens on a port of each node`);
          if (within.some(([name, value]) => value.test(annotations.get(name).text() ?? "")))
            return compliant;
          const ranges = sources(spec, annotations);
          return require(ranges.length > 0 && !isInternet(ranges), `${where}it is open to the internet`);
        },
      );
    });
  },
};
