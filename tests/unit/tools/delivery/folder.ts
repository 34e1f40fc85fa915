import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder for a test file, gone after its tests. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "platform-delivery-"));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** A program in JavaScript, to stand in for one that is not here. */
export function program(folder: string, name: string, source: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!${process.execPath}\n${source}`);
  chmodSync(file, 0o755);
  return file;
}
