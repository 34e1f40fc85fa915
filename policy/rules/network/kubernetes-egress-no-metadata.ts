import { every, require } from "../../mechanism/answer";
import { holds } from "../../subjects/addresses";
import { everyObject, typesOf } from "../../subjects/kubernetes-object";
import type { ResourceRule } from "../../mechanism/rule";

/** Where AWS, Azure and Google tell a machine who it is. */
const metadata = "169.254.169.254";

/** No network policy lets pods ask their node for its identity. */
export const rule: ResourceRule = {
  id: "kubernetes-egress-no-metadata",
  title: "No network policy lets pods ask their node for its identity.",
  severity: "high",
  controls: {},
  enforcement: "prod",
  reason: "The address 169.254.169.254 gives every pod that reaches it the rights of its node.",
  remedy: "Add 169.254.0.0/16, or 169.254.169.254/32, to except of the block.",
  types: typesOf({ NetworkPolicy: ["networking.k8s.io/v1"] }),
  scope: "resource",
  check: (resource) =>
    everyObject(resource, ({ properties, where }) =>
      every(properties.get("spec").get("egress").items(), (way) =>
        every(way.get("to").items(), (peer) => {
          const block = peer.get("ipBlock");
          const reached = holds(block.get("cidr").text(), metadata);
          const kept = block
            .get("except")
            .items()
            .some((hole) => holds(hole.text(), metadata));
          // A block for that address alone is meant.
          const alone = block.get("cidr").text() === `${metadata}/32`;
          return require(!reached || kept || alone, `${where}${peer.path} reaches ${metadata}`);
        }),
      ),
    ),
};
