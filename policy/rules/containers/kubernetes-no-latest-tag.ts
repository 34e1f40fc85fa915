import { compliant, require, violation } from "../../mechanism/answer";
import { everyImage, hasDigest, tagOf } from "../../subjects/kubernetes-image";
import { podTypes } from "../../subjects/kubernetes-pod";
import type { ResourceRule } from "../../mechanism/rule";

/** Images are named by a version. */
export const rule: ResourceRule = {
  id: "kubernetes-no-latest-tag",
  title: "Images are named by a version.",
  severity: "medium",
  controls: { checkov: ["CKV_K8S_14"] },
  enforcement: "always",
  reason: "Replicas of one rollout may run different programs, and going back brings nothing back.",
  remedy: "Name the image by its digest, or by a tag that is never moved.",
  types: podTypes,
  scope: "resource",
  check: (resource) =>
    everyImage(
      resource,
      (name, image) => {
        const reference = image.text() ?? "";
        if (hasDigest(reference)) return compliant;
        return require(![undefined, "latest"].includes(
          tagOf(reference),
        ), `${name} runs whatever is the latest version`);
      },
      violation("a container names no image"),
    ),
};
