import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Characters: GitHub refuses comments and issues of more than 65,536. */
export const longest = 65_000;

/** First line of what this project posts: by it a later run finds its own text. Not shown to readers. */
export function marker(subject: string): string {
  return `<!-- platform-delivery: ${subject} -->`;
}

/** The summaries (`npm run report`) below a folder, by file name. */
export function summariesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8"));
}

/**
 * Several stacks' summaries as one text that GitHub takes. Where they are too long together, the longest ones end at one of
 * their sections, with a note that says where the rest is.
 *
 * @param run address of the run that has the whole pages
 */
export function joined(subject: string, summaries: readonly string[], run: string, head = ""): string {
  const foot = `\n---\n[Pages, plans and logs of this run](${run})\n`;
  const start = [marker(subject), head].filter((text) => text !== "").join("\n\n");
  const room = longest - start.length - foot.length - 2 - summaries.length;
  const fair = share(
    summaries.map(({ length }) => length),
    room,
  );
  return `${start}\n\n${summaries.map((text) => shortened(text, fair)).join("\n")}${foot}`;
}

/** The most that one text may have, so that all of them have room: what short ones leave goes to the long ones. */
function share(lengths: readonly number[], room: number): number {
  let left = room;
  let waiting = lengths.length;
  for (const length of [...lengths].sort((one, other) => one - other)) {
    if (length * waiting > left) return Math.floor(left / waiting);
    left -= length;
    waiting--;
  }
  return room;
}

function shortened(text: string, room: number): string {
  if (text.length <= room) return text;
  const note = "\n_Shortened: the rest is in the page._\n";
  const kept = text.slice(0, Math.max(0, room - note.length));
  // Between two sections no list, table or block is open.
  const end = kept.lastIndexOf("\n### ");
  return `${kept.slice(0, end < 0 ? undefined : end + 1)}${note}`;
}
