import { parseArgs } from "node:util";
import { Problem } from "../engine/problem";

/** What `npm run report -- …` is asked for. */
export interface Request {
  /** Stack; undefined: the one that is selected. */
  readonly stack: string | undefined;
  /** Whether the stack is on the local clouds, and on which one if not where its file says. */
  readonly local: boolean;
  readonly cloud: string | undefined;
  /** Files that the CLI wrote about an update; none: a preview is made. */
  readonly from: readonly string[];
  /** Folder for the two files. */
  readonly out: string;
  /** What the preview is given besides. */
  readonly pulumi: readonly string[];
  readonly help: boolean;
}

export const usage = `npm run report -- [--stack NAME] [--local] [--cloud NAME] [--from FILE]… [--out FOLDER] [-- PULUMI ARGUMENTS]

  --stack NAME   the stack; without it the one that is selected
  --local        on the local clouds, as npm run local does
  --cloud NAME   on another local cloud, whatever the stack file says
  --from FILE    no new preview: what the CLI wrote about one, or about an update (may be repeated):
                 the events (--event-log), and what tells the dependencies: a plan (--save-plan),
                 a preview (preview --json) or a state (stack export)
  --out FOLDER   where STACK.md and STACK.html go; .local/report without it
  -- …           goes to pulumi preview, for example -- --diff --refresh`;

/** @throws Problem that says how it is used */
export function readRequest(args: readonly string[]): Request {
  const end = args.indexOf("--");
  const [own, pulumi] = end < 0 ? [args, []] : [args.slice(0, end), args.slice(end + 1)];
  try {
    const { values } = parseArgs({
      args: [...own],
      options: {
        stack: { type: "string", short: "s" },
        local: { type: "boolean", default: false },
        cloud: { type: "string" },
        from: { type: "string", multiple: true, default: [] },
        out: { type: "string", default: ".local/report" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.from.length > 0 && pulumi.length > 0)
      throw new Error("With --from no preview is made, so nothing can be given to it behind --.");
    const { stack, cloud, from, out, help } = values;
    return { stack, cloud, from, out, help, pulumi, local: values.local || cloud !== undefined };
  } catch (error) {
    throw new Problem(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}
