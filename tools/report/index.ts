import { instance } from "@viz-js/viz";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { exitAfter } from "../engine/exit";
import { Problem } from "../engine/problem";
import { type Progress, screenProgress } from "../engine/progress";
import { type Request, readRequest, usage } from "./arguments";
import { markdown } from "./markdown";
import { page } from "./page/page";
import { openPulumi, type Pulumi } from "./pulumi";
import { makeReport } from "./report";
import { titleOf, verdict } from "./sentences";
import { readFiles, readSources, type Sources } from "./sources";

/** `npm run report`: what a preview or an update changes, as Markdown for a comment and as a page (docs/report.md). */
async function main(args: readonly string[], progress: Progress): Promise<number> {
  const request = readRequest(args);
  if (request.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const { sources, exitCode } = await gather(request, progress);
  progress.status("drawing");
  const report = await makeReport(sources);
  const folder = resolve(request.out);
  mkdirSync(folder, { recursive: true });
  const [summary, whole] = [`${report.stack}.md`, `${report.stack}.html`].map((name) => join(folder, name));
  if (summary === undefined || whole === undefined) throw new Error("there are two files");
  writeFileSync(summary, markdown(report));
  writeFileSync(whole, page(report, await instance(), new Date()));
  progress.status("");
  const { sign, text } = verdict(report);
  const files = [summary, whole].map((file) => `  ${relative(process.cwd(), file)}`);
  process.stdout.write([`${sign} ${titleOf(report)}: ${text}`, ...files, ""].join("\n"));
  return exitCode;
}

/** @returns what the CLI said, and the exit code of the preview if one was made */
async function gather(
  request: Request,
  progress: Progress,
): Promise<{ readonly sources: Sources; readonly exitCode: number }> {
  if (request.from.length === 0) return preview(await openPulumi(request, progress), request, progress);
  const sources = readFiles(request.from);
  // An update's events alone do not say what needs what; the stack does.
  if (sources.graph !== undefined || request.stack === undefined) return { sources, exitCode: 0 };
  const pulumi = await openPulumi(request, progress);
  const state = await exported(pulumi, request.stack);
  const given = request.from.map((name) => ({ name, text: readFileSync(name, "utf8") }));
  return { sources: readSources([...given, { name: "the state", text: state }]), exitCode: 0 };
}

async function preview(
  pulumi: Pulumi,
  { stack, pulumi: more }: Request,
  progress: Progress,
): Promise<{ readonly sources: Sources; readonly exitCode: number }> {
  const folder = mkdtempSync(join(tmpdir(), "platform-report-"));
  try {
    const events = join(folder, "events.jsonl");
    progress.status(`previewing ${stack ?? "the selected stack"}`);
    const { exitCode, stdout, stderr } = await pulumi.run([
      ...["preview", "--json", "--event-log", events, "--policy-pack", pulumi.policyPack],
      ...(stack === undefined ? [] : ["--stack", stack]),
      ...more,
    ]);
    const log = existsSync(events) ? readFileSync(events, "utf8") : "";
    if (log === "") throw new Problem(`The preview did not begin:\n${(stderr.trim() || stdout).trim()}`);
    const state = await exported(pulumi, stack);
    const sources = readSources([
      { name: "the events", text: log },
      { name: "the preview", text: stdout },
      { name: "the state", text: state },
    ]);
    return { sources, exitCode };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function exported(pulumi: Pulumi, stack: string | undefined): Promise<string> {
  const { exitCode, stdout, stderr } = await pulumi.run([
    "stack",
    "export",
    ...(stack === undefined ? [] : ["--stack", stack]),
  ]);
  if (exitCode !== 0) throw new Problem(`The state can't be read:\n${stderr.trim()}`);
  return stdout;
}

const progress = screenProgress(process.stderr);
exitAfter(main(process.argv.slice(2), progress), () => {
  progress.status("");
});
