import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, parseDocument } from "yaml";
import { z } from "zod";
import { writeWhole } from "../../localcloud/whole-file";
import { Problem } from "../engine/problem";

const services = ["config", "platform:services"];

/**
 * Gives services of a stack file ready images, in the place of their builds; all else in the file stays as it is.
 *
 * @param images by service, each by digest
 * @throws Problem if the stack has no such service, or an image has no digest; the file is then left alone
 */
export function setImages(project: string, stack: string, images: ReadonlyMap<string, string>): void {
  const file = join(project, `Pulumi.${stack}.yaml`);
  const document = parseDocument(readFileSync(file, "utf8"));
  for (const [service, image] of images) {
    if (!/^[^\s@]+@sha256:[0-9a-f]{64}$/.test(image))
      throw new Problem(`"${image}" is no image by digest (REGISTRY/NAME@sha256:…).`);
    const path = [...services, service];
    if (!isMap(document.getIn(path))) throw new Problem(`Pulumi.${stack}.yaml has no service ${service}.`);
    document.deleteIn([...path, "build"]);
    document.setIn([...path, "image"], image);
  }
  // A line that was folded anew would be a difference that nobody made.
  writeWhole(file, document.toString({ lineWidth: 0, flowCollectionPadding: true }));
}

const history = z.array(
  z.object({
    kind: z.string(),
    result: z.string().optional(),
    config: z.record(z.string(), z.object({ value: z.string().optional() })).nullish(),
  }),
);
const deployed = z.record(z.string(), z.object({ image: z.string().optional() }));

/**
 * The images with which a stack was last brought up, from what `pulumi stack history --json` prints: latest first. Services
 * that were built by `pulumi up` are not among them.
 */
export function deployedImages(printed: string): ReadonlyMap<string, string> {
  const last = history
    .parse(JSON.parse(printed))
    .find(({ kind, result }) => kind === "update" && result === "succeeded");
  const value = last?.config?.["platform:services"]?.value;
  if (value === undefined) return new Map();
  return new Map(
    Object.entries(deployed.parse(JSON.parse(value))).flatMap(([service, { image }]) =>
      image === undefined ? [] : [[service, image] as const],
    ),
  );
}
