import type { Cloud } from "../components/cloud";
import { enumerate, type Problem } from "./problem";

/** Columns that a line of the report fills at most. */
const width = 100;

/** The whole report as plain text: every problem with its key, what is wrong and what would be right. */
export function report(stack: string, problems: readonly Problem[]): string {
  const count = problems.length === 1 ? "1 problem" : `${String(problems.length)} problems`;
  const blocks = problems.map(({ key, wrong, right }) =>
    [`  ${key}`, ...wrap(wrong, "    "), ...wrap(right, "    → ", "      ")].join("\n"),
  );
  return [
    `the configuration of stack \`${stack}\` has ${count}; nothing was changed.`,
    ...blocks,
    "  Every key is explained in docs/configuration.md.",
  ].join("\n\n");
}

/** What a stack without any configuration is told. */
export function welcome(stack: string, clouds: Readonly<Record<string, Cloud>>): string {
  const named = Object.entries(clouds).filter(([, { description }]) => description.existing === undefined);
  const [name, cloud] = named[0] ?? [];
  return [
    `stack \`${stack}\` has no configuration yet; nothing was changed.`,
    `  Put this into Pulumi.${stack}.yaml (clouds: ${enumerate(named.map(([each]) => each))}):`,
    [
      "    config:",
      "      platform:environment: dev          # or staging, or prod",
      `      platform:cloud: ${name ?? "CLOUD"}`,
      `      platform:region: ${cloud?.description.exampleRegions?.region ?? "REGION"}`,
      "      platform:services:",
      "        api:",
      "          build: { context: ., dockerfile: workloads/service/Dockerfile }",
      "          public: true",
    ].join("\n"),
    "  Every key is explained in docs/configuration.md.",
  ].join("\n\n");
}

/** Breaks a sentence between words; a command in backticks stays in one piece, so that it can be copied. */
function wrap(text: string, first: string, next = first): string[] {
  const words = text.match(/`[^`]*`\S*|\S+/g) ?? [];
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of words) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = next;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line];
}
