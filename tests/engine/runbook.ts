/** A block of commands on a page, and what the page says about it. */
export interface Block {
  /** Line of the page where the commands begin, from 1. */
  readonly line: number;
  readonly commands: string;
  /** Whether the page says that it fails. */
  readonly fails: boolean;
  /** Only for a real cloud's own tools. */
  readonly cloud: boolean;
  /** Lines that the page shows of what it prints; `…` stands for anything. */
  readonly shown: readonly string[];
}

const fence = /^```(sh|text)( \w+)?\n([\s\S]*?)^```$/gm;

/**
 * The blocks of commands of a page in Markdown, in order. A block opened by `sh fails` fails, one by `sh cloud` is for a real
 * cloud's own tools; one of `text` shows what the block before it prints.
 *
 * @throws Error when a block says something else
 */
export function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  for (const { 1: kind, 2: word = "", 3: content = "", index } of page.matchAll(fence)) {
    if (kind === "text") {
      const last = blocks.pop();
      if (last === undefined) throw new Error("output is shown before any command");
      blocks.push({ ...last, shown: content.split("\n").filter((line) => line.trim() !== "") });
      continue;
    }
    const said = word.trim();
    if (!["", "fails", "cloud"].includes(said)) throw new Error(`there is no kind of block called "${said}"`);
    const line = page.slice(0, index).split("\n").length + 1;
    blocks.push({ line, commands: content, fails: said === "fails", cloud: said === "cloud", shown: [] });
  }
  return blocks;
}

/** The shown lines that are not in what was printed, in this order. */
export function missing(shown: readonly string[], printed: string): string[] {
  let rest = printed;
  return shown.filter((line) => {
    const pattern = line
      .split("…")
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+"))
      .join(".*");
    const found = new RegExp(pattern).exec(rest);
    if (found === null) return true;
    rest = rest.slice(found.index + found[0].length);
    return false;
  });
}
