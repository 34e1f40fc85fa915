const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const day = 24 * 60;

interface Span {
  /** Minutes since Monday 00:00 UTC, or since midnight for a daily window. */
  readonly start: number;
  readonly length: number;
}

function read(window: string): Span | undefined {
  const time = "(?:(mon|tue|wed|thu|fri|sat|sun):)?([01]\\d|2[0-3]):([0-5]\\d)";
  const match = new RegExp(`^${time}-${time}$`, "i").exec(window);
  if (match === null) return undefined;
  const minute = (name: string | undefined, hours: string | undefined, minutes: string | undefined): number =>
    Math.max(0, days.indexOf(name?.toLowerCase() ?? "")) * day + Number(hours) * 60 + Number(minutes);
  const start = minute(match[1], match[2], match[3]);
  const end = minute(match[4], match[5], match[6]);
  const cycle = match[1] === undefined ? day : 7 * day;
  return { start, length: (((end - start) % cycle) + cycle) % cycle };
}

/** Why a window is refused: `hh:mm-hh:mm` (daily) or `ddd:hh:mm-ddd:hh:mm` (weekly), UTC, at least 30 minutes. */
export function windowProblem(window: string, kind: "daily" | "weekly"): string | undefined {
  const span = read(window);
  const hasDay = /^[a-z]/i.test(window);
  if (span === undefined || hasDay !== (kind === "weekly"))
    return `'${window}' does not read like '${kind === "weekly" ? "sun:03:00-sun:04:00" : "03:00-04:00"}'`;
  return span.length < 30 ? `'${window}' is shorter than 30 minutes` : undefined;
}

/** Whether a daily window and a weekly one meet on some day. */
export function overlappingWindows(daily: string, weekly: string): boolean {
  const [every, once] = [read(daily), read(weekly)];
  if (every === undefined || once === undefined) return false;
  return Array.from({ length: 9 }, (_, index) => (index - 1) * day + every.start).some(
    (start) => start < once.start + once.length && once.start < start + every.length,
  );
}
