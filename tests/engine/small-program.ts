import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Finished, run } from "../../tools/engine/run";
import { openSession, type LocalSession } from "../../tools/local/session";

const modules = resolve(__dirname, "../../node_modules");

/** A Pulumi program of a few lines, under the real engine with the local clouds. */
export class SmallProgram {
  private constructor(
    private readonly folder: string,
    private readonly session: LocalSession,
  ) {}

  /** @param parent folder for the program and all that the engine keeps */
  static async open(parent: string): Promise<SmallProgram> {
    const folder = join(parent, "program");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "Pulumi.yaml"), "name: small\nruntime: nodejs\nmain: index.js\n");
    writeFileSync(join(folder, "package.json"), '{ "name": "small" }');
    symlinkSync(modules, join(folder, "node_modules"));
    const session = await openSession({ project: folder, root: join(parent, "session") });
    const program = new SmallProgram(folder, session);
    await program.pulumi(["stack", "init"]);
    return program;
  }

  write(text: string): void {
    writeFileSync(join(this.folder, "index.js"), text);
  }

  /** Runs `pulumi ARGS` on its one stack. `text` is all that it printed. */
  async pulumi(
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
  ): Promise<Finished & { readonly text: string }> {
    const finished = await run(this.session.cli, [...args, "--non-interactive", "--stack", "dev"], {
      cwd: this.folder,
      env: { ...this.session.env, ...env },
    });
    return { ...finished, text: finished.stdout + finished.stderr };
  }

  /** `pulumi up`, without a question or a preview. */
  up(...args: readonly string[]): Promise<Finished & { readonly text: string }> {
    return this.pulumi(["up", "--yes", "--skip-preview", ...args]);
  }

  async outputs(): Promise<Record<string, unknown>> {
    const { stdout } = await this.pulumi(["stack", "output", "--json"]);
    return JSON.parse(stdout) as Record<string, unknown>;
  }
}
