import { costLines, directions } from "./cost-summary";
import { excerpts } from "./differences";
import { escaped } from "./html";
import { type Operation, operations, signedCounts, signs, words } from "./operations";
import { changed } from "./picture";
import type { Component, PolicyFinding, Report, Resource } from "./report";
import { dangers, dangerSentence, policySentence, timeSentence, titleOf, verdict } from "./sentences";
import { roughly } from "./time-estimate";

/** Longest summary, in characters: GitHub refuses a comment of more than 65,536. */
export const longestSummary = 60_000;

/** First line of a summary: by it a later run finds the comment that it puts its own into. Not shown to readers. */
export function marker(stack: string): string {
  return `<!-- platform-report: ${stack} -->`;
}

/** How much is told of the changes: with each property, with each resource, or by component only. */
type Depth = "properties" | "resources" | "components";

/** A report in GitHub's Markdown, less of it in detail where it would be too long. */
export function markdown(report: Report): string {
  const depths: readonly Depth[] = ["properties", "resources", "components"];
  const texts = depths.map((depth) => summary(report, depth));
  const fitting = texts.find(({ length }) => length <= longestSummary);
  const note = "\n\n_Cut here: the rest is in the page._\n";
  return fitting ?? `${(texts.at(-1) ?? "").slice(0, longestSummary - note.length)}${note}`;
}

function summary(report: Report, depth: Depth): string {
  const { sign, text } = verdict(report);
  const parts = [
    marker(report.stack),
    `## ${sign} ${plain(titleOf(report))}: ${report.preview ? "preview" : "update"}`,
    `**${plain(text)}**`,
    ...problems(report),
    ...changes(report, depth),
    ...policies(report),
    ...costs(report),
    ...time(report),
  ];
  return `${parts.join("\n\n")}\n`;
}

function problems(report: Report): string[] {
  const lost = dangers(report).map((one) => `- ${code(one.name)} ${dangerSentence(one, report.preview)}`);
  const errors = report.errors.map(
    ({ resource, message }) => `- ${resource === "" ? "the stack" : code(resource)}\n${block(message)}`,
  );
  return [
    ...(errors.length > 0 ? ["### Errors", errors.join("\n")] : []),
    ...(lost.length > 0 ? ["### Look twice", lost.join("\n")] : []),
  ];
}

function changes({ components, preview, counts }: Report, depth: Depth): string[] {
  const some = changed(components);
  if (some.length === 0) return [];
  const present = operations.filter((operation) => (counts.get(operation) ?? 0) > 0);
  const rows = some.map(({ name, counts: own }) => [
    code(name),
    ...present.map((operation) => count(own.get(operation))),
  ]);
  const rest = components.length - some.length;
  return [
    "### Changes by component",
    table(
      ["component", ...present.map((operation) => `${signs[operation]} ${words(operation, preview)}`)],
      rows,
    ),
    ...(rest > 0 ? [`${rest} other components stay as they are.`] : []),
    ...(depth === "components"
      ? ["The changes of each resource are in the page."]
      : some.map((one) => details(one, preview, depth))),
  ];
}

function details({ name, counts, resources }: Component, preview: boolean, depth: Depth): string {
  const lists = [...counts.keys()]
    .filter((operation) => operation !== "same")
    .flatMap((operation) => [
      `**${signs[operation]} ${words(operation, preview)}**`,
      resources
        .filter((resource) => resource.operation === operation)
        .map((resource) => changeOf(resource, depth))
        .join("\n"),
    ]);
  const title = `<details><summary><code>${escaped(name)}</code> ${signedCounts(counts)}</summary>`;
  return [title, ...lists, "</details>"].join("\n\n");
}

/** Operations of which the properties are worth telling in a summary; the rest of them is in the page. */
const compared: readonly Operation[] = ["update", "replace", "refresh", "import"];

/** Most properties that are told of one resource. */
const mostProperties = 20;

function changeOf({ operation, name, kind, differences, failed }: Resource, depth: Depth): string {
  const head = `- ${code(name)} (${plain(kind)})${failed ? " **failed**" : ""}`;
  if (depth !== "properties" || !compared.includes(operation)) return head;
  const told = differences.slice(0, mostProperties).map((difference) => {
    const { before, after } = excerpts(difference);
    const why = difference.replaces ? " (makes it a replacement)" : "";
    return `  - ${code(difference.path)}: ${value(before)} → ${value(after)}${why}`;
  });
  const more = differences.length - told.length;
  return [head, ...told, ...(more > 0 ? [`  - ${more} more`] : [])].join("\n");
}

function policies(report: Report): string[] {
  const { violations, unjudged } = report;
  const open = unjudged.map(
    ({ policy, places }) => `- ${code(policy)}: ${names(places.map(({ resource }) => resource))}`,
  );
  return [
    "### Policies",
    policySentence(report),
    ...violations.map(violation),
    ...(open.length > 0
      ? [
          ["<details><summary>Judged only in the update</summary>", open.join("\n"), "</details>"].join(
            "\n\n",
          ),
        ]
      : []),
  ];
}

/** Most places of one rule whose messages are told. */
const mostPlaces = 10;

function violation({ policy, level, places }: PolicyFinding): string {
  const told = places
    .slice(0, mostPlaces)
    .map(({ resource, message }) => `- ${code(resource)}\n${block(message)}`);
  const more = places.length - told.length;
  const title = `**${level === "mandatory" ? "✖" : "!"} ${plain(policy)}** (${plain(level)})`;
  return [title, "", ...told, ...(more > 0 ? [`- ${more} more`] : [])].join("\n");
}

function costs(report: Report): string[] {
  const found = costLines(report.costs);
  if (found.length === 0) return ["### Cost", "Nothing changes that a cloud charges for by itself."];
  const rows = found.map(({ direction, what, details, names: all }) => [
    directions[direction],
    `${all.length} × ${plain(what)}`,
    details.map(plain).join(", "),
    names(all),
  ]);
  return [
    "### Cost",
    table(["", "what", "how", "where"], rows),
    "What changes, not how much it costs: prices are your account's.",
  ];
}

function time(report: Report): string[] {
  const chain = report.time.path.filter(({ seconds }) => seconds >= 5);
  const links = chain.map(({ work, name, seconds }) => `${work} ${code(name)} ${roughly(seconds)}`);
  return [
    "### Time",
    timeSentence(report),
    ...(links.length > 0 ? [`Longest chain: ${links.join(" → ")}`] : []),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function count(number: number | undefined): string {
  return number === undefined ? "" : String(number);
}

/** Names in a table's cell. */
function names(all: readonly string[]): string {
  const shown = all.slice(0, 3).map(code).join(", ");
  return all.length > 3 ? `${shown} and ${all.length - 3} more` : shown;
}

/** A value of a property: as it is, on one line. */
function value(text: string | undefined): string {
  return text === undefined ? "_none_" : code(text === "" ? '""' : text);
}

/** Text that stands as it is, in code: nothing in it is markup, nobody in it is mentioned. */
function code(text: string): string {
  const line = text.replaceAll(/\s*\n\s*/g, " ");
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 && line.trim() !== "" ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}

/** Words in which nothing is markup, and nobody is mentioned. */
function plain(text: string): string {
  return text
    .replaceAll(/[\\`*_[\]~#]/g, (letter) => `\\${letter}`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll("@", "&#64;");
}

/** A message as it is, as part of a list's element. */
function block(message: string): string {
  const fence = "`".repeat(Math.max(3, ...[...message.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return [`${fence}text`, ...message.split("\n"), fence].map((line) => `  ${line}`).join("\n");
}
