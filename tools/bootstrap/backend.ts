import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { readWhole } from "../../localcloud/whole-file";
import { isAlive } from "../engine/cache";
import { Problem } from "../engine/problem";
import type { Finished } from "../engine/run";
import type { Place } from "./place";

const exported = z.object({
  deployment: z.object({
    secrets_providers: z
      .object({ type: z.string(), state: z.looseObject({ url: z.string().optional() }).optional() })
      .optional(),
    resources: z.array(z.object({ urn: z.string() })).nullish(),
  }),
});

/** A state as `pulumi stack export` prints it, and what matters of it here. */
export interface State {
  readonly text: string;
  readonly urns: readonly string[];
  /** URL of the key that its secrets are under, or `passphrase`; undefined where it has none. */
  readonly secretsProvider: string | undefined;
}

const lock = z.object({ pid: z.number(), hostname: z.string() });

/** One stack in one backend of Pulumi's. */
export class Backend {
  constructor(
    private readonly place: Place,
    readonly stack: string,
    readonly url: string,
  ) {}

  /** The backend of a stack whose state has no other place yet. */
  static cradle(place: Place, stack: string): Backend {
    const folder = join(place.cradle, "state");
    mkdirSync(folder, { recursive: true });
    return new Backend(place, stack, pathToFileURL(folder).href);
  }

  /** @throws Problem with what the CLI said, unless it went well */
  async pulumi(args: readonly string[], stdin?: string): Promise<string> {
    const finished = await this.try(args, stdin);
    if (finished.exitCode !== 0) {
      const said = [finished.stdout, finished.stderr].map((text) => text.trim()).join("\n");
      throw new Problem(`pulumi ${args.slice(0, 2).join(" ")} failed in ${this.url}:\n${said.trim()}`);
    }
    return finished.stdout;
  }

  /**
   * `pulumi up` with the policies on.
   *
   * @param ask in the terminal, with a preview; otherwise nothing is asked
   * @returns how many resources were changed, in the CLI's words; empty where the terminal has shown it
   */
  async up(ask: boolean): Promise<string> {
    const args = ["up", "--stack", this.stack, "--policy-pack", this.place.policyPack, "--suppress-outputs"];
    if (!ask) {
      const said = await this.pulumi([...args, "--yes", "--skip-preview", "--color", "never"]);
      const [, counts = ""] = /^Resources:\n((?: .*\n)+)/m.exec(said) ?? [];
      return counts.trim().replaceAll(/\s*\n\s*/g, ", ");
    }
    const { exitCode } = await this.place.pulumi(args, { backend: this.url, terminal: true });
    if (exitCode !== 0) throw new Problem("Nothing more was done. Run the same command again to go on.");
    return "";
  }

  /** The stack's state; undefined where there is no such stack. */
  async state(): Promise<State | undefined> {
    const finished = await this.try(["stack", "export", "--stack", this.stack]);
    if (finished.exitCode !== 0) {
      if (finished.stderr.includes("no stack named")) return undefined;
      throw new Problem(`The state in ${this.url} can't be read:\n${finished.stderr.trim()}`);
    }
    const { deployment } = exported.parse(JSON.parse(finished.stdout));
    const provider = deployment.secrets_providers;
    return {
      text: finished.stdout,
      urns: (deployment.resources ?? []).map(({ urn }) => urn),
      secretsProvider: provider?.state?.url ?? provider?.type,
    };
  }

  async init(secretsProvider: string): Promise<void> {
    await this.pulumi(["stack", "init", this.stack, "--no-select", "--secrets-provider", secretsProvider]);
  }

  async import(state: State): Promise<void> {
    await this.pulumi(["stack", "import", "--stack", this.stack], state.text);
  }

  /**
   * Lifts a lock that a run on this machine left behind when it was killed.
   *
   * @throws Problem while that run is still alive
   */
  async unlock(): Promise<void> {
    const folder = join(
      this.place.cradle,
      "state",
      ".pulumi",
      "locks",
      "organization",
      "bootstrap",
      this.stack,
    );
    for (const file of existsSync(folder) ? readdirSync(folder) : []) {
      const owner = lock.safeParse(JSON.parse(readWhole(join(folder, file)) ?? "null")).data;
      if (owner?.hostname === hostname() && isAlive(owner.pid))
        throw new Problem(
          `Another bootstrap of ${this.stack} is at work (process ${String(owner.pid)}). Wait for it, or end it.`,
        );
      await this.pulumi(["cancel", this.stack, "--yes"]);
      return;
    }
  }

  private try(args: readonly string[], stdin?: string): Promise<Finished> {
    return this.place.pulumi(args, { backend: this.url, stdin });
  }
}
