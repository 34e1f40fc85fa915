import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { writeWhole } from "../../localcloud/whole-file";
import { clouds } from "../../providers";
import { askingForCanary, canary, type CanaryEnd, type CanaryOptions } from "./canary";
import { openAlerts } from "./canary-alerts";
import { cloudIn, servicesOf } from "./images";
import { rememberedLastGood } from "./last-good";
import type { Update } from "./update";

type Given = Pick<CanaryOptions, "asks" | "one" | "out" | "project" | "pulumi" | "say">;

/** Makes a canary on the stack's cloud, asks that cloud's alerts, and lets whoever ends this process take it back. */
export async function makeCanary(given: Given): Promise<CanaryEnd> {
  const ending = new AbortController();
  const end = (): void => {
    ending.abort();
  };
  process.once("SIGINT", end).once("SIGTERM", end);
  try {
    const done = await canary({
      ...given,
      byCloud: stepsByCloud(given.project, given.one.stack),
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

function stepsByCloud(project: string, stack: string): boolean {
  const cloud = cloudIn(project, stack);
  return Object.hasOwn(clouds, cloud) && clouds[cloud]?.description.canarySteps === "cloud";
}

/** Names of the services whose wish for a canary an update by a plan passes over: their new versions get all requests at once. */
export function passedOver(project: string, one: Update): string[] {
  if (stepsByCloud(project, one.stack)) return [];
  const asking = askingForCanary(servicesOf(project, one.stack), rememberedLastGood(one) ?? {});
  return asking.map(([name]) => name);
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
