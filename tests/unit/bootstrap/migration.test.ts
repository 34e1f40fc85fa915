import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { bootstrap, type Made } from "../../../tools/bootstrap/migration";
import type { Call, Place } from "../../../tools/bootstrap/place";
import { StackFile } from "../../../tools/bootstrap/stack-file";
import type { Finished } from "../../../tools/engine/run";

const target = { backend: "s3://states?region=eu-west-1", secretsProvider: "awskms://alias/secrets" };
const made: Made = { ...target, variables: { AWS_REGION: "eu-west-1" }, configuration: {} };
const stack = "bootstrap-aws";

interface Kept {
  secretsProvider: string;
  resources: string[];
}

/** What the CLI does to states, in memory: one stack a backend. Dies at a chosen call, before or after its work. */
class Cli {
  readonly states = new Map<string, Kept>();
  readonly calls: string[] = [];
  /** The call to die at, counted from 0, and whether its work is done by then. */
  death: { readonly call: number; readonly done: boolean } | undefined;
  /** What an update makes. */
  program = ["urn:a", "urn:b"];
  private count = 0;

  run(args: readonly string[], { backend, stdin }: Call): Promise<Finished> {
    const call = this.count++;
    const dies = this.death?.call === call;
    if (dies && this.death?.done === false) return Promise.reject(new Error("killed"));
    const finished = this.work(args, backend, stdin);
    return dies ? Promise.reject(new Error("killed")) : Promise.resolve(finished);
  }

  private work(args: readonly string[], backend: string, stdin: string | undefined): Finished {
    const [first, second = ""] = args;
    const name = first === "stack" ? second : (first ?? "");
    this.calls.push(`${name} ${backend.slice(0, 4)}`);
    const ok = (stdout = ""): Finished => ({ exitCode: 0, stdout, stderr: "" });
    const state = this.states.get(backend);
    if (name === "init") {
      if (state) return { exitCode: 255, stdout: "", stderr: "stack already exists" };
      this.states.set(backend, { secretsProvider: args.at(-1) ?? "", resources: [] });
      return ok();
    }
    if (name === "cancel") return ok();
    if (state === undefined)
      return { exitCode: 255, stdout: "", stderr: `error: no stack named '${stack}' found` };
    switch (name) {
      case "up":
        state.resources = [...this.program];
        return ok("Resources:\n    + 2 created\n\nDuration: 1s\n");
      case "preview":
        return state.resources.join() === this.program.join()
          ? ok()
          : { exitCode: 255, stdout: "changes were proposed", stderr: "" };
      case "change-secrets-provider":
        state.secretsProvider = second === name ? (args[2] ?? "") : "";
        return ok();
      case "export":
        return ok(
          JSON.stringify({
            deployment: {
              secrets_providers: state.secretsProvider.startsWith("awskms")
                ? { type: "cloud", state: { url: state.secretsProvider } }
                : { type: state.secretsProvider },
              resources: state.resources.map((urn) => ({ urn })),
            },
          }),
        );
      case "import": {
        const { deployment } = JSON.parse(stdin ?? "") as {
          deployment: { secrets_providers: { state: { url: string } }; resources: { urn: string }[] };
        };
        this.states.set(backend, {
          secretsProvider: deployment.secrets_providers.state.url,
          resources: deployment.resources.map(({ urn }) => urn),
        });
        return ok();
      }
      case "output":
        return ok(JSON.stringify(made));
      default:
        return ok();
    }
  }
}

let root: string;
let cli: Cli;
let file: StackFile;
let said: string[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "bootstrap-"));
  cli = new Cli();
  file = new StackFile(root, stack);
  said = [];
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const place = (): Place => ({
  project: root,
  pulumi: (args, call) => cli.run(args, call),
  policyPack: "policy",
  cradle: join(root, "cradle"),
  target: (of) => of,
});
const run = (): Promise<Made> =>
  bootstrap({ place: place(), stack, file, ask: false, say: (line) => said.push(line) });

function settled(): void {
  expect(cli.states.get(target.backend)).toEqual({
    secretsProvider: target.secretsProvider,
    resources: cli.program,
  });
  expect(file.home).toBe(target.backend);
  expect(existsSync(join(root, "cradle"))).toBe(false);
}

test("a state goes under its new key before it leaves the machine", async () => {
  expect(await run()).toEqual(made);
  settled();
  const order = cli.calls.filter((call) => !call.startsWith("export"));
  expect(order).toEqual([
    ...["init file", "up file", "output file", "change-secrets-provider file"],
    ...["init s3:/", "import s3:/", "preview s3:/"],
  ]);
});

test("a second run works on the moved state alone", async () => {
  await run();
  cli.calls.length = 0;
  await run();
  expect(cli.calls).toEqual(["up s3:/", "output s3:/"]);
  expect(said).toContain("  + 2 created");
  settled();
});

test("interrupted at any call, before or after its work, the next run goes on and ends the same", async () => {
  await run();
  const calls = cli.calls.length;
  for (let call = 0; call < calls; call++)
    for (const done of [false, true]) {
      rmSync(file.path);
      cli = new Cli();
      cli.death = { call, done };
      await expect(run()).rejects.toThrow("killed");
      await run();
      settled();
    }
});

test("until the stack file names the new backend, what was sent there counts for nothing", async () => {
  cli.states.set(target.backend, { secretsProvider: target.secretsProvider, resources: ["urn:old"] });
  await run();
  settled();
});

test("a state that arrives as another one stays where it was, and that is said", async () => {
  const honest = place();
  const lossy: Place = {
    ...honest,
    pulumi: async (args, call) => {
      const finished = await honest.pulumi(args, call);
      if (args[1] === "import") cli.states.get(call.backend)?.resources.pop();
      return finished;
    },
  };
  const moving = bootstrap({ place: lossy, stack, file, ask: false, say: () => undefined });
  await expect(moving).rejects.toThrow("is not the one that was sent");
  expect(file.home).toBeUndefined();
  expect(existsSync(join(root, "cradle"))).toBe(true);
});

describe("a lock of an earlier run", () => {
  const locks = () => join(root, "cradle", "state", ".pulumi", "locks", "organization", "bootstrap", stack);
  const leave = (pid: number) => {
    mkdirSync(locks(), { recursive: true });
    writeFileSync(join(locks(), "1.json"), JSON.stringify({ pid, hostname: hostname() }));
  };

  test("is lifted when that run is dead", async () => {
    leave(2 ** 22 + 1); // More than Linux's largest process id.
    await run();
    expect(cli.calls[0]).toBe("cancel file");
  });

  test("is respected while it lives", async () => {
    leave(process.pid);
    await expect(run()).rejects.toThrow("Another bootstrap of bootstrap-aws is at work");
    expect(cli.calls).toEqual([]);
  });
});

describe("the stack file", () => {
  test("keeps what the CLI wrote into it", () => {
    writeFileSync(
      file.path,
      "secretsprovider: awskms://x\nencryptedkey: abc\nconfig:\n  aws:region: eu-west-1\n",
    );
    file.settle({ cloud: "aws" });
    file.moved(target.backend);
    const text = readFileSync(file.path, "utf8");
    for (const line of ["secretsprovider: awskms://x", "encryptedkey: abc", "aws:region: eu-west-1"])
      expect(text).toContain(line);
    expect(file.settings).toEqual({ cloud: "aws" });
    expect(file.home).toBe(target.backend);
  });

  test("that is none is refused by its name", () => {
    writeFileSync(file.path, "config: [");
    expect(() => file.settings).toThrow(`${file.path} can't be read`);
  });
});
