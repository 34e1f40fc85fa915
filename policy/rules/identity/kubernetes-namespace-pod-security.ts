import { require } from "../../mechanism/answer";
import { namespace } from "../../subjects/kubernetes-namespace";
import { everyObject } from "../../subjects/kubernetes-object";
import type { ResourceRule } from "../../mechanism/rule";

const label = "pod-security.kubernetes.io/enforce";

/** A namespace refuses pods that endanger its nodes. */
export const rule: ResourceRule = {
  id: "kubernetes-namespace-pod-security",
  title: "A namespace refuses pods that endanger its nodes.",
  severity: "high",
  controls: { cis: ["5.2.1"] },
  enforcement: "always",
  reason: "What is made past this program, by hand or by a chart, is held to nothing.",
  remedy: `Give it the label ${label} with the value restricted, or at least baseline.`,
  types: [namespace, `${namespace}List`],
  scope: "resource",
  check: (resource) =>
    everyObject(resource, ({ properties, where }) => {
      const level = properties.get("metadata").get("labels").get(label).text();
      return require(level === "restricted" ||
        level === "baseline", `${where}it enforces no standard of Pod Security`);
    }),
};
