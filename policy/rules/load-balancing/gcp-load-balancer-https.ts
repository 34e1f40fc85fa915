import { all, every, notApplicable, require, violation } from "../../mechanism/answer";
import type { Property } from "../../mechanism/property";
import { refersTo, type Resource, type Stack } from "../../mechanism/resource";
import type { StackRule } from "../../mechanism/rule";

const proxies = [
  "gcp:compute/targetHttpProxy:TargetHttpProxy",
  "gcp:compute/regionTargetHttpProxy:RegionTargetHttpProxy",
];
const maps = ["gcp:compute/uRLMap:URLMap", "gcp:compute/regionUrlMap:RegionUrlMap"];
const entries = [
  "gcp:compute/globalForwardingRule:GlobalForwardingRule",
  "gcp:compute/forwardingRule:ForwardingRule",
];

function redirects(redirect: Property): boolean {
  return redirect.get("httpsRedirect").flag() === true;
}

/** Whether all entries to the proxy are inside the network. */
function isInternal(proxy: Resource, stack: Stack): boolean {
  const found = stack.referringTo(proxy, entries, "target");
  return (
    found.length > 0 &&
    found.every(({ properties }) =>
      (properties.get("loadBalancingScheme").text() ?? "EXTERNAL").startsWith("INTERNAL"),
    )
  );
}

/** Load balancers serve HTTPS; plain HTTP only redirects. */
export const rule: StackRule = {
  id: "gcp-load-balancer-https",
  title: "Load balancers serve HTTPS; plain HTTP only redirects.",
  severity: "high",
  controls: {},
  enforcement: "prod",
  reason: "Passwords and sessions cross the internet in the open.",
  remedy:
    "Serve by a TargetHttpsProxy, and give the TargetHttpProxy a URL map whose defaultUrlRedirect has httpsRedirect.",
  types: proxies,
  scope: "stack",
  check: (resource, stack) => {
    if (isInternal(resource, stack)) return notApplicable;
    const found = stack.ofType(maps).filter((map) => refersTo(resource, "urlMap", map));
    if (found.length === 0) {
      const named = resource.properties.get("urlMap").text() ?? "none";
      return violation(`nothing in this stack shows that its URL map ${named} redirects`);
    }
    return every(found, ({ properties, name }) =>
      all(
        () =>
          require(redirects(properties.get("defaultUrlRedirect")), `its URL map "${name}" does not redirect`),
        () =>
          every(properties.get("pathMatchers").items(), (matcher) =>
            require(redirects(matcher.get("defaultUrlRedirect")) &&
              !matcher.get("pathRules").isSet() &&
              !matcher
                .get("routeRules")
                .isSet(), `${matcher.path} of its URL map "${name}" serves plain HTTP`),
          ),
      ),
    );
  },
};
