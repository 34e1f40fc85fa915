import { kindOf } from "../local/account";
import type { Deployment } from "./deployment";
import { times, verdict } from "./table";

/** At most this many times the longest chain: nothing waits for what it does not need. */
const overChain = 1.05;
/** Seconds that a new image may take. */
const longest = 300;
/** More names than this are counted. */
const named = 12;

/**
 * How long deployments take by the clouds' typical times, against the longest chain of what needs one another. One of a new image
 * also against its own time, and the one service that it may touch.
 */
export function deploymentTable(
  title: string,
  { first, image }: { readonly first: Deployment; readonly image: Deployment },
): string {
  const alone = image.changed.size === 1 && image.seconds < longest;
  return [
    title,
    ...rows("first up", first),
    ...rows("a new image", image),
    `    one service alone, in less than ${clockTime(longest)}: ${alone ? "met" : "MISSED"}`,
  ].join("\n");
}

function rows(name: string, { seconds, chain, changed }: Deployment): string[] {
  const ratio = seconds / chain.seconds;
  const names = [...changed.values()].flat();
  // Random values are in no cloud.
  const untimed = chain.untimed.filter((type) => !type.startsWith("random:"));
  return [
    `  ${name}: ${clockTime(seconds)}, ${times(ratio)} of the longest chain (${clockTime(chain.seconds)})${verdict(ratio, overChain)}`,
    `    chain: ${chain.path.map(({ type, seconds: each }) => `${kindOf(type)} ${String(each)} s`).join(" → ")}`,
    `    changed: ${names.length > named ? `${String(names.length)} resources` : names.join(", ")} (${String(changed.size)} components)`,
    ...(untimed.length > 0 ? [`    without a typical time: ${untimed.join(", ")}`] : []),
  ];
}

/** `12:05 min`. */
function clockTime(seconds: number): string {
  const whole = Math.round(seconds);
  return `${String(Math.floor(whole / 60))}:${String(whole % 60).padStart(2, "0")} min`;
}
