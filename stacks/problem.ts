import { closest, distance } from "fastest-levenshtein";

/** Namespace of the configuration keys: the project's name in Pulumi.yaml. */
export const namespace = "platform";

export type KeyPath = readonly (string | number)[];

/** One thing that is wrong with a stack's configuration. */
export interface Problem {
  /** Full key, for example `platform:services.api.port`. */
  readonly key: string;
  /** What is wrong, as the end of a sentence that begins with the key. */
  readonly wrong: string;
  /** What would be right, as a sentence. */
  readonly right: string;
  /** It is about something that is not there: no news where a part of it is there, and wrong. */
  readonly absence?: true;
}

/** @param path where, below the namespace: `["services", "api", "port"]`. */
export function problem(path: KeyPath, wrong: string, right: string): Problem {
  return { key: keyOf(path), wrong, right };
}

/** A problem that would be gone if a part of what the key holds, which is reported itself, were right. */
export function absence(path: KeyPath, wrong: string, right: string): Problem {
  return { ...problem(path, wrong, right), absence: true };
}

/** The key as Pulumi's own `--path` writes it: `platform:services.api.secrets[0]`. */
export function keyOf(path: KeyPath): string {
  const parts = path.map((part, index) => {
    if (typeof part === "number") return `[${String(part)}]`;
    if (!/^[\w-]+$/.test(part)) return `[${JSON.stringify(part)}]`;
    return index === 0 ? part : `.${part}`;
  });
  return `${namespace}:${parts.join("")}`;
}

/** Whether a key is another one or lies inside it. */
export function within(key: string, outer: string): boolean {
  return key === outer || (key.startsWith(outer) && /^[.[]/.test(key.slice(outer.length)));
}

/**
 * The known name that somebody probably meant: the nearest one by edit distance, compared without case and separators,
 * as long as at most a third of it differs; else one that begins it or that it begins (`production` means `prod`).
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0 || name.length > 64) return undefined;
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  const found = closest(plain(name), known.map(plain));
  const match = known.find((candidate) => plain(candidate) === found);
  if (match === undefined) return undefined;
  const allowed = Math.max(1, Math.ceil(Math.max(found.length, name.length) / 3));
  if (distance(plain(name), found) <= allowed) return match;
  const begins = (long: string, short: string) => short.length >= 3 && long.startsWith(short);
  return known.find((other) => begins(plain(name), plain(other)) || begins(plain(other), plain(name)));
}

/** ` Did you mean …?`, or nothing. */
export function suggestion(name: string, known: readonly string[]): string {
  const match = nearest(name, known);
  return match === undefined ? "" : ` Did you mean \`${match}\`?`;
}

/** `a`, `a and b`, `a, b and c`. */
export function enumerate(items: readonly (string | number)[], word = "and"): string {
  const texts = items.map(String);
  const last = texts.at(-1) ?? "";
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(", ")} ${word} ${last}`;
}
