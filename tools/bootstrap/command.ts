import { join, relative } from "node:path";
import { clouds } from "../../providers";
import { read } from "../../stacks/bootstrap/settings";
import { Problem } from "../engine/problem";
import type { Progress } from "../engine/progress";
import { ownProject } from "../local/layout";
import { flagOf, help, parse } from "./arguments";
import { bootstrap } from "./migration";
import { localPlace, type Place, realPlace } from "./place";
import { report } from "./report";
import { StackFile } from "./stack-file";

/** Where a bootstrap is run and what it is told. Default: what the command line asks for. */
export interface Surroundings {
  readonly progress: Progress;
  readonly out: { write(text: string): unknown };
  /** Whether somebody can be asked. */
  readonly terminal: boolean;
  readonly place?: ((stack: string) => Promise<Place>) | undefined;
}

/**
 * `npm run bootstrap -- ARGS`.
 *
 * @throws Problem with what is wrong with the arguments, or what stopped it
 */
export async function command(args: readonly string[], surroundings: Surroundings): Promise<void> {
  const { out, progress, terminal } = surroundings;
  const asked = parse(args);
  if (asked.help) {
    out.write(help);
    return;
  }
  const stack = stackName(asked.stack, asked.values["cloud"]);
  // What can be refused is, before anything is looked for or made.
  const project = asked.local ? join(localRoot(stack), "project") : join(ownProject, "stacks", "bootstrap");
  if (surroundings.place === undefined) checked(new StackFile(project, stack), asked.values, stack);
  const place = await (surroundings.place?.(stack) ??
    (asked.local ? localPlace(localRoot(stack), progress) : realPlace(stack, progress)));
  const file = new StackFile(place.project, stack);
  const { cloud } = checked(file, asked.values, stack);
  file.settle({ ...file.settings, ...asked.values });
  if (asked.backend !== undefined) file.moved(asked.backend);
  const say = (line: string): void => {
    progress.say(line);
  };
  const made = await bootstrap({ place, stack, file, ask: terminal && !asked.yes, say });
  say(`Commit ${relative(process.cwd(), file.path)}: it says what was asked for, and where the state is.`);
  out.write(report(cloud, made));
}

/** The policies' waivers know these stacks by how their names begin. */
function stackName(given: string | undefined, cloud: string | undefined): string {
  const name = given ?? (cloud === undefined ? undefined : `bootstrap-${cloud}`);
  if (name === undefined)
    throw new Problem("Which cloud? For example: npm run bootstrap -- --cloud aws\n\n" + help);
  if (!/^bootstrap-[a-z0-9-]{1,40}$/.test(name))
    throw new Problem(`--stack is "${name}": it must begin with bootstrap-, as in bootstrap-aws.`);
  return name;
}

function localRoot(stack: string): string {
  return join(ownProject, ".local", "bootstrap", stack);
}

/** @throws Problem that lists everything that is wrong */
function checked(file: StackFile, values: Readonly<Record<string, string>>, stack: string) {
  const before = file.settings;
  const fixed = ["cloud", "region", "name", "project", "subscription"].filter(
    (key) => before[key] !== undefined && values[key] !== undefined && before[key] !== values[key],
  );
  const { settings, problems } = read({ ...before, ...values }, flagOf, clouds);
  const all = [
    ...fixed.map(
      (key) =>
        `${flagOf(key)} is "${values[key] ?? ""}", but ${stack} is made for "${before[key] ?? ""}": give another --stack and --name.`,
    ),
    ...(problems ?? []),
  ];
  if (settings === undefined || all.length > 0)
    throw new Problem(
      `Nothing was changed:\n${all.map((problem) => `  ${problem}`).join("\n")}\nAll of it: npm run bootstrap -- --help`,
    );
  return settings;
}
