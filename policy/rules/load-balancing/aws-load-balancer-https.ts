import { compliant, every, notApplicable, require } from "../../mechanism/answer";
import { listeners } from "../../subjects/load-balancer";
import type { ResourceRule } from "../../mechanism/rule";

/** Load balancers serve HTTPS; plain HTTP only redirects. */
export const rule: ResourceRule = {
  id: "aws-load-balancer-https",
  title: "Load balancers serve HTTPS; plain HTTP only redirects.",
  severity: "high",
  controls: { checkov: ["CKV_AWS_2", "CKV2_AWS_20"] },
  enforcement: "prod",
  reason: "What is sent over plain HTTP, sessions and passwords too, can be read and changed on the way.",
  remedy:
    "Give the listener a certificate and protocol HTTPS (TLS on a network load balancer), and redirect port 80 to it.",
  types: listeners,
  scope: "resource",
  check: ({ properties }) => {
    const protocol = properties.get("protocol").text()?.toUpperCase();
    if (protocol === "HTTPS" || protocol === "TLS") return compliant;
    // Absent on a gateway load balancer; TCP and UDP of a network load balancer may carry TLS of the target's own.
    if (protocol !== "HTTP") return notApplicable;
    return every(properties.get("defaultActions").items(), (action) => {
      const type = action.get("type").text();
      const redirect = action.get("redirect");
      return require(type === "fixed-response" ||
        (type === "redirect" &&
          redirect.get("protocol").text()?.toUpperCase() ===
            "HTTPS"), `${action.path} answers plain HTTP with "${type ?? "nothing"}" and does not redirect to HTTPS`);
    });
  },
};
