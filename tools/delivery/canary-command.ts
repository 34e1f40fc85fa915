import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { writeWhole } from "../../localcloud/whole-file";
import { clouds } from "../../providers";
import { canary, type CanaryEnd, type CanaryOptions } from "./canary";
import { openAlerts } from "./canary-alerts";
import { cloudIn } from "./images";

type Given = Pick<CanaryOptions, "asks" | "one" | "out" | "project" | "pulumi" | "say">;

/** Makes a canary on the stack's cloud, asks that cloud's alerts, and lets whoever ends this process take it back. */
export async function makeCanary(given: Given): Promise<CanaryEnd> {
  const ending = new AbortController();
  const end = (): void => {
    ending.abort();
  };
  process.once("SIGINT", end).once("SIGTERM", end);
  try {
    const cloud = cloudIn(given.project, given.one.stack);
    const description = Object.hasOwn(clouds, cloud) ? clouds[cloud]?.description : undefined;
    const done = await canary({
      ...given,
      byCloud: description?.canarySteps === "cloud",
      alerts: openAlerts,
      pause: (milliseconds) =>
        pause(milliseconds, undefined, { signal: ending.signal }).catch(() => {
          throw new Error("it was asked to end");
        }),
    });
    writeWhole(join(given.one.folder, `${given.one.stack}.canary.md`), canaryReport(given.one.stack, done));
    return done;
  } finally {
    process.off("SIGINT", end).off("SIGTERM", end);
  }
}

/** A canary in Markdown: who serves now, and why. */
export function canaryReport(stack: string, end: CanaryEnd): string {
  switch (end.kind) {
    case "through":
      return `## ✓ ${stack}: the new version serves all requests\n`;
    case "back":
      return `## ↩ ${stack}: the old version serves all requests again\n\nWhy: ${end.why}\n\nThe stack file has the old services again: a preview shows no changes.\n`;
    case "stuck":
      return `## ✗ ${stack}: the canary failed, and so did ${end.step}\n\nWhy: ${end.why}\n\n**Somebody has to act now**: docs/runbooks.md, “Failed deployment”.\n`;
  }
}
