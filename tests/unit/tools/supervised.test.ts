import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Supervised } from "../../../tools/control-plane/supervised";
import { eventually } from "../../../tools/control-plane/waiting";
import { isAlive } from "../../../tools/engine/cache";

let folder: string;
let log: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "supervised-"));
  log = join(folder, "log");
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A program that writes its process id and then does nothing. */
const idle = ["-c", "echo $$ >&2; exec sleep 600"];

const pid = (): Promise<number> =>
  eventually("its start", () => {
    const written = existsSync(log) ? Number(readFileSync(log, "utf8")) : 0;
    return Promise.resolve(written > 0 ? written : undefined);
  });

const gone = (program: number): Promise<true> =>
  eventually("its end", () => Promise.resolve(isAlive(program) ? undefined : true));

describe("a supervised program", () => {
  it("runs until it is stopped", async () => {
    const program = Supervised.start("idle", "sh", idle, log);
    const id = await pid();
    program.assertRuns();
    await program.stop();
    await gone(id);
    expect(() => {
      program.assertRuns();
    }).toThrow(`idle ended:\n${String(id)}`);
  });

  it("tells the end of its log when it ended by itself", async () => {
    const program = Supervised.start("broken", "sh", ["-c", "echo no such flag; exit 3"], log);
    await eventually("the end", () =>
      Promise.resolve(existsSync(log) && readFileSync(log, "utf8") !== "" ? true : undefined),
    );
    await program.stop();
    expect(() => {
      program.assertRuns();
    }).toThrow("broken ended:\nno such flag");
  });

  it("is waited for no longer once it ended", async () => {
    const program = Supervised.start("broken", "sh", ["-c", "exit 3"], log);
    let asked = 0;
    const waiting = eventually("its answer", () => {
      asked++;
      program.assertRuns();
      return Promise.resolve(undefined);
    });
    await expect(waiting).rejects.toThrow("broken ended");
    expect(asked).toBeGreaterThan(0);
  });

  it("dies with its parent, also when that is killed", async () => {
    const source = join(__dirname, "../../../tools/control-plane/supervised.ts");
    const script = `require(${JSON.stringify(source)}).Supervised.start("idle", "sh", ${JSON.stringify(idle)}, ${JSON.stringify(log)})`;
    const parent = spawn(process.execPath, ["--import", "tsx", "-e", script], { stdio: "ignore" });
    const id = await pid();
    expect(isAlive(id)).toBe(true);
    parent.kill("SIGKILL");
    await once(parent, "exit");
    await gone(id);
  }, 60_000);
});
