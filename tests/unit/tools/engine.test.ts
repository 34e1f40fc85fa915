import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findEngine } from "../../../tools/engine/engine";
import { whyBuildFailed } from "../../../tools/engine/go-build";
import { runsPlugins } from "../../../tools/engine/path";
import { goVersions, npmVersion } from "../../../tools/engine/versions";

let root: string;
let path: string;
let said: string[];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "platform-engine-choice-"));
  path = join(root, "bin");
  mkdirSync(path);
  // Scripts need these two, and nothing else of the machine's PATH.
  for (const program of ["/bin/sh", "/bin/mkdir"]) symlinkSync(program, join(path, program.slice(5)));
  said = [];
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** A program on PATH that notes each call in a file and then does what the script says. */
function program(name: string, script: string): void {
  const file = join(path, name);
  writeFileSync(file, `#!/bin/sh\necho "${name} $*" >> ${join(root, "calls")}\n${script}\n`);
  chmodSync(file, 0o755);
}

function calls(): string[] {
  const file = join(root, "calls");
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
}

function find(only?: string): ReturnType<typeof findEngine> {
  return findEngine(
    { say: (line) => void said.push(line), status: () => undefined },
    {
      PATH: path,
      PLATFORM_ENGINE_CACHE: join(root, "cache"),
      ...(only !== undefined && { PLATFORM_ENGINE: only }),
    },
  );
}

const offlineNpm = 'echo "npm error code ENOTFOUND" >&2; exit 1';
/** A Go whose `build` writes the file that `-o` names, unless it is told to fail. */
const workingGo = `
if [ "$1" = version ]; then echo "go version go1.26.8 linux/amd64"; exit 0; fi
echo "github.com/pulumi/some/package" >&2
while [ "$1" != -o ]; do shift; done
echo binary > "$2"`;

describe("the engine", () => {
  it("is the CLI on PATH when it is recent", async () => {
    program("pulumi", "echo v3.230.1");
    program("npm", offlineNpm);
    await expect(find()).resolves.toEqual({
      cli: join(path, "pulumi"),
      version: "3.230.1",
      source: "path",
      policyPack: "folder",
    });
    expect(calls()).toEqual(["pulumi version"]);
  });

  it("is downloaded by npm when the one on PATH is too old, and kept", async () => {
    program("pulumi", "echo v3.199.9");
    // What the wrapper does at its first run: the CLI appears below PULUMI_HOME.
    const wrapper = `const fs = require("fs"), bin = process.env.PULUMI_HOME + "/versions/" + process.env.PULUMI_VERSION + "/bin"; fs.mkdirSync(bin, { recursive: true }); fs.writeFileSync(bin + "/pulumi", "")`;
    program("npm", `mkdir -p "$3/node_modules/pulumi"; echo '${wrapper}' > "$3/node_modules/pulumi/run.js"`);
    const engine = await find();
    expect(engine).toMatchObject({ version: npmVersion, source: "npm", policyPack: "folder" });
    expect(engine.cli.startsWith(join(root, "cache"))).toBe(true);
    expect(existsSync(engine.cli)).toBe(true);
    await expect(find()).resolves.toEqual(engine);
    expect(calls().filter((call) => call.startsWith("npm"))).toHaveLength(1);
  });

  it("is built with Go when nothing can be downloaded, and kept: the next run asks nobody", async () => {
    program("npm", offlineNpm);
    program("go", workingGo);
    const engine = await find();
    expect(engine).toMatchObject({ version: goVersions.cli, source: "go", policyPack: "executable" });
    expect(existsSync(join(engine.cli, "..", "pulumi-language-nodejs"))).toBe(true);
    expect(said.join("\n")).toMatch(/Pulumi CLI 3\.\d+\.\d+ built in 0:0\d/);
    const before = calls();
    await expect(find()).resolves.toEqual(engine);
    expect(calls()).toEqual(before);
  });

  it("is the one that PLATFORM_ENGINE allows, and no other", async () => {
    program("pulumi", "echo v3.259.0");
    program("npm", offlineNpm);
    program("go", workingGo);
    await expect(find("go")).resolves.toMatchObject({ source: "go" });
    expect(calls().some((call) => call.startsWith("pulumi"))).toBe(false);
    await expect(find("npm")).rejects.toThrow(
      /by npm: .*ENOTFOUND.*PLATFORM_ENGINE, which allows only "npm"/s,
    );
  });

  it("refuses a PLATFORM_ENGINE that is no way", async () => {
    await expect(find("docker")).rejects.toThrow('PLATFORM_ENGINE is "docker"; it must be path, npm or go');
  });

  it("says what to install where there is neither Go nor internet", async () => {
    program("npm", offlineNpm);
    const message = await find().catch((error: unknown) => String(error));
    expect(message).toContain("there is no `pulumi` on PATH");
    expect(message).toContain(`npm could not install pulumi@${npmVersion} (npm error code ENOTFOUND)`);
    expect(message).toContain("Go is not installed");
    expect(message).toContain("install Go");
    expect(message).not.toContain("    at ");
  });

  it("says that Go is too old", async () => {
    program("npm", offlineNpm);
    program("go", "echo go version go1.19.8 linux/amd64");
    await expect(find()).rejects.toThrow("Go is too old (`go version` says go version go1.19.8 linux/amd64)");
    expect(calls().filter((call) => call.startsWith("go build"))).toEqual([]);
  });

  it("leaves nothing of a build that failed", async () => {
    program("npm", offlineNpm);
    program("go", `${workingGo.replace('echo binary > "$2"', "")}\necho "a.go:1: syntax error" >&2; exit 1`);
    await expect(find()).rejects.toThrow(/Go could not build the Node language host .*syntax error/);
    program("go", workingGo);
    await expect(find()).resolves.toMatchObject({ source: "go" });
  });

  it("says why a CLI on PATH does not do", async () => {
    program("pulumi", 'echo "cannot execute" >&2; exit 126');
    await expect(find("path")).rejects.toThrow(/pulumi version` fails: cannot execute/);
  });
});

describe("a failed build", () => {
  it.each([
    ["go: go.mod requires go >= 1.26 (running go 1.24.1; GOTOOLCHAIN=local)", /^Go is too old/],
    ["go: download go1.26 for linux/amd64: toolchain not available", /^Go is too old/],
    ["go: example.com/m@v1: dial tcp: lookup proxy: no such host", /^Go could not download .*go env GOPROXY/],
    ["write /x: no space left on device", /^there is no disk space left/],
    ["something else", /^Go could not build the CLI \(something else\)$/],
  ])("that printed %j is explained", (message, explanation) => {
    expect(whyBuildFailed("CLI", [message])).toMatch(explanation);
  });
});

describe("a language host", () => {
  it("starts policy packs from a folder if it knows that call of the protocol", () => {
    const host = join(root, "host");
    writeFileSync(host, "\0/pulumirpc.LanguageRuntime/Run\0");
    expect(runsPlugins(host)).toBe(false);
    writeFileSync(host, "\0/pulumirpc.LanguageRuntime/RunPlugin\0");
    expect(runsPlugins(host)).toBe(true);
  });
});
