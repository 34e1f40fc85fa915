import { compliant, notApplicable, violation } from "../../mechanism/answer";
import { dockerfileOf, imageType, read } from "../../subjects/dockerfile";
import type { ResourceRule } from "../../mechanism/rule";

/** The Dockerfile of an image can be read by the rules about it. */
export const rule: ResourceRule = {
  id: "docker-image-dockerfile-found",
  title: "The Dockerfile of an image can be read by the rules about it.",
  severity: "low",
  controls: {},
  enforcement: "never",
  reason: "Nothing else says what an image does wrong before it runs.",
  remedy: "Start pulumi in the program's folder, or name the Dockerfile by its whole path.",
  types: [imageType],
  scope: "resource",
  check: ({ properties }) => {
    const path = dockerfileOf(properties.get("build"));
    if (path === undefined) return notApplicable;
    return read(path) === undefined
      ? violation(`${path} can't be read from here, so no rule judged it`)
      : compliant;
  },
};
