import { every, require } from "../../mechanism/answer";
import { everyObject, typesOf } from "../../subjects/kubernetes-object";
import { podOf, podTypes } from "../../subjects/kubernetes-pod";
import type { ResourceRule } from "../../mechanism/rule";

/** Nothing mounts a folder of a node. */
export const rule: ResourceRule = {
  id: "kubernetes-no-host-path",
  title: "Nothing mounts a folder of a node.",
  severity: "critical",
  controls: { cis: ["5.2.11"], checkov: ["CKV_K8S_27"] },
  enforcement: "always",
  reason: "Whoever writes to the node's disk, or to its container engine's socket, takes over the node.",
  remedy: "Use emptyDir, a claim on a volume, or a projected volume.",
  types: [...podTypes, ...typesOf({ PersistentVolume: ["core/v1"] })],
  scope: "resource",
  check: (resource) =>
    everyObject(resource, (object) => {
      if (object.kind === "PersistentVolume") {
        const path = object.properties.get("spec").get("hostPath");
        return require(!path.isSet(), `${object.where}it is a folder of a node`);
      }
      const { spec, where } = podOf(object);
      return every(spec.get("volumes").items(), (volume) =>
        require(!volume.get("hostPath").isSet(), `${where}${volume.path} is a folder of the node`),
      );
    }),
};
