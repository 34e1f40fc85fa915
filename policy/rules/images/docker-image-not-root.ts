import { require, violation } from "../../mechanism/answer";
import { imageType, judgeDockerfile } from "../../subjects/dockerfile";
import type { ResourceRule } from "../../mechanism/rule";

/** An image's program does not run as root. */
export const rule: ResourceRule = {
  id: "docker-image-not-root",
  title: "An image's program does not run as root.",
  severity: "high",
  controls: { checkov: ["CKV_DOCKER_3", "CKV_DOCKER_8"] },
  enforcement: "always",
  reason: "Wherever nobody says otherwise, a flaw of the program is then a flaw of the whole container.",
  remedy: "End the Dockerfile's last stage with USER and a number other than 0.",
  types: [imageType],
  scope: "resource",
  check: ({ properties }) =>
    judgeDockerfile(properties.get("build"), (stages) => {
      const user = stages
        .at(-1)
        ?.instructions.findLast(({ keyword }) => keyword === "USER")
        ?.text.split(":")[0];
      if (user === undefined) return violation("its last stage has no USER");
      return require(user !== "root" && !/^0+$/.test(user), `its last USER is ${user}`);
    }),
};
