import { createHash } from "crypto";
import type { Properties, Template, Value } from "../rules";
import { isUnknown, shown, UNKNOWN } from "../values";

/** What a template may mention. */
export interface Scope {
  readonly account: string;
  readonly region: string;
  /** Random text of the resource: what `{hex:17}` and `{digits:6}` are made from. */
  readonly seed: string;
  /** A property by its dotted path, `id` or `name`. */
  readonly get: (path: string) => Value | undefined;
}

/** Fills a template in; {@link UNKNOWN} when something that it mentions is not known yet. */
export function expand(template: Template, scope: Scope): string {
  const unknown: string[] = [];
  let position = 0;
  const text = template.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const random = /^(hex|digits):(\d+)$/.exec(name);
    if (random !== null)
      return randomText(`${scope.seed} ${position++}`, random[1] === "hex", Number(random[2]));
    if (name === "account") return scope.account;
    if (name === "region") return scope.region;
    const value = scope.get(name);
    if (isUnknown(value)) unknown.push(name);
    return value === undefined || value === null ? "" : shown(value);
  });
  return unknown.length > 0 ? UNKNOWN : text;
}

/** The properties that a template mentions. */
export function mentioned(template: Template): string[] {
  return [...template.matchAll(/\{([^{}:]+)\}/g)].map((match) => match[1] ?? "");
}

/** Text that is the same for the same seed: hexadecimal or decimal digits. */
export function randomText(seed: string, hexadecimal: boolean, length: number): string {
  let text = "";
  for (let round = 0; text.length < length; round++) {
    const digest = createHash("sha256").update(`${seed} ${round}`).digest("hex");
    text += hexadecimal ? digest : digest.replace(/[a-f]/g, (letter) => String(letter.charCodeAt(0) % 10));
  }
  return text.slice(0, length);
}

/** A property by a dotted path, for templates. */
export function property(properties: Properties, path: string): Value | undefined {
  let value: Value | undefined = properties;
  for (const part of path.split(".")) {
    if (isUnknown(value)) return value;
    if (Array.isArray(value)) value = value[Number(part)];
    else value = typeof value === "object" && value !== null ? value[part] : undefined;
  }
  return value;
}
