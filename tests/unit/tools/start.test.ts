import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { run } from "../../../tools/engine/run";

const start = resolve("tools/local/start.js");
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "platform-start-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function startOn(version: string): ReturnType<typeof run> {
  const pretend = join(folder, "pretend.js");
  writeFileSync(
    pretend,
    `Object.defineProperty(process.versions, "node", { value: ${JSON.stringify(version)} });\n`,
  );
  return run(process.execPath, ["-r", pretend, start, "version"], {
    env: { PATH: folder, PLATFORM_ENGINE: "nowhere" },
  });
}

describe("the start of `npm run local`", () => {
  it.each(["16.20.2", "18.19.0", "20.1.0"])("refuses Node %s in words", async (version) => {
    const { exitCode, stderr } = await startOn(version);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      new RegExp(`^Node ${version} is too old: this project needs Node >=20\\.\\d+ .*\\n$`),
    );
  });

  it("goes on with a Node that is new enough, and shows a user's mistake without a stack trace", async () => {
    const { exitCode, stderr } = await startOn("26.0.0");
    expect(exitCode).toBe(1);
    expect(stderr).toBe('PLATFORM_ENGINE is "nowhere"; it must be path, npm or go, or not be set.\n');
  });
});
