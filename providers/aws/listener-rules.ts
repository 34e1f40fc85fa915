import { createHash } from "node:crypto";
import type { Route } from "../../components/load-balancer";

/** Longest path pattern that a listener rule takes, and the highest of its priorities. */
const longestPath = 128;
const highestPriority = 50_000;
/** Priorities that paths of one length share. */
const perLength = Math.floor(highestPriority / longestPath);
/** A rule of shares is another one than the plain rule of its service, and can't have its place. */
const ofShares = Math.floor(perLength / 2);

/** The path of the service that gets what no other asks for. */
export const catchAll = "/*";

/**
 * A priority for each route: longer paths are asked first. It depends on the route alone, so that a new service moves no
 * other's rule (two rules can't change places in AWS without an outage); only where two paths of one length meet in the
 * same place does the one that comes later by name move on.
 *
 * @returns priorities by service, 1 to 50,000, all different; the catch-all route has none, unless its requests are shared
 * between versions: ECS takes the ARN of a rule, and AWS's provider knows none of a listener's default
 * @throws Error when a path is longer than AWS takes
 */
export function rulePriorities(routes: readonly Route[]): Readonly<Record<string, number>> {
  const taken = new Set<number>();
  const priorities: Record<string, number> = {};
  const byName = [...routes].sort((a, b) => (a.service < b.service ? -1 : 1));
  for (const { canary, path, service } of byName) {
    if (path === catchAll) {
      if (canary) priorities[service] = highestPriority;
      continue;
    }
    if (path.length > longestPath)
      throw new Error(
        `the path of "${service}" has ${String(path.length)} characters; AWS takes ${String(longestPath)}`,
      );
    const first = (longestPath - path.length) * perLength + 1;
    const place = createHash("sha256").update(service).digest().readUInt32BE(0) + (canary ? ofShares : 0);
    let offset = place % perLength;
    while (taken.has(first + offset)) offset = (offset + 1) % perLength;
    taken.add(first + offset);
    priorities[service] = first + offset;
  }
  return priorities;
}

/** The patterns that a rule matches: `/reports/*` means `/reports` too. */
export function pathPatterns(path: string): string[] {
  return path.endsWith("/*") && path !== catchAll ? [path.slice(0, -2), path] : [path];
}
