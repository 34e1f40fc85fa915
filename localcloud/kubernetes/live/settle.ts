import type { Cluster, Watched } from "./cluster";

/** Whether something works: yes, not yet and why, or never and why. */
export type Verdict =
  "ready" | { readonly waiting: readonly string[] } | { readonly failed: readonly string[] };

/**
 * Judges again after each change of what is watched, until there is a verdict or the time is over.
 *
 * @returns why it does not work; nothing when it does
 */
export async function settle(
  cluster: Cluster,
  watched: readonly Watched[],
  judge: () => Promise<Verdict>,
  seconds: number,
  cancelled: AbortSignal,
): Promise<readonly string[]> {
  const finished = new AbortController();
  const over = AbortSignal.any([AbortSignal.timeout(seconds * 1000), cancelled]);
  let changed = false;
  let wake = (): void => undefined;
  const change = (): void => {
    changed = true;
    wake();
  };
  over.addEventListener("abort", () => {
    wake();
  });
  try {
    await Promise.all(watched.map((each) => cluster.follow(each, change, finished.signal)));
    for (;;) {
      changed = false;
      const verdict = await judge();
      if (verdict === "ready") return [];
      if ("failed" in verdict) return verdict.failed;
      if (over.aborted)
        return [
          cancelled.aborted ? "the update was cancelled" : `timed out after ${String(seconds)} s`,
          ...verdict.waiting,
        ];
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (changed || over.aborted) resolve();
      });
    }
  } finally {
    finished.abort();
  }
}
