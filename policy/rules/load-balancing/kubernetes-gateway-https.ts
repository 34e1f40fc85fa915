import { every, notApplicable, require } from "../../mechanism/answer";
import type { Property } from "../../mechanism/property";
import type { Stack } from "../../mechanism/resource";
import type { StackRule } from "../../mechanism/rule";

const gateway = "kubernetes:gateway.networking.k8s.io/v1:Gateway";
const route = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute";

/** Whether a route belongs to a listener for plain HTTP. */
function isPlain(parent: Property, stack: Stack): boolean {
  const section = parent.get("sectionName").text();
  const listeners = stack
    .ofType([gateway])
    .filter(({ properties }) => properties.get("metadata").get("name").text() === parent.get("name").text())
    .flatMap(({ properties }) => properties.get("spec").get("listeners").items());
  const own = listeners.find((listener) => listener.get("name").text() === section);
  return own?.get("protocol").text() === "HTTP";
}

/** Gateways serve HTTPS; plain HTTP only redirects. */
export const rule: StackRule = {
  id: "kubernetes-gateway-https",
  title: "Gateways serve HTTPS; plain HTTP only redirects.",
  severity: "high",
  controls: {},
  enforcement: "prod",
  reason: "Everybody on the way reads requests, and the cookies and tokens in them.",
  remedy: "Give the gateway a listener with protocol HTTPS, and routes of the HTTP one a RequestRedirect.",
  types: [gateway, route],
  scope: "stack",
  check: (resource, stack) => {
    const spec = resource.properties.get("spec");
    if (resource.type === gateway) {
      const protocols = spec
        .get("listeners")
        .items()
        .map((listener) => listener.get("protocol").text());
      return require(protocols.some(
        (protocol) => protocol === "HTTPS" || protocol === "TLS",
      ), "no listener serves HTTPS");
    }
    return every(spec.get("parentRefs").items(), (parent) =>
      isPlain(parent, stack)
        ? every(spec.get("rules").items(), (rule) =>
            require(rule
              .get("filters")
              .items()
              .some((filter) =>
                filter.get("requestRedirect").isSet(),
              ), `${rule.path} answers plain HTTP and does not redirect`),
          )
        : notApplicable,
    );
  },
};
