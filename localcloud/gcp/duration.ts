import type { Limit, Path, Value } from "../rules";
import { text } from "../reading";

/** The seconds of a duration as Google writes it (`300s`, `3.5s`); `undefined` where the value is none. */
export function seconds(value: Value | undefined): number | undefined {
  const match = /^(\d+(?:\.\d{1,9})?)s$/.exec(text(value) ?? "");
  return match === null ? undefined : Number(match[1]);
}

/** The rule of an input that holds a duration. */
export function duration(path: Path): Limit {
  return {
    path,
    pattern: /^\d+(\.\d{1,9})?s$/,
    reason: "is a duration in seconds that ends with 's', for example '300s'",
  };
}

/** Whether this is a time zone of the tz database. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
