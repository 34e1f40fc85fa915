import { compliant, require } from "../../mechanism/answer";
import { isNamedBy, lower } from "../../subjects/azure-reference";
import type { StackRule } from "../../mechanism/rule";

/** Front Door speaks HTTPS to origins that it does not reach by private links. */
export const rule: StackRule = {
  id: "azure-front-door-origin-https",
  title: "Front Door speaks HTTPS to origins that it does not reach by private links.",
  severity: "high",
  controls: {},
  enforcement: "always",
  reason: "Anybody on the way reads and changes plain HTTP.",
  remedy: "Set the route's forwardingProtocol to HttpsOnly, or give its origins a sharedPrivateLinkResource.",
  types: ["azure-native:cdn:Route"],
  scope: "stack",
  check: (route, stack) => {
    if ((lower(route.properties.get("forwardingProtocol")) ?? "matchrequest") !== "httponly")
      return compliant;
    const groups = stack
      .ofType(["azure-native:cdn:AFDOriginGroup"])
      .filter((group) => isNamedBy(group, route, "originGroup.id"));
    const origins = stack
      .ofType(["azure-native:cdn:AFDOrigin"])
      .filter((origin) => groups.some((group) => isNamedBy(group, origin, "originGroupName")));
    const isPrivate =
      origins.length > 0 &&
      origins.every(({ properties }) => properties.get("sharedPrivateLinkResource").isSet());
    return require(isPrivate, "it speaks plain HTTP to the origin (forwardingProtocol)");
  },
};
