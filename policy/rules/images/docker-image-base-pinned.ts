import { compliant, every, require } from "../../mechanism/answer";
import { imageType, judgeDockerfile } from "../../subjects/dockerfile";
import { hasDigest, tagOf } from "../../subjects/kubernetes-image";
import type { ResourceRule } from "../../mechanism/rule";

/** An image starts from one whose version is said. */
export const rule: ResourceRule = {
  id: "docker-image-base-pinned",
  title: "An image starts from one whose version is said.",
  severity: "medium",
  controls: { checkov: ["CKV_DOCKER_7"] },
  enforcement: "always",
  reason: "The same Dockerfile is another image tomorrow, and nobody sees what changed.",
  remedy: "Name the base with a tag other than latest, best with a digest.",
  types: [imageType],
  scope: "resource",
  check: ({ properties }) =>
    judgeDockerfile(properties.get("build"), (stages) =>
      every(stages, ({ base }) => {
        const isOurs = base === "scratch" || stages.some(({ name }) => name === base.toLowerCase());
        if (isOurs || hasDigest(base)) return compliant;
        return require((tagOf(base) ?? "latest") !== "latest", `it starts from ${base} without a version`);
      }),
    ),
};
