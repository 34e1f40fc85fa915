import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Clock } from "../../../localcloud/clock";
import { Faults } from "../../../localcloud/faults";
import { Rulebook } from "../../../localcloud/interpreter/rulebook";
import { CloudProvider } from "../../../localcloud/provider";
import type { CloudRules, Properties, Value } from "../../../localcloud/rules";
import { Catalog } from "../../../localcloud/schema/catalog";
import { Store } from "../../../localcloud/store";

const project = resolve(__dirname, "../../..");

/** The types of an SDK; one cache for all tests, so that a type is read from the declarations once. */
export function catalogOf(name: string): Catalog {
  return new Catalog(name, project, join(project, ".local", "test-cache"));
}

export interface Made {
  readonly id: string;
  readonly outputs: Properties;
}

/** An empty local cloud with its real rules. Everything is made as the engine makes it: check, then create. */
export class Trial {
  private readonly home = mkdtempSync(join(tmpdir(), "local-cloud-"));
  readonly store: Store;
  readonly provider: CloudProvider;
  private count = 0;

  constructor(rules: CloudRules, catalog: Catalog, region: string, configuration: Properties = {}) {
    const clock = new Clock(0);
    this.store = new Store(this.home, rules.package);
    const faults = new Faults(this.store, clock);
    const book = new Rulebook(rules);
    this.provider = new CloudProvider(book, catalog, this.store, faults, clock, () => ({
      region,
      inputs: configuration,
    }));
  }

  close(): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  /** Every refusal of making this, each as `path: reason`; none when it was made. */
  async refusals(type: string, inputs: Properties): Promise<string[]> {
    const { subject, checked, problems } = await this.check(type, inputs);
    if (problems.length > 0) return problems.map(({ path, reason }) => `${path}: ${reason}`);
    try {
      await this.provider.create(subject, checked, false);
      return [];
    } catch (error) {
      return linesOf(error);
    }
  }

  /** @throws Error with every refusal. */
  async make(type: string, inputs: Properties = {}): Promise<Made> {
    const { subject, checked, problems } = await this.check(type, inputs);
    if (problems.length > 0) throw new Error(`${type}: ${JSON.stringify(problems)}`);
    return this.provider.create(subject, checked, false);
  }

  /** What a preview refuses already. */
  async previewRefusals(type: string, inputs: Properties): Promise<string[]> {
    return (await this.check(type, inputs)).problems.map(({ path, reason }) => `${path}: ${reason}`);
  }

  /** Every refusal of giving something that exists these inputs; none when it was updated. */
  async updateRefusals(type: string, made: Made, old: Properties, inputs: Properties): Promise<string[]> {
    const subject = { type, name: "it" };
    const naming = { seed: undefined, autonaming: undefined };
    const checked = await this.provider.check(subject, old, inputs, naming);
    if (checked.problems.length > 0) return checked.problems.map(({ path, reason }) => `${path}: ${reason}`);
    try {
      await this.provider.update(subject, made.id, made.outputs, old, checked.inputs, false);
      return [];
    } catch (error) {
      return linesOf(error);
    }
  }

  /** What the cloud answers when it is asked for a resource. */
  async made(type: string, id: string): Promise<Made> {
    const found = await this.provider.read({ type, name: "it" }, id, {}, {});
    if (found === undefined) throw new Error(`there is no ${type} ${id}`);
    return { id, outputs: found.outputs };
  }

  /** Every refusal of deleting this; none when it is gone. */
  async deletionRefusals(type: string, made: Made): Promise<string[]> {
    try {
      await this.provider.delete({ type, name: "it" }, made.id, made.outputs);
      return [];
    } catch (error) {
      return linesOf(error);
    }
  }

  private async check(type: string, inputs: Properties) {
    const subject = { type, name: `it-${String(++this.count)}` };
    const naming = { seed: undefined, autonaming: undefined };
    const { inputs: checked, problems } = await this.provider.check(subject, {}, inputs, naming);
    return { subject, checked, problems };
  }
}

function linesOf(error: unknown): string[] {
  if (!(error instanceof Error)) throw error;
  const [first = "", ...rest] = error.message.split("\n  - ");
  return rest.length > 0 ? rest : [first.replace(/^(creating \S+|(updating|deleting) \S+ \S+): /, "")];
}

type Changes = Readonly<Record<string, Value | undefined>>;

/** One mistake: inputs that are right, the change that makes them wrong, and what the cloud says about it. */
export interface Mistake<Cloud extends Trial> {
  /** In an engineer's words. */
  readonly mistake: string;
  readonly type: string;
  /** Makes what is needed and returns right inputs. */
  readonly right: Properties | ((cloud: Cloud) => Promise<Properties>);
  /** The wrong inputs; `undefined` leaves one out. */
  readonly wrong: Changes | ((cloud: Cloud, right: Properties) => Promise<Changes> | Changes);
  readonly path: string;
  readonly words: string;
}

/** Tests that each mistake is refused with its path and words, and that without it the same resource is made. */
export function describeMistakesOn<Cloud extends Trial>(
  subject: string,
  empty: () => Cloud,
  mistakes: readonly Mistake<Cloud>[],
): void {
  describe(subject, () => {
    let cloud: Cloud;
    beforeEach(() => {
      cloud = empty();
    });
    afterEach(() => {
      cloud.close();
    });

    it.each(mistakes.map((each) => [each.mistake, each] as const))(
      "refuses %s",
      async (_, each) => {
        const right = typeof each.right === "function" ? await each.right(cloud) : each.right;
        const changes = typeof each.wrong === "function" ? await each.wrong(cloud, right) : each.wrong;
        const wrong: Properties = {};
        for (const [key, value] of Object.entries({ ...right, ...changes }))
          if (value !== undefined) wrong[key] = value;
        const refusals = await cloud.refusals(each.type, wrong);
        expect(refusals).toContainEqual(
          expect.stringMatching(new RegExp(`^${escape(each.path)}: .*${escape(each.words)}`)),
        );
        expect(await cloud.refusals(each.type, right)).toEqual([]);
      },
      60_000,
    );
  });
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
