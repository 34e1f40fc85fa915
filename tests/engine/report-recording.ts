import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineStack } from "./stack";

/** What a preview wrote, as a report reads it, and what it printed. */
export interface Recording {
  readonly exitCode: number;
  readonly sources: readonly { readonly name: string; readonly text: string }[];
  readonly digest: {
    readonly steps: readonly {
      readonly op: string;
      readonly newState?: { readonly custom?: boolean; readonly type: string };
    }[];
  };
}

/** Previews a stack with the policies on, in the way in which the report does it. */
export async function recordedPreview(stack: EngineStack, args: readonly string[] = []): Promise<Recording> {
  const log = join(stack.root, "preview.jsonl");
  const preview = await stack.pulumi(
    ["preview", "--json", "--event-log", log, "--policy-pack", "policy", ...args],
    { PULUMI_DEBUG_COMMANDS: "true" },
  );
  const state = await stack.pulumi(["stack", "export"]);
  return {
    exitCode: preview.exitCode,
    digest: JSON.parse(preview.stdout) as Recording["digest"],
    sources: [
      { name: "the events", text: readFileSync(log, "utf8") },
      { name: "the preview", text: preview.stdout },
      { name: "the state", text: state.stdout },
    ],
  };
}
