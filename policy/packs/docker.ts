import type { Rule } from "../mechanism/rule";
import { rule as imageBasePinned } from "../rules/images/docker-image-base-pinned";
import { rule as imageDockerfileFound } from "../rules/images/docker-image-dockerfile-found";
import { rule as imageHealthCheck } from "../rules/images/docker-image-health-check";
import { rule as imageNoSsh } from "../rules/images/docker-image-no-ssh";
import { rule as imageNotRoot } from "../rules/images/docker-image-not-root";

/** The rules for images that a program builds. */
export const docker: readonly Rule[] = [
  imageBasePinned,
  imageDockerfileFound,
  imageHealthCheck,
  imageNoSsh,
  imageNotRoot,
];
