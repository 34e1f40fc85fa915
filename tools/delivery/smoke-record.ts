import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readWhole, writeWhole } from "../../localcloud/whole-file";
import type { Update } from "./update";

const fileOf = ({ stack, folder }: Update): string => join(folder, `${stack}.smoke`);

/** Does a smoke test and keeps why it failed, for the report of a return. */
export async function recorded(one: Update, test: () => Promise<void>): Promise<void> {
  mkdirSync(one.folder, { recursive: true });
  forgetSmokeTest(one);
  try {
    await test();
  } catch (error) {
    writeWhole(fileOf(one), error instanceof Error ? error.message : String(error));
    throw error;
  }
}

/** Forgets the smoke test of the version before. */
export function forgetSmokeTest(one: Update): void {
  rmSync(fileOf(one), { force: true });
}

/** Why the smoke test of an update's version failed, if it did. */
export function smokeFailure(one: Update): string | undefined {
  return readWhole(fileOf(one));
}
