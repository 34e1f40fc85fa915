import { countsInWords } from "./operations";
import { changing, type Report, type Resource } from "./report";
import { roughly } from "./time-estimate";

/** `prod on AWS`. */
export function titleOf({ stack, cloud }: Report): string {
  return cloud === undefined ? stack : `${stack} on ${cloud}`;
}

/** What the update comes to, in a word and a sentence. */
export function verdict(report: Report): { readonly sign: string; readonly text: string } {
  const { preview, succeeded, violations, errors, counts } = report;
  const what = preview ? "preview" : "update";
  if (violations.some(({ level }) => level === "mandatory"))
    return { sign: "✖", text: `The policies refuse this ${what}.` };
  if (!succeeded)
    return {
      sign: "✖",
      text: `The ${what} failed: ${errors.length} ${errors.length === 1 ? "error" : "errors"}.`,
    };
  if (changing({ counts }) === 0)
    return { sign: "✔", text: preview ? "Nothing would change." : "Nothing changed." };
  return { sign: "✔", text: `The ${what} succeeded: ${countsInWords(counts, preview)}.` };
}

export function policySentence({ policies, violations, unjudged }: Report): string {
  if (policies.length === 0) return "No policies were on.";
  const mandatory = violations.filter(({ level }) => level === "mandatory").length;
  const broken =
    violations.length === 0
      ? "none broken"
      : `${violations.length} broken${mandatory > 0 ? ` (${mandatory} mandatory)` : ""}`;
  const open = unjudged.length === 0 ? "" : `; ${unjudged.length} can be judged only in the update`;
  return `${policies.length} rules evaluated, ${broken}${open}.`;
}

export function timeSentence(report: Report): string {
  const { time, preview, seconds, graphKnown, counts } = report;
  if (changing({ counts }) === 0) return preview ? "Nothing to wait for." : `It took ${roughly(seconds)}.`;
  const estimate = graphKnown
    ? `About ${roughly(time.seconds)} by the clouds' typical times along the longest chain`
    : `At least ${roughly(time.seconds)} by the clouds' typical times (what needs what is not known here)`;
  const without =
    time.withoutProtected === undefined
      ? ""
      : `; ${roughly(time.withoutProtected)} without replacing what is protected, which the engine refuses`;
  return `${estimate}${without}.${preview ? "" : ` It took ${roughly(seconds)}.`}`;
}

/** What happens to one of the {@link dangers}, behind its name. */
export function dangerSentence({ operation }: Resource, preview: boolean): string {
  const verb = operation === "delete" ? "deleted" : "replaced";
  return `is protected, and ${preview ? "would be" : "was"} ${verb}`;
}

/** Changes that a reader must not miss: what holds data or is protected goes away. */
export function dangers({ components }: Report): Resource[] {
  return components
    .flatMap(({ resources }) => resources)
    .filter(({ operation, protect }) => protect && (operation === "replace" || operation === "delete"));
}
