import { record, shown } from "../reading";
import { spell } from "../paths";
import type { EveryCheck, Path, Problem, Properties } from "../rules";
import { formOf, scopeOf } from "./kinds";
import { keyProblem, labelValueProblem, nameProblem } from "./formats";
import { nameOf, namespaceOf } from "./object";

/** Bytes that the annotations of an object may have together. */
const annotationLimit = 256 * 1024;

/** Problems of labels and annotations, of an object or of a template in it. */
export function markProblems(metadata: Properties, path: Path): Problem[] {
  const steps = path.split(".");
  const labels = Object.entries(record(metadata["labels"]));
  const annotations = Object.entries(record(metadata["annotations"]));
  const problems = [
    ...labels.map(([key, value]) => ({
      place: [...steps, "labels", key],
      reason: keyProblem(key) ?? (typeof value === "string" ? labelValueProblem(value) : undefined),
    })),
    ...annotations.map(([key]) => ({
      place: [...steps, "annotations", key],
      reason: keyProblem(key.toLowerCase()),
    })),
  ].flatMap(({ place, reason }) => (reason === undefined ? [] : [{ path: spell(place), reason }]));
  const size = annotations.reduce((sum, [key, value]) => sum + key.length + shown(value).length, 0);
  return size > annotationLimit
    ? [
        ...problems,
        {
          path: `${path}.annotations`,
          reason: `Too long: may not be more than ${String(annotationLimit)} bytes`,
        },
      ]
    : problems;
}

/** What every object must have: a name of its kind's form, right labels. */
export const metadataCheck: EveryCheck = (object, _, type) => {
  const name = nameOf(object);
  const reason = name === "" ? undefined : nameProblem(name, formOf(type));
  return [
    ...(reason === undefined ? [] : [{ path: "metadata.name", reason }]),
    ...markProblems(record(object["metadata"]), "metadata"),
  ];
};

/** Namespaces that every cluster has. */
export const givenNamespaces = ["default", "kube-system", "kube-public", "kube-node-lease"];

/** An object lies in a namespace that is there, unless its kind lies in none: then the server ignores it. */
export const namespaceCheck: EveryCheck = (object, world, type) => {
  const namespace = namespaceOf(object);
  if (namespace === undefined || scopeOf(type) === "cluster") return [];
  if (givenNamespaces.includes(namespace)) return [];
  return world.find("kubernetes:core/v1:Namespace", namespace) === undefined
    ? [{ path: "metadata.namespace", reason: `namespaces "${namespace}" not found` }]
    : [];
};
