import { require } from "../../mechanism/answer";
import { imageType, judgeDockerfile } from "../../subjects/dockerfile";
import type { ResourceRule } from "../../mechanism/rule";

/** An image says how its health is checked. */
export const rule: ResourceRule = {
  id: "docker-image-health-check",
  title: "An image says how its health is checked.",
  severity: "low",
  controls: { checkov: ["CKV_DOCKER_2"] },
  enforcement: "prod",
  reason: "A program that hangs keeps its place, and its requests, until somebody notices.",
  remedy: "Give the last stage a HEALTHCHECK, or HEALTHCHECK NONE where its exit code says it all.",
  types: [imageType],
  scope: "resource",
  check: ({ properties }) =>
    judgeDockerfile(properties.get("build"), (stages) =>
      require(stages.at(-1)?.instructions.some(({ keyword }) => keyword === "HEALTHCHECK") ===
        true, "its last stage has no HEALTHCHECK"),
    ),
};
