import { at, isRecord, list, shown, text } from "../../reading";
import type { Properties } from "../../rules";
import { idOf } from "../object";

/** Why pods are not ready, a line each: what their containers wait for or ended with, or why no node takes them. */
export function podProblems(pods: readonly Properties[]): string[] {
  return pods
    .filter((pod) => !isReady(pod))
    .flatMap((pod) => reasonsOf(pod).map((why) => `[Pod ${idOf(pod)}]: ${why}`));
}

const conditionsOf = (pod: Properties): Properties[] => list(at(pod, "status.conditions")).filter(isRecord);

function isReady(pod: Properties): boolean {
  return (
    at(pod, "status.phase") === "Succeeded" ||
    conditionsOf(pod).some(({ type, status }) => type === "Ready" && status === "True")
  );
}

function reasonsOf(pod: Properties): string[] {
  const containers = [
    ...list(at(pod, "status.initContainerStatuses")),
    ...list(at(pod, "status.containerStatuses")),
  ].filter(isRecord);
  const states = containers.flatMap((status) => {
    const reason = text(at(status, "state.waiting.reason")) ?? text(at(status, "state.terminated.reason"));
    if (reason === undefined || reason === "Completed" || reason === "ContainerCreating") return [];
    const message = text(at(status, "state.waiting.message")) ?? text(at(status, "state.terminated.message"));
    const words = message === undefined ? reason : `${reason}: ${message}`;
    return [`container "${shown(status["name"])}" of image ${shown(status["image"])}: ${words}`];
  });
  if (states.length > 0) return states;
  return conditionsOf(pod)
    .filter(({ type, status }) => status === "False" && (type === "Ready" || type === "PodScheduled"))
    .map(({ reason, message }) => text(message) ?? text(reason) ?? "not ready");
}
