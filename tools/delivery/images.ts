import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Document, isMap, parseDocument } from "yaml";
import { z } from "zod";
import { writeWhole } from "../../localcloud/whole-file";
import { Problem } from "../engine/problem";
import type { Services } from "./last-good";

const services = ["config", "platform:services"];

/**
 * Gives services of a stack file ready images, in the place of their builds; all else in the file stays as it is.
 *
 * @param images by service, each by digest
 * @throws Problem if the stack has no such service, or an image has no digest; the file is then left alone
 */
export function setImages(project: string, stack: string, images: ReadonlyMap<string, string>): void {
  const file = fileOf(project, stack);
  const document = parseDocument(readFileSync(file, "utf8"));
  for (const [service, image] of images) {
    if (!/^[^\s@]+@sha256:[0-9a-f]{64}$/.test(image))
      throw new Problem(`"${image}" is no image by digest (REGISTRY/NAME@sha256:…).`);
    const path = [...services, service];
    if (!isMap(document.getIn(path))) throw new Problem(`Pulumi.${stack}.yaml has no service ${service}.`);
    document.deleteIn([...path, "build"]);
    document.setIn([...path, "image"], image);
  }
  write(file, document);
}

/**
 * The images of services as a stack was last brought up with them. Services that were built by `pulumi up` are not among them.
 */
export function imagesOf(deployed: Services): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(deployed).flatMap(([service, { image }]) =>
      typeof image === "string" ? [[service, image] as const] : [],
    ),
  );
}

/** The services of a stack file. */
export function servicesOf(project: string, stack: string): Services {
  const document = parseDocument(readFileSync(fileOf(project, stack), "utf8"));
  return found.parse(document.toJS()).config["platform:services"];
}

/** Puts other services in the place of those of a stack file; all else in the file stays as it is. */
export function setServices(project: string, stack: string, given: Services): void {
  const file = fileOf(project, stack);
  const document = parseDocument(readFileSync(file, "utf8"));
  document.setIn(services, document.createNode(given));
  write(file, document);
}

/**
 * Writes a copy of a stack file in which shares of the requests are said.
 *
 * @param shares by service: the revision that gets the others, and the newest one's percentage
 */
export function writeShares(
  project: string,
  stack: string,
  file: string,
  shares: Readonly<Record<string, { readonly stable: string; readonly percent: number }>>,
): void {
  const document = parseDocument(readFileSync(fileOf(project, stack), "utf8"));
  document.setIn(["config", "platform:canary"], document.createNode(shares));
  write(file, document);
}

/** The cloud that a stack file names; empty if it names none. */
export function cloudIn(project: string, stack: string): string {
  const cloud = parseDocument(readFileSync(fileOf(project, stack), "utf8")).getIn([
    "config",
    "platform:cloud",
  ]);
  return typeof cloud === "string" ? cloud : "";
}

const found = z.object({
  config: z.object({ "platform:services": z.record(z.string(), z.record(z.string(), z.unknown())) }),
});

const fileOf = (project: string, stack: string): string => join(project, `Pulumi.${stack}.yaml`);

function write(file: string, document: Document): void {
  // A line that was folded anew would be a difference that nobody made.
  writeWhole(file, document.toString({ lineWidth: 0, flowCollectionPadding: true }));
}
