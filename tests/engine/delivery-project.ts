import { copyFileSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { canary, type CanaryEnd, type CanaryOptions } from "../../tools/delivery/canary";
import { setImages } from "../../tools/delivery/images";
import { rememberLastGood } from "../../tools/delivery/last-good";
import { type Return, returnToLastGood } from "../../tools/delivery/return";
import { update, type Update } from "../../tools/delivery/update";
import { type Finished, run } from "../../tools/engine/run";
import type { OwnPulumi } from "../../tools/report/pulumi";
import type { EngineStack } from "./stack";

/** This project in a folder of its own, whose stack file the delivery's commands may write to, as a job's checkout is. */
export class DeliveryProject {
  private readonly one: Update;
  private text = "";

  private constructor(
    private readonly folder: string,
    private readonly stack: string,
    private readonly pulumi: OwnPulumi,
  ) {
    this.one = { stack, folder: join(folder, "delivery") };
  }

  /** @param configured arguments that make a command use the stack's configuration */
  static async open(stack: EngineStack, configured: readonly string[]): Promise<DeliveryProject> {
    const folder = join(stack.root, "project");
    mkdirSync(folder);
    for (const name of readdirSync(".").filter((each) => !/^(\.|Pulumi\..+\.yaml$)/.test(each)))
      symlinkSync(resolve(name), join(folder, name));
    const { args, env } = await stack.session.prepare(["preview", "--stack", stack.name, ...configured]);
    copyFileSync(args[args.indexOf("--config-file") + 1] ?? "", join(folder, `Pulumi.${stack.name}.yaml`));
    const { cli, policyPack } = stack.session;
    // The state is written at the end: no command here is killed half-way.
    const quick = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };
    const own = { ...env, ...quick, PULUMI_DEBUG_COMMANDS: "true" };
    return new DeliveryProject(folder, stack.name, {
      ...{ program: cli, cwd: folder, env: own, policyPack: resolve(policyPack) },
      run: (args) => run(cli, ["--non-interactive", ...args], { cwd: folder, env: own }),
    });
  }

  setImage(service: string, image: string): void {
    setImages(this.folder, this.stack, new Map([[service, image]]));
  }

  /** Plans an update and makes it, as the workflow does. */
  async update(): Promise<{ readonly exitCode: number; readonly text: string }> {
    const plan = join(this.folder, "plan.json");
    const planned = await this.run(["preview", "--save-plan", plan]);
    if (planned.exitCode !== 0) throw new Error(planned.stdout + planned.stderr);
    this.text = "";
    await rememberLastGood(this.one, this.pulumi);
    const exitCode = await update(this.one, plan, this.pulumi, (text) => (this.text += text));
    return { exitCode, text: this.text };
  }

  return(): Promise<Return> {
    return returnToLastGood({
      ...{ one: this.one, project: this.folder, pulumi: this.pulumi, within: 0 },
      out: (text) => (this.text += text),
      // Nothing listens in a local cloud.
      asks: () => Promise.resolve(),
    });
  }

  /** Brings up what the stack file says in steps. */
  async canary(
    asked: Pick<CanaryOptions, "alerts" | "byCloud" | "pause">,
  ): Promise<{ readonly end: CanaryEnd; readonly text: string }> {
    this.text = "";
    const out = (text: string): void => void (this.text += text);
    await rememberLastGood(this.one, this.pulumi);
    const end = await canary({
      ...{ one: this.one, project: this.folder, pulumi: this.pulumi, out },
      say: (line) => {
        out(`${line}\n`);
      },
      asks: () => Promise.resolve(),
      ...asked,
    });
    return { end, text: this.text };
  }

  /** Whether a preview of the stack file finds nothing to change. */
  async isClean(): Promise<boolean> {
    return (await this.run(["preview", "--expect-no-changes"])).exitCode === 0;
  }

  private run(args: readonly string[]): Promise<Finished> {
    return this.pulumi.run([...args, "--stack", this.stack]);
  }
}
