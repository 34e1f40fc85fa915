import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../../../tools/engine/run";
import type { OwnPulumi } from "../../../../tools/report/pulumi";
import { eventsFile, stopUpdate, update, type Update } from "../../../../tools/delivery/update";
import { program, testFolder } from "./folder";

const root = testFolder();

/** Locks, writes its events, and ends as the real CLI does: by itself, at the first signal, or (stubborn) only when killed. */
const cli = program(
  root,
  "pulumi",
  `const fs = require("node:fs");
   const args = process.argv.slice(2);
   const { LOCK, MODE, CALLS } = process.env;
   fs.appendFileSync(CALLS, args.join(" ") + "\\n");
   if (args.includes("cancel")) fs.rmSync(LOCK);
   else if (fs.existsSync(LOCK)) {
     console.error("the stack is currently locked by 1 lock(s)");
     process.exitCode = 255;
   } else {
     fs.writeFileSync(LOCK, "");
     const events = [{}, { diagnosticEvent: { severity: "debug", message: "a secret" } }];
     fs.writeFileSync(args[args.indexOf("--event-log") + 1], events.map((one) => JSON.stringify(one)).join("\\n") + "\\n");
     console.log("updating");
     const end = (exitCode) => { console.log("done"); fs.rmSync(LOCK); process.exit(exitCode); };
     if (MODE === "quick") end(0);
     if (MODE === "failing") end(3);
     process.on("SIGINT", () => { if (MODE !== "stubborn") end(1); });
     setInterval(() => undefined, 1000);
   }`,
);

interface Trial {
  readonly one: Update;
  readonly lock: string;
  readonly pulumi: OwnPulumi;
  calls(): string;
}

function trial(mode: "quick" | "failing" | "long" | "stubborn"): Trial {
  const folder = mkdtempSync(join(root, "trial-"));
  const lock = join(folder, "lock");
  const calls = join(folder, "calls");
  writeFileSync(calls, "");
  const env = { ...process.env, LOCK: lock, MODE: mode, CALLS: calls };
  return {
    one: { stack: "dev", folder },
    lock,
    pulumi: {
      ...{ program: cli, env, cwd: folder, policyPack: "policy" },
      run: (args) => run(cli, args, { env }),
    },
    calls: () => readFileSync(calls, "utf8"),
  };
}

/** Begins an update and gives it back, with the process, once it holds its lock. */
async function begun({
  one,
  pulumi,
}: Trial): Promise<{ readonly ended: Promise<number>; readonly pid: number }> {
  let ended: Promise<number> | undefined;
  await new Promise<void>((resolve) => {
    ended = update(one, "plan.json", pulumi, (text) => {
      if (text.includes("updating")) resolve();
    });
  });
  if (ended === undefined) throw new Error("the update did not begin");
  const { pid } = JSON.parse(readFileSync(join(one.folder, "dev.json"), "utf8")) as { pid: number };
  return { ended, pid };
}

describe("an update", () => {
  it("is of the plan only, judged by the policies, and leaves its events", async () => {
    const quick = trial("quick");
    let said = "";
    expect(await update(quick.one, "plan.json", quick.pulumi, (text) => (said += text))).toBe(0);
    expect(quick.calls()).toMatch(/ up --yes .*--stack dev --plan plan\.json --policy-pack policy /);
    expect(said).toBe("updating\ndone\n");
    // The SDK's debug messages hold secrets.
    expect(readFileSync(eventsFile(quick.one), "utf8")).toBe("{}\n");
    expect(await stopUpdate(quick.one, 0, quick.pulumi)).toBe("ended");
    expect(quick.calls()).not.toContain("cancel");
  });

  it("ends with the exit code of the CLI", async () => {
    const failing = trial("failing");
    expect(await update(failing.one, "plan.json", failing.pulumi, () => undefined)).toBe(3);
  });

  it("passes a signal on, so that the engine ends in order", async () => {
    const long = trial("long");
    const { ended } = await begun(long);
    process.emit("SIGTERM");
    expect(await ended).toBe(1);
    expect(existsSync(long.lock)).toBe(false);
  });
});

describe("a job that was cancelled", () => {
  it("has nothing to stop where nothing was begun", async () => {
    const none = trial("quick");
    expect(await stopUpdate(none.one, 0, none.pulumi)).toBe("none");
  });

  it("lets the update end in order", async () => {
    const long = trial("long");
    const { ended } = await begun(long);
    expect(await stopUpdate(long.one, 20_000, long.pulumi)).toBe("stopped");
    expect(existsSync(long.lock)).toBe(false);
    expect(long.calls()).not.toContain("cancel");
    expect(await ended).toBe(1);
  });

  it.each([
    ["does not end in time", "stubborn", false],
    ["was killed", "long", true],
  ] as const)("takes the lock of an update back that %s", async (_, mode, killed) => {
    const left = trial(mode);
    const { ended, pid } = await begun(left);
    if (killed) {
      process.kill(pid, "SIGKILL");
      expect(await ended).toBe(137);
    }
    expect(existsSync(left.lock)).toBe(true);
    expect(await stopUpdate(left.one, 300, left.pulumi)).toBe("unlocked");
    expect(readFileSync(eventsFile(left.one), "utf8")).not.toContain("secret");
    expect(existsSync(left.lock)).toBe(false);
    expect(await ended).toBe(137);
  });

  it("never takes someone else's lock", async () => {
    const second = trial("long");
    writeFileSync(second.lock, "of someone else");
    expect(await update(second.one, "plan.json", second.pulumi, () => undefined)).toBe(255);
    expect(await stopUpdate(second.one, 0, second.pulumi)).toBe("ended");
    // Killed before it could say so.
    writeFileSync(join(second.one.folder, "dev.json"), JSON.stringify({ pid: 2 ** 30 }));
    expect(await stopUpdate(second.one, 0, second.pulumi)).toBe("ended");
    expect(readFileSync(second.lock, "utf8")).toBe("of someone else");
  });
});
