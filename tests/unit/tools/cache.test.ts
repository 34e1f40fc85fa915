import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { cacheFolder, makeOnce } from "../../../tools/engine/cache";

const quiet = { say: () => undefined, status: () => undefined };
/** No process has this number: Linux ends at 2^22. */
const nobody = 2 ** 30;

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "platform-cache-"));
  folder = join(parent, "engine");
});
afterEach(() => {
  rmSync(parent, { recursive: true, force: true });
});

const fill =
  (text: string) =>
  (temporary: string): Promise<void> => {
    writeFileSync(join(temporary, "binary"), text);
    return Promise.resolve();
  };

describe("makeOnce", () => {
  it("makes a folder whole, and leaves nothing else", async () => {
    await makeOnce(folder, fill("made"), quiet);
    expect(readFileSync(join(folder, "binary"), "utf8")).toBe("made");
    expect(readdirSync(parent)).toEqual(["engine"]);
  });

  it("builds once for two that ask at the same time; the other waits and says so", async () => {
    const builds: string[] = [];
    const states: string[] = [];
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const first = makeOnce(
      folder,
      async (temporary) => {
        builds.push("first");
        await gate;
        await fill("first")(temporary);
      },
      quiet,
    );
    const second = makeOnce(
      folder,
      async (temporary) => {
        builds.push("second");
        await fill("second")(temporary);
      },
      {
        say: () => undefined,
        status: (text) => {
          states.push(text);
          release();
        },
      },
    );
    await Promise.all([first, second]);
    expect(builds).toEqual(["first"]);
    expect(states[0]).toMatch(/^Another run is building/);
    expect(readFileSync(join(folder, "binary"), "utf8")).toBe("first");
  });

  it("shows nothing of a build that failed, and lets the next one try", async () => {
    await expect(makeOnce(folder, () => Promise.reject(new Error("no disk")), quiet)).rejects.toThrow(
      "no disk",
    );
    expect(readdirSync(parent)).toEqual([]);
    await makeOnce(folder, fill("made"), quiet);
    expect(existsSync(join(folder, "binary"))).toBe(true);
  });

  it("takes over from a build that was killed and removes what it left", async () => {
    writeFileSync(`${folder}.lock`, JSON.stringify({ pid: nobody, host: hostname() }));
    mkdirSync(`${folder}.building-abc`);
    await makeOnce(folder, fill("made"), quiet);
    expect(readdirSync(parent)).toEqual(["engine"]);
  });

  it("takes over a lock of another machine only when it has not been touched for a minute", async () => {
    const lock = `${folder}.lock`;
    writeFileSync(lock, JSON.stringify({ pid: 1, host: "elsewhere" }));
    let waited = false;
    await makeOnce(folder, fill("made"), {
      say: () => undefined,
      status: () => {
        waited = true;
        const old = Date.now() / 1000 - 61;
        utimesSync(lock, old, old);
      },
    });
    expect(waited).toBe(true);
    expect(existsSync(folder)).toBe(true);
  });
});

describe("cacheFolder", () => {
  it.each([
    [{ PLATFORM_ENGINE_CACHE: "/own", XDG_CACHE_HOME: "/cache", HOME: "/home/u" }, "/own"],
    [{ XDG_CACHE_HOME: "/cache", HOME: "/home/u" }, "/cache/multicloud-platform/engine"],
    [{ XDG_CACHE_HOME: "", HOME: "/home/u" }, "/home/u/.cache/multicloud-platform/engine"],
  ])("of %j is %s", (env, expected) => {
    expect(cacheFolder(env)).toBe(expected);
  });
});
