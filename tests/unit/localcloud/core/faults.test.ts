import { spawnSync } from "child_process";
import * as fs from "fs";
import * as path from "path";
import { Clock } from "../../../../localcloud/clock";
import { Faults, parseFaults, type Call, type Fault } from "../../../../localcloud/faults";
import { Store } from "../../../../localcloud/store";
import { logGroupType, newCloud, newHome, project, removeHomes, vpcType } from "./fixture";

afterEach(removeHomes);

const create: Call = { operation: "create", type: vpcType, name: "v" };

function plan(home: string, ...faults: Fault[]): void {
  fs.writeFileSync(path.join(home, "faults.json"), JSON.stringify(faults));
}

/** Tries calls one after the other with a new plugin each: "ok" or the error. */
async function outcomes(home: string, calls: readonly Call[]): Promise<string[]> {
  const results: string[] = [];
  for (const call of calls) {
    const faults = new Faults(new Store(home, "aws"), new Clock(0));
    results.push(
      await faults
        .around(call, () => Promise.resolve("ok"))
        .catch((error: unknown) => (error instanceof Error ? error.message : "")),
    );
  }
  return results;
}

describe("faults", () => {
  it("fail the n-th call, counted over plugins, and only as often as told", async () => {
    const home = newHome();
    plan(home, { kind: "fail", call: 2, times: 2, message: "boom" });
    expect(await outcomes(home, [create, create, create, create])).toEqual(["ok", "boom", "boom", "ok"]);
    plan(home, { kind: "fail", message: "again" });
    expect(await outcomes(home, [create, create])).toEqual(["again", "ok"]);
    plan(home, { kind: "fail", times: 0, message: "ever" });
    expect(await outcomes(home, [create, create])).toEqual(["ever", "ever"]);
  });

  it("hit only the type, operation and name that they are meant for", async () => {
    const home = newHome();
    plan(home, { kind: "fail", operation: "delete", type: vpcType, name: "v", message: "boom" });
    const other: Call[] = [
      create,
      { ...create, operation: "delete", type: "other" },
      { ...create, operation: "delete", name: "other" },
    ];
    expect(await outcomes(home, [...other, { ...create, operation: "delete" }])).toEqual([
      "ok",
      "ok",
      "ok",
      "boom",
    ]);
  });

  it("by default spare reads", async () => {
    const home = newHome();
    plan(home, { kind: "fail", times: 0, message: "boom" });
    expect(await outcomes(home, [{ ...create, operation: "read" }, create])).toEqual(["ok", "boom"]);
  });

  it("throttle: a few refusals are retried, more are an error", async () => {
    const home = newHome();
    plan(home, { kind: "throttle", rejections: 4 });
    expect(await outcomes(home, [create])).toEqual(["ok"]);
    plan(home, { kind: "throttle", rejections: 5 });
    expect(await outcomes(home, [create])).toEqual(["ThrottlingException: Rate exceeded, after 5 attempts"]);
  });

  it("delay the work", async () => {
    const home = newHome();
    plan(home, { kind: "delay", seconds: 0.05 });
    const start = performance.now();
    expect(await outcomes(home, [create])).toEqual(["ok"]);
    expect(performance.now() - start).toBeGreaterThan(45);
  });

  it("lose the answer after the work is done; a named thing then exists already", async () => {
    const cloud = newCloud();
    plan(cloud.store.home, { kind: "lose-answer", type: logGroupType });
    await expect(cloud.create(logGroupType, "logs", { name: "logs" })).rejects.toThrow("was lost");
    expect(cloud.store.list(logGroupType)).toHaveLength(1);
    await expect(cloud.create(logGroupType, "logs", { name: "logs" })).rejects.toThrow("AlreadyExists");
  });

  it("fail before anything is done", async () => {
    const cloud = newCloud();
    plan(cloud.store.home, { kind: "fail", operation: "create" });
    await expect(cloud.create(logGroupType, "logs", {})).rejects.toThrow("InternalFailure");
    expect(cloud.store.list()).toEqual([]);
  });

  it.each<["before" | "after", number]>([
    ["before", 0],
    ["after", 1],
  ])("kill the plugin %s the work", (when, done) => {
    const home = newHome();
    plan(home, { kind: "kill", when });
    const folder = JSON.stringify(path.join(project, "localcloud"));
    const code = `
      const { Faults } = require(${folder} + "/faults"); const { Store } = require(${folder} + "/store");
      const { Clock } = require(${folder} + "/clock");
      const faults = new Faults(new Store(${JSON.stringify(home)}, "aws"), new Clock(0));
      faults.around({ operation: "create", type: "t", name: "n" }, async () => require("fs").writeSync(1, "work"));`;
    const { signal, stdout } = spawnSync(process.execPath, ["--import", "tsx", "-e", code], {
      cwd: project,
      encoding: "utf8",
    });
    expect(signal).toBe("SIGKILL");
    expect(stdout).toBe(done === 1 ? "work" : "");
  });

  it.each([
    ["{", "not JSON"],
    ["{}", "must be a JSON list"],
    ['[{"kind":"explode"}]', 'not "explode"'],
    ['[{"kind":"fail","operation":"creat"}]', 'not "creat"'],
    ['[{"kind":"fail","typ":"x"}]', "typ"],
  ])("that are malformed (%s) are refused in words", (text, expected) => {
    expect(() => parseFaults(text)).toThrow(expected);
  });
});

describe("the clock", () => {
  it("lasts as long as its factor says, and not at all by default", async () => {
    const start = performance.now();
    await new Clock(0).pass(3600);
    expect(performance.now() - start).toBeLessThan(1000);
    await new Clock(0.0001).pass(600);
    expect(performance.now() - start).toBeGreaterThan(55);
  });

  it("stops waiting when the engine cancels, now and later", async () => {
    const clock = new Clock(1);
    const waiting = clock.pass(3600);
    clock.cancel();
    await waiting;
    await clock.pass(3600);
  });
});
