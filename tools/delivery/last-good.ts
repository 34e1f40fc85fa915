import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readWhole, writeWhole } from "../../localcloud/whole-file";
import { Problem } from "../engine/problem";
import type { Pulumi } from "../report/pulumi";
import type { Update } from "./update";

/** What a stack file says of its services, by their names. */
export type Services = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const services = z.record(z.string(), z.record(z.string(), z.unknown()));
const history = z.array(
  z.object({
    kind: z.string(),
    result: z.string().optional(),
    config: z.record(z.string(), z.object({ value: z.string().optional() })).nullish(),
  }),
);

/**
 * The services with which a stack was last brought up, from what `pulumi stack history --json` prints: latest first; undefined
 * before the first time.
 */
export function lastDeployed(printed: string): Services | undefined {
  const last = history
    .parse(JSON.parse(printed))
    // A step of a canary is not a version that holds yet.
    .find(
      ({ config, kind, result }) =>
        kind === "update" && result === "succeeded" && config?.["platform:canary"] === undefined,
    );
  const value = last?.config?.["platform:services"]?.value;
  return value === undefined ? undefined : services.parse(JSON.parse(value));
}

/** @throws Problem if the history can't be read */
export async function askLastDeployed(stack: string, pulumi: Pulumi): Promise<Services | undefined> {
  const asked = ["stack", "history", "--json", "--page-size", "50", "--stack", stack];
  const { exitCode, stdout, stderr } = await pulumi.run(asked);
  if (exitCode !== 0) throw new Problem(`The history of ${stack} can't be read:\n${stderr.trim()}`);
  return lastDeployed(stdout);
}

const fileOf = ({ stack, folder }: Update): string => join(folder, `${stack}.good.json`);

/** Keeps what runs before an update, for a return from it: an update that succeeds and then serves badly is the last one itself. */
export async function rememberLastGood(one: Update, pulumi: Pulumi): Promise<void> {
  mkdirSync(one.folder, { recursive: true });
  writeWhole(fileOf(one), JSON.stringify((await askLastDeployed(one.stack, pulumi)) ?? null));
}

/**
 * What was kept before the update; undefined if the stack had never been up.
 *
 * @throws Problem if nothing was kept
 */
export function rememberedLastGood(one: Update): Services | undefined {
  const text = readWhole(fileOf(one));
  if (text === undefined)
    throw new Problem(`${one.folder} knows of no update of ${one.stack}: there is nothing to return from.`);
  return services.nullable().parse(JSON.parse(text)) ?? undefined;
}
