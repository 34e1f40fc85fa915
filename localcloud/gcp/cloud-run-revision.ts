import { createHash } from "crypto";
import { failingImage, type ImageFault } from "../image-fault";
import { at, list, record, shown, text } from "../reading";
import type { StoredResource } from "../rules";

/** Revisions are told apart by what their template says. */
function revisionOf({ inputs }: StoredResource): string {
  const template = record(inputs["template"]);
  const content = createHash("sha256").update(JSON.stringify(template)).digest("hex");
  return text(template["revision"]) ?? `${shown(inputs["name"])}-00001-${content.slice(0, 3)}`;
}

/** The revision that a service's template makes. */
export function newestRevision(service: StoredResource): string {
  const { id, inputs } = service;
  return `projects/${id.split("/")[1] ?? ""}/locations/${shown(inputs["location"])}/services/${shown(inputs["name"])}/revisions/${revisionOf(service)}`;
}

/** The newest revision that is ready, which gets the requests: none, if none ever was. */
export function readyRevision(service: StoredResource): string {
  if (revisionError(service) === undefined) return newestRevision(service);
  return text(service.outputs["latestReadyRevision"]) ?? "";
}

/** `api-00001-abc` of a revision's whole name. */
export const lastName = (revision: string): string => revision.split("/").at(-1) ?? "";

const reasons: Readonly<Record<ImageFault, (image: string) => string>> = {
  unpullable: (image) => `Image '${image}' not found.`,
  crashing: () => "The user-provided container failed to start: it terminated with exit code 1.",
  unready: () =>
    "The user-provided container failed the configured startup probe checks within the allocated timeout.",
};

/** Why the newest revision does not become ready. */
export function revisionError(service: StoredResource): string | undefined {
  const containers = list(at(service.inputs, "template.containers"));
  const failing = failingImage(containers.flatMap((each) => text(record(each)["image"]) ?? []));
  return (
    failing &&
    `Revision '${revisionOf(service)}' is not ready and cannot serve traffic. ${reasons[failing.fault](failing.image)}`
  );
}
