import type { Path, Problem, Properties } from "../rules";
import { amount, record, refuse, text } from "../reading";

interface ProbeRule {
  readonly key: "startupProbe" | "livenessProbe" | "readinessProbe";
  /** Longest period in seconds, and longest delay before the first check. */
  readonly longest: number;
  readonly kinds: readonly string[];
}

/** Cloud Run guide, "Configure container health checks"; comments of the SDK. */
const rules: readonly ProbeRule[] = [
  { key: "startupProbe", longest: 240, kinds: ["httpGet", "tcpSocket", "grpc"] },
  { key: "livenessProbe", longest: 3600, kinds: ["httpGet", "grpc"] },
  { key: "readinessProbe", longest: 3600, kinds: ["httpGet", "grpc"] },
];

/** What is wrong with a container's probes. Times are in seconds; without them a period has 10 and a timeout 1. */
export function probeProblems(container: Properties, path: Path): readonly Problem[] {
  return rules.flatMap(({ key, longest, kinds }): readonly Problem[] => {
    if (container[key] === undefined) return [];
    const probe = record(container[key]);
    const here = `${path}.${key}`;
    const given = ["httpGet", "tcpSocket", "grpc"].filter((kind) => probe[kind] !== undefined);
    const foreign = given.find((kind) => !kinds.includes(kind));
    if (foreign !== undefined)
      return refuse(`${here}.${foreign}`, `a ${key} checks by ${kinds.join(" or ")}, not by ${foreign}`);
    if (given.length !== 1) return refuse(here, `has exactly one of ${kinds.join(", ")}`);
    const [period, timeout] = [amount(probe["periodSeconds"]) ?? 10, amount(probe["timeoutSeconds"]) ?? 1];
    const failures = amount(probe["failureThreshold"]) ?? 3;
    const delay = amount(probe["initialDelaySeconds"]) ?? 0;
    if (period < 1 || period > longest)
      return refuse(`${here}.periodSeconds`, `is from 1 to ${String(longest)} seconds`);
    if (timeout < 1 || timeout > period)
      return refuse(
        `${here}.timeoutSeconds`,
        `is at least 1 second and not longer than periodSeconds (${String(period)})`,
      );
    if (failures < 1) return refuse(`${here}.failureThreshold`, "is at least 1");
    if (delay < 0 || delay > longest)
      return refuse(`${here}.initialDelaySeconds`, `is from 0 to ${String(longest)} seconds`);
    if (key === "startupProbe" && failures * period > 240)
      return refuse(
        `${here}.failureThreshold`,
        `failureThreshold × periodSeconds is at most 240 seconds, not ${String(failures * period)}`,
      );
    const target = text(record(probe["httpGet"])["path"]);
    return target !== undefined && !target.startsWith("/")
      ? refuse(`${here}.httpGet.path`, `'${target}' does not begin with '/'`)
      : [];
  });
}
