import { readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ownProject } from "../local/layout";

/** Typical seconds of work on a resource. */
export interface Duration {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
}

const rules = z.object({
  rules: z.object({
    resources: z.array(
      z.object({
        type: z.string(),
        seconds: z
          .object({ create: z.number(), update: z.number().default(0), delete: z.number().default(0) })
          .optional(),
      }),
    ),
  }),
});

/**
 * The clouds' typical times by resource type, as the local clouds know them (with their sources beside each). A cloud is
 * found by its folder, as the local clouds are.
 *
 * @param types only the packages of these are read
 */
export async function typicalDurations(types: Iterable<string>): Promise<ReadonlyMap<string, Duration>> {
  const folder = join(ownProject, "localcloud");
  const packages = new Set([...types].map((type) => type.slice(0, type.indexOf(":"))));
  const known = readdirSync(folder).filter((name) => packages.has(name));
  const tables = await Promise.all(known.map((name) => table(join(folder, name, "index.ts"))));
  return new Map(tables.flat());
}

async function table(file: string): Promise<[string, Duration][]> {
  const found = rules.parse(await import(file));
  return found.rules.resources
    .flatMap(({ type, seconds }) => (seconds ? [[type, seconds] as const] : []))
    .map(([type, seconds]) => [type, seconds]);
}
