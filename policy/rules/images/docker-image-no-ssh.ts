import { every, require } from "../../mechanism/answer";
import { imageType, judgeDockerfile } from "../../subjects/dockerfile";
import type { ResourceRule } from "../../mechanism/rule";

/** No image offers SSH. */
export const rule: ResourceRule = {
  id: "docker-image-no-ssh",
  title: "No image offers SSH.",
  severity: "high",
  controls: { checkov: ["CKV_DOCKER_1"] },
  enforcement: "always",
  reason: "A second way in needs keys, updates and logs of its own, and goes past the platform's.",
  remedy: "Remove EXPOSE 22, and use the platform's way into a container.",
  types: [imageType],
  scope: "resource",
  check: ({ properties }) =>
    judgeDockerfile(properties.get("build"), (stages) =>
      every(stages.at(-1)?.instructions.filter(({ keyword }) => keyword === "EXPOSE") ?? [], ({ text }) =>
        require(!text.split(/\s+/).some(isSsh), `it exposes ${text}`),
      ),
    ),
};

function isSsh(ports: string): boolean {
  const [first = NaN, last = first] = ports
    .replace(/\/tcp$/i, "")
    .split("-")
    .map(Number);
  return first <= 22 && 22 <= last;
}
