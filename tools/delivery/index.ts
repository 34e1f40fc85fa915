import { appendFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { writeWhole } from "../../localcloud/whole-file";
import { exitAfter } from "../engine/exit";
import { Problem } from "../engine/problem";
import { type Progress, screenProgress } from "../engine/progress";
import type { Finished } from "../engine/run";
import { ownProject } from "../local/layout";
import { ownPulumi } from "../report/pulumi";
import { Arguments, usage } from "./arguments";
import { exitCodeOfCanary } from "./canary";
import { canaryReport, makeCanary, passedOver } from "./canary-command";
import { GitHub } from "./github";
import { imagesOf, setImages } from "./images";
import { askLastDeployed, rememberLastGood } from "./last-good";
import { lintWorkflows } from "./lint";
import { identities, lines, placeOf } from "./place";
import { returning, returnToLastGood } from "./return";
import { exitCodeAfter, returnReport } from "./return-report";
import { smoke } from "./smoke";
import { forgetSmokeTest, recorded } from "./smoke-record";
import { joined, summariesIn } from "./summaries";
import { stopUpdate, type Update, update } from "./update";

/** Gives the exit code. */
type Command = (given: Arguments, progress: Progress) => Promise<number>;

const commands: Readonly<Record<string, Command>> = {
  async lint({ files }, progress) {
    const { exitCode, stdout, stderr } = await lintWorkflows(ownProject, files, progress);
    process.stdout.write(stdout + stderr);
    return exitCode;
  },

  async place(given) {
    const identity = identities.find((name) => name === given.need("identity"));
    if (identity === undefined) throw new Problem(`--identity is one of ${identities.join(", ")}.`);
    const variables: unknown = JSON.parse(environment("VARIABLES"));
    const place = placeOf(ownProject, given.need("stack"), identity, variables);
    appendFileSync(environment("GITHUB_OUTPUT"), lines(place.outputs));
    appendFileSync(environment("GITHUB_ENV"), lines(place.environment));
    return Promise.resolve(0);
  },

  async images(given, progress) {
    const stack = given.need("stack");
    const services = given.need("services").split(",");
    if (!given.flags.deployed) {
      const image = given.need("image");
      setImages(ownProject, stack, new Map(services.map((service) => [service, image])));
      return 0;
    }
    const pulumi = await ownPulumi(progress);
    const known = imagesOf((await askLastDeployed(stack, pulumi)) ?? {});
    setImages(ownProject, stack, new Map([...known].filter(([service]) => services.includes(service))));
    for (const service of services)
      progress.say(`  ${service}: ${known.get(service) ?? "as the stack file says"}`);
    return 0;
  },

  async update(given, progress) {
    const one = updateOf(given);
    // The update goes on when whoever reads its output has gone.
    process.stdout.on("error", () => undefined);
    const pulumi = await ownPulumi(progress);
    await rememberLastGood(one, pulumi);
    forgetSmokeTest(one);
    for (const name of passedOver(ownProject, one))
      progress.say(
        `  ${name} asks for a canary, and a planned update has no steps: it gets all requests at once`,
      );
    return update(one, resolve(given.need("plan")), pulumi, print);
  },

  async canary(given, progress) {
    const one = updateOf(given);
    process.stdout.on("error", () => undefined);
    const pulumi = await ownPulumi(progress);
    await rememberLastGood(one, pulumi);
    const url = await publicUrl(one.stack, progress);
    const end = await makeCanary({
      ...{ one, project: ownProject, pulumi, out: print },
      say: (line) => {
        progress.say(line);
      },
      asks: async () => {
        const quietly = { ...askedBy(given, progress), within: 20_000, say: () => undefined };
        if (typeof url === "string") await smoke({ ...quietly, url });
      },
    });
    process.stdout.write(`\n${canaryReport(one.stack, end)}`);
    return exitCodeOfCanary(end);
  },

  async stop(given, progress) {
    const one = updateOf(given);
    const said = {
      none: "No update was begun.",
      ended: "The update has ended by itself.",
      stopped: "The update was stopped: what had begun has ended, and the state says so.",
      unlocked:
        'The update was killed, and its lock taken back. The state may not know what was under way: docs/deploying.md, "Update that stopped half-way".',
    };
    let exitCode = 0;
    for (const each of [one, returning(one)]) {
      const end = await stopUpdate(each, given.within(240), await ownPulumi(progress));
      if (each === one || end !== "none") progress.say(said[end]);
      // The lock is gone, but nothing may build on this update.
      if (end === "stopped" || end === "unlocked") exitCode = 1;
    }
    return exitCode;
  },

  async smoke(given, progress) {
    const { version, metrics, stack, url } = given.flags;
    const test = async (): Promise<void> =>
      smoke({
        ...askedBy(given, progress),
        url: url ?? (await urlOf(given.need("stack"), progress)),
        version,
        objective: given.objective(),
        metrics: metrics === undefined ? undefined : { url: metrics, service: given.need("service") },
      });
    await (stack === undefined ? test() : recorded(updateOf(given), test));
    return 0;
  },

  async return(given, progress) {
    const one = updateOf(given);
    process.stdout.on("error", () => undefined);
    const done = await returnToLastGood({
      one,
      project: ownProject,
      pulumi: await ownPulumi(progress),
      out: print,
      within: 240_000,
      asks: async () => {
        const url = await publicUrl(one.stack, progress);
        if (typeof url === "string") await smoke({ ...askedBy(given, progress), url });
      },
    });
    const report = returnReport(done);
    writeWhole(join(one.folder, `${one.stack}.return.md`), report);
    process.stdout.write(`\n${report}`);
    return exitCodeAfter(done);
  },

  async comment(given, progress) {
    const pullRequest = Number(given.need("pull-request"));
    const body = joined("preview", summariesIn(given.need("from")), runUrl());
    progress.say(await gitHub().comment(pullRequest, "preview", body));
    return 0;
  },

  async drift(given, progress) {
    const result = given.need("result");
    if (result === "success") progress.say(await gitHub().close("drift"));
    else if (result === "failure") {
      const head = "What is there is not what was deployed, or it could not be looked at.";
      const body = joined("drift", summariesIn(given.need("from")), runUrl(), head);
      progress.say(await gitHub().open("drift", "Drift", body));
    } else progress.say(`Nothing is known: the look was ${result}.`);
    return 0;
  },
};

function print(text: string): void {
  process.stdout.write(text);
}

function updateOf(given: Arguments): Update {
  return { stack: given.need("stack"), folder: resolve(given.flags.out) };
}

function askedBy(given: Arguments, progress: Progress) {
  const { liveness, readiness } = given.flags;
  const say = (line: string): void => {
    progress.say(line);
  };
  return { liveness, readiness, within: given.within(300), every: 2_000, say };
}

async function urlOf(stack: string, progress: Progress): Promise<string> {
  const url = await publicUrl(stack, progress);
  if (typeof url === "string") return url;
  throw new Problem(`${stack} has no public service to ask:\n${url.stderr.trim()}`);
}

/** Where the stack's public services answer, or what the CLI said instead. */
async function publicUrl(stack: string, progress: Progress): Promise<string | Finished> {
  const pulumi = await ownPulumi(progress);
  const finished = await pulumi.run(["stack", "output", "url", "--stack", stack]);
  return finished.exitCode === 0 ? finished.stdout.trim() : finished;
}

function gitHub(): GitHub {
  return new GitHub(environment("GITHUB_REPOSITORY"));
}

function runUrl(): string {
  return `${environment("GITHUB_SERVER_URL")}/${environment("GITHUB_REPOSITORY")}/actions/runs/${environment("GITHUB_RUN_ID")}`;
}

function environment(name: string): string {
  const value = process.env[name] ?? "";
  if (value === "") throw new Problem(`${name} is not set: this command is a step of a workflow on GitHub.`);
  return value;
}

async function main(args: readonly string[], progress: Progress): Promise<number> {
  const given = Arguments.read(args);
  const command = Object.hasOwn(commands, given.command) ? commands[given.command] : undefined;
  if (command !== undefined) return command(given, progress);
  process.stdout.write(`${usage}\n`);
  return given.command === "help" ? 0 : 2;
}

const progress = screenProgress(process.stderr);
exitAfter(main(process.argv.slice(2), progress), () => {
  progress.status("");
});
