import { compliant, require, violation } from "../../mechanism/answer";
import type { Property } from "../../mechanism/property";
import { refersTo, type Resource } from "../../mechanism/resource";
import { everyGrant, invokerGrants, isEverybody } from "../../subjects/gcp-iam";
import { cloudFunction, cloudFunctionV2, runService, runServiceV1 } from "../../subjects/gcp-run";
import type { StackRule } from "../../mechanism/rule";

const callable = [runService, runServiceV1, cloudFunction, cloudFunctionV2];

const annotation = (properties: Property, name: string) =>
  properties.get("metadata").get("annotations").get(`run.googleapis.com/${name}`);

/** Switches by which a service asks nobody who they are, without any grant. */
const openWithoutInvoker: Readonly<Record<string, (properties: Property) => boolean>> = {
  [runService]: (properties) => properties.get("invokerIamDisabled").flag() === true,
  [runServiceV1]: (properties) => annotation(properties, "invoker-iam-disabled").flag() === true,
};

/** Whether requests from the internet reach it by themselves, which is so by default. */
function isReachable({ properties, type }: Resource): boolean {
  const ingress = {
    [runService]: () => properties.get("ingress"),
    [runServiceV1]: () => annotation(properties, "ingress"),
    [cloudFunction]: () => properties.get("ingressSettings"),
    [cloudFunctionV2]: () => properties.get("serviceConfig").get("ingressSettings"),
  }[type];
  return !/internal/i.test(ingress?.().text() ?? "");
}

function names({ name, properties }: Resource): string[] {
  const physical = properties.get("name");
  return physical.isKnown() ? [name, physical.text() ?? name] : [name];
}

/** Services on Cloud Run and functions are public only where that was decided. */
export const rule: StackRule = {
  id: "gcp-run-not-public",
  title: "Services on Cloud Run and functions are public only where that was decided.",
  severity: "critical",
  controls: { checkov: ["CKV_GCP_102"] },
  enforcement: "always",
  reason: "Everybody on the internet calls it, past the load balancer and its firewall.",
  remedy:
    "Set ingress to INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER, or take allUsers away, or name it in the rule's setting services.",
  types: [runService, runServiceV1, ...Object.keys(invokerGrants)],
  configuration: { properties: { services: { type: "array", items: { type: "string" }, default: [] } } },
  scope: "stack",
  check: (resource, stack, configuration) => {
    const declared = configuration
      .get("services")
      .items()
      .flatMap((name) => name.text() ?? []);
    const isDeclared = (service: Resource) => names(service).some((name) => declared.includes(name));
    const asksNobody = openWithoutInvoker[resource.type];
    if (asksNobody) {
      if (isDeclared(resource) || !isReachable(resource)) return compliant;
      return require(!asksNobody(
        resource.properties,
      ), "it answers the whole internet, and asks nobody who they are");
    }
    const property = invokerGrants[resource.type] ?? "name";
    const services = stack.ofType(callable).filter((service) => refersTo(resource, property, service));
    return everyGrant(resource, (grant) => {
      if (!isEverybody(grant)) return compliant;
      if (services.length > 0 && services.every((service) => isDeclared(service) || !isReachable(service)))
        return compliant;
      const given = resource.properties.get(property);
      if (services.length === 0 && given.isKnown() && declared.includes(given.text() ?? "")) return compliant;
      return violation(`${grant.where} lets everybody on the internet call it`);
    });
  },
};
