import { type Answer, every } from "../mechanism/answer";
import type { Property } from "../mechanism/property";
import type { Resource } from "../mechanism/resource";
import { everyObject, type KubernetesObject, typesOf } from "./kubernetes-object";

/** What pods come from, except bare pods and jobs, by the versions of its interface. */
export const replicated = {
  Deployment: ["apps/v1", "apps/v1beta1", "apps/v1beta2", "extensions/v1beta1"],
  StatefulSet: ["apps/v1", "apps/v1beta1", "apps/v1beta2"],
  ReplicaSet: ["apps/v1", "apps/v1beta2", "extensions/v1beta1"],
  ReplicationController: ["core/v1"],
} as const;

/** Everything that pods come from. */
export const podTypes = typesOf({
  ...replicated,
  Pod: ["core/v1"],
  PodTemplate: ["core/v1"],
  DaemonSet: ["apps/v1", "apps/v1beta2", "extensions/v1beta1"],
  Job: ["batch/v1"],
  CronJob: ["batch/v1", "batch/v1beta1", "batch/v2alpha1"],
});

/** Where a pod is described in its object. Default: `spec.template`. */
const places: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  PodTemplate: ["template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
};

/** The pods of an object: one description, whatever their number. */
export interface Pod extends KubernetesObject {
  readonly metadata: Property;
  readonly spec: Property;
}

export function podOf(object: KubernetesObject): Pod {
  const place = places[object.kind] ?? ["spec", "template"];
  const template = place.reduce((property, name) => property.get(name), object.properties);
  return { ...object, metadata: template.get("metadata"), spec: template.get("spec") };
}

/** Judges the pods of each object of a resource. */
export function everyPod(resource: Resource, check: (pod: Pod) => Answer): Answer {
  return everyObject(resource, (object) => check(podOf(object)));
}

const lists = ["containers", "initContainers", "ephemeralContainers"] as const;

/** A container of a pod. */
export interface Container {
  /** For messages: `container "web"`. */
  readonly name: string;
  readonly list: (typeof lists)[number];
  readonly settings: Property;
  readonly pod: Pod;
}

/** Judges each container of a pod, those that start before it and those that are put into it to look at it too. */
export function everyContainerOf(pod: Pod, check: (container: Container) => Answer): Answer {
  return every(lists, (list) =>
    every(pod.spec.get(list).items(), (settings) => {
      const name = settings.get("name");
      const said = (name.isKnown() ? name.text() : undefined) ?? settings.path;
      return check({ name: `${pod.where}container "${said}"`, list, settings, pod });
    }),
  );
}

/** Judges each container of a resource. */
export function everyContainer(resource: Resource, check: (container: Container) => Answer): Answer {
  return everyPod(resource, (pod) => everyContainerOf(pod, check));
}

/** A setting of security as it holds for a container: its own, else its pod's. */
export function effective({ pod, settings }: Container, name: string): Property {
  const own = settings.get("securityContext").get(name);
  return own.isSet() ? own : pod.spec.get("securityContext").get(name);
}

/** Whether a pod is for Windows, which has none of Linux's means; a node of Linux refuses such a pod. */
export function isWindows({ spec }: Pod): boolean {
  return spec.get("os").get("name").text() === "windows";
}
