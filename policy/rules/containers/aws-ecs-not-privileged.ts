import { all, require } from "../../mechanism/answer";
import { everyContainer, taskDefinition } from "../../subjects/container-definitions";
import type { ResourceRule } from "../../mechanism/rule";

/** Containers get no privileges of the host. */
export const rule: ResourceRule = {
  id: "aws-ecs-not-privileged",
  title: "Containers get no privileges of the host.",
  severity: "critical",
  controls: { checkov: ["CKV_AWS_334", "CKV_AWS_335"] },
  enforcement: "always",
  reason: "A privileged container, or one in the host's process namespace, is root on the host.",
  remedy: "Remove privileged, pidMode host and added capabilities.",
  types: [taskDefinition],
  scope: "resource",
  check: (resource) =>
    all(
      () =>
        require(resource.properties.get("pidMode").text() !==
          "host", "pidMode host shows it the host's processes"),
      () =>
        everyContainer(resource, ({ name, settings }) =>
          all(
            () => require(settings.get("privileged").flag() !== true, `container "${name}" is privileged`),
            () =>
              require(settings.get("linuxParameters").get("capabilities").get("add").items().length ===
                0, `container "${name}" adds kernel capabilities`),
          ),
        ),
    ),
};
