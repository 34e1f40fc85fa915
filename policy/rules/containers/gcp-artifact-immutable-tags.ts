import { notApplicable, require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Image tags can't be overwritten. */
export const rule: ResourceRule = {
  id: "gcp-artifact-immutable-tags",
  title: "Image tags can't be overwritten.",
  severity: "medium",
  controls: {},
  enforcement: "always",
  reason: "Whoever can push can replace a released image under the same tag.",
  remedy: "Set dockerConfig.immutableTags to true.",
  types: ["gcp:artifactregistry/repository:Repository"],
  scope: "resource",
  check: ({ properties }) => {
    if (properties.get("format").text() !== "DOCKER") return notApplicable;
    if ((properties.get("mode").text() ?? "STANDARD_REPOSITORY") !== "STANDARD_REPOSITORY")
      return notApplicable;
    return require(properties.get("dockerConfig").get("immutableTags").flag() ===
      true, "dockerConfig.immutableTags is off");
  },
};
