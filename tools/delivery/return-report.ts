import type { Return } from "./return";
import type { Services } from "./last-good";

/** Exit codes of a return: a deployment has failed in any case, and 2 says that somebody has to act now. */
export function exitCodeAfter({ end }: Return): number {
  return end.kind === "back" || end.kind === "untouched" ? 1 : 2;
}

/** A return in Markdown: what failed, why, and what serves now. */
export function returnReport(done: Return): string {
  const { end, failed, failure, good, stack } = done;
  const parts = [
    `## ${exitCodeAfter(done) === 1 ? "↩" : "✗"} ${stack}: ${headline(done)}`,
    ...(failure.what === "nothing" ? [] : [`What failed: **${failure.what}**`, quoted(failure.why)]),
    ...(end.kind === "stuck" ? [`The return failed in ${end.step}:`, quoted(end.why)] : []),
    ...(end.kind === "impossible" ? [`There is nothing to go back to: ${end.why}.`] : []),
    ...(end.kind === "back"
      ? [table(failed, good ?? {}), "State, configuration and cloud agree: a preview shows no changes."]
      : []),
    ...(exitCodeAfter(done) === 2
      ? ["**Somebody has to act now**: docs/runbooks.md, “Failed deployment”."]
      : []),
  ];
  return `${parts.join("\n\n")}\n`;
}

function headline({ end }: Return): string {
  const headlines = {
    back: "the last good version serves again",
    untouched: "the deployment failed before it changed anything",
    impossible: "the deployment failed, and there is no good version to go back to",
    stuck: "the deployment failed, and so did the return to the last good version",
  };
  return headlines[end.kind];
}

function table(failed: Services, good: Services): string {
  const names = [...new Set([...Object.keys(failed), ...Object.keys(good)])].sort();
  const image = (services: Services, name: string) => {
    const given = services[name]?.["image"];
    return services[name] === undefined ? "–" : typeof given === "string" ? `\`${given}\`` : "built";
  };
  return [
    "| service | failed | serves now |",
    "| --- | --- | --- |",
    ...names.map((name) => `| ${name} | ${image(failed, name)} | ${image(good, name)} |`),
  ].join("\n");
}

/** As a block in which nothing is Markdown. */
function quoted(texts: readonly string[]): string {
  return texts
    .flatMap((text) => text.split("\n"))
    .map((line) => `    ${line}`)
    .join("\n");
}
