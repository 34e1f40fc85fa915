import { refuse, text } from "../reading";
import type { Problem, Properties } from "../rules";
import { durationOf, minutesOf } from "./duration";

/** The rule of an alert's name, whatever it watches. */
export const ruleName = {
  maximum: 260,
  pattern: /^[^*#&+:<>?@%{}\\/|]*[^*#&+:<>?@%{}\\/| .]$/,
  alphabet: String.raw`none of * # & + : < > ? @ % { } \ / |, and neither a space nor a period at the end`,
};

/** From 0, critical, to 4, verbose. */
export const severity = { path: "severity", minimum: 0, maximum: 4 };

/** A problem of a duration that Azure takes in some lengths only. */
export function durationProblems(
  inputs: Properties,
  path: string,
  allowed: readonly number[],
): readonly Problem[] {
  const given = text(inputs[path]);
  const minutes = given === undefined ? undefined : minutesOf(given);
  return given === undefined || (minutes !== undefined && allowed.includes(minutes))
    ? []
    : refuse(path, `InvalidDuration: is one of ${allowed.map(durationOf).join(", ")}, not '${given}'`);
}
