import { type Answer, all, every } from "../mechanism/answer";
import type { Property } from "../mechanism/property";
import type { Resource } from "../mechanism/resource";
import { unchanged } from "./kubernetes-object";
import { everyContainerOf, everyPod } from "./kubernetes-pod";

/** Judges each image of a resource: of its containers, and those that are mounted as a volume. */
export function everyImage(
  resource: Resource,
  check: (name: string, image: Property) => Answer,
  missing: Answer,
): Answer {
  return everyPod(resource, (pod) =>
    all(
      () =>
        everyContainerOf(pod, ({ name, settings }) => {
          const image = settings.get("image");
          if (image.isSet()) return check(name, image);
          return unchanged(pod, image) ? { kind: "not applicable" } : missing;
        }),
      () =>
        every(pod.spec.get("volumes").items(), (volume) => {
          const image = volume.get("image").get("reference");
          return image.isSet() ? check(`${pod.where}${volume.path}`, image) : { kind: "not applicable" };
        }),
    ),
  );
}

/** Whether a reference to an image can't ever mean another one. */
export function hasDigest(reference: string): boolean {
  return /@sha(256:[0-9a-f]{64}|512:[0-9a-f]{128})$/.test(reference);
}

/** The tag of a reference; absent without one. A port of the registry is none. */
export function tagOf(reference: string): string | undefined {
  return /:([^:/@]+)$/.exec(reference.replace(/@.*$/, ""))?.[1];
}
