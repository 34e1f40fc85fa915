import type { Check } from "../rules";
import { refuse, text } from "../reading";

/**
 * Why a filter in the query language of Cloud Logging or Cloud Monitoring can't be read: quotes and parentheses that don't
 * close, operators without a side (cloud.google.com/logging/docs/view/logging-query-language).
 */
export function filterProblem(filter: string): string | undefined {
  const withoutTexts = filter.replace(/"(?:[^"\\]|\\[^])*"/g, '""').replace(/--.*$/gm, "");
  if (withoutTexts.replace(/""/g, "").includes('"')) return "a quoted text does not end";
  let depth = 0;
  for (const letter of withoutTexts) {
    if (letter === "(") depth++;
    if (letter === ")") depth--;
    if (depth < 0) return "a ')' closes nothing";
  }
  if (depth > 0) return "a '(' is not closed";
  if (/(^|\()\s*(AND|OR)\b/.test(withoutTexts) || /\b(AND|OR|NOT)\s*($|\))/.test(withoutTexts))
    return "AND, OR and NOT stand between or before comparisons";
  if (/(=|!=|>=|<=|=~|!~|>|<)\s*($|\)|AND\b|OR\b)/.test(withoutTexts)) return "a comparison has no value";
  return /\b(and|or|not)\b/.test(withoutTexts) ? "and, or and not are operators only in capitals" : undefined;
}

/** A filter is refused where it can't be read; it has at most 20,000 characters (Cloud Logging quotas). */
export function filterCheck(path: string): Check {
  return (inputs) => {
    const filter = text(inputs[path]);
    if (filter === undefined) return [];
    if (filter.length > 20000) return refuse(path, "has at most 20000 characters");
    const wrong = filterProblem(filter);
    return wrong === undefined ? [] : refuse(path, `Error 400: Unparseable filter: ${wrong}`);
  };
}
