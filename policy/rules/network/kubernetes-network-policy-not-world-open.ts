import { every, require } from "../../mechanism/answer";
import { isInternet } from "../../subjects/addresses";
import { everyObject, typesOf } from "../../subjects/kubernetes-object";
import type { ResourceRule } from "../../mechanism/rule";

/** No network policy lets the whole internet in to pods. */
export const rule: ResourceRule = {
  id: "kubernetes-network-policy-not-world-open",
  title: "No network policy lets the whole internet in to pods.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "Pods take requests from what is in front of them; a way past it has no firewall and no log.",
  remedy: "Name the load balancer's addresses, or the namespace and pods that may come.",
  types: typesOf({ NetworkPolicy: ["networking.k8s.io/v1"] }),
  scope: "resource",
  check: (resource) =>
    everyObject(resource, ({ properties, where }) =>
      every(properties.get("spec").get("ingress").items(), (way) => {
        const blocks = way
          .get("from")
          .items()
          .flatMap((peer) => peer.get("ipBlock").get("cidr").text() ?? []);
        return require(!isInternet(blocks), `${where}${way.path} lets the internet in`);
      }),
    ),
};
