import type { Problem } from "./rules";

/** An error whose message is for the user and needs no trace. */
export class Refusal extends Error {}

/** @throws With all problems, when there are any. */
export function refuse(problems: readonly Problem[], doing: string): void {
  if (problems.length === 0) return;
  const lines = problems.map(({ path, reason }) => (path === "" ? reason : `${path}: ${reason}`));
  throw new Refusal(
    lines.length === 1 ? `${doing}: ${lines[0] ?? ""}` : `${doing}:\n  - ${lines.join("\n  - ")}`,
  );
}
