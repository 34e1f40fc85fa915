import { secretIn } from "../../policy/subjects/secret-text";
import { type Json, parsed } from "./json";

/** What stands in place of a secret, as the engine writes it. */
export const secret = "[secret]";

/** What stands in place of a value that the cloud has yet to give. */
export const unknown = "(known after the update)";

/** Key that marks an object as something other than a map (`sdk/go/common/resource/sig`), and the marks. */
const signature = "4dabf18193072939515e22adb298388d";
const marks = {
  secret: "1b47061264138c4ac30d75fd1eb44270",
  asset: "c44067f5952c0a294b673a41bacd8c17",
  archive: "0def7320c3a5731c473e5ecbe6d01bc7",
  reference: "5cf8f73096256a8f31e491e813e4eb8e",
  output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
} as const;

/** Texts that stand for unknown values, one per type (`sdk/go/common/resource/plugin`). */
const unknowns =
  /04da6b54-80e4-46f7-96ec-b56ff0331ba9|1c4a061d-8072-4f0a-a4cb-0ff528b18fe7|3eeb2bf0-c639-47a8-9e75-3b44932eb421|6a19a0b0-7e62-4c92-b797-7f8e31da9cc2|030794c1-ac77-496b-92df-f27374a8bd58|e48ece36-62e2-4504-bad9-02848725956a|dd056dcd-154b-4c76-9bd3-c8f88648b5ff/g;

/**
 * A value of the engine as people may see it: secrets are gone, those that only their name or look betrays too; JSON in
 * texts is taken apart, so that what is in it is masked and compared one by one.
 *
 * @param name property that holds the value
 */
export function presentable(value: Json, name = ""): Json {
  if (typeof value === "string") return presentableText(value, name);
  if (Array.isArray(value)) return value.map((item) => presentable(item, name));
  if (typeof value !== "object" || value === null) return value;
  const mark = value[signature];
  if (mark !== undefined) return special(mark, value, name);
  // `{ name: "DATABASE_PASSWORD", value: … }`, as in a container's environment.
  const called = typeof value["name"] === "string" ? value["name"] : undefined;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "__defaults")
      .map(([key, child]) => [key, presentable(child, key === "value" ? (called ?? name) : key)]),
  );
}

function presentableText(text: string, name: string): Json {
  const inner = structured(text);
  if (inner !== undefined) return presentable(inner, name);
  const known = text.replaceAll(unknowns, unknown);
  return known === unknown || secretIn(name, known) === undefined ? known : secret;
}

/** What a text holds that is a list or map in JSON. */
function structured(text: string): Json | undefined {
  return /^\s*[[{]/.test(text) ? parsed(text) : undefined;
}

function special(mark: Json, value: Readonly<Record<string, Json>>, name: string): Json {
  switch (mark) {
    case marks.output:
      return value["secret"] === true ? secret : presentable(value["value"] ?? unknown, name);
    case marks.asset:
    case marks.archive:
      return `(file ${typeof value["hash"] === "string" ? value["hash"].slice(0, 12) : "of unknown content"})`;
    case marks.reference:
      return typeof value["urn"] === "string" ? value["urn"] : unknown;
    default:
      return secret;
  }
}

/**
 * The plain texts of secrets that a source was made with (`stack export --show-secrets`): they are taken out of every
 * source before anything is read from one.
 */
export function plaintexts(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(plaintexts);
  if (typeof value !== "object" || value === null) return [];
  if (value[signature] === marks.secret) {
    const { plaintext, value: plain } = value;
    return strings(typeof plaintext === "string" ? (parsed(plaintext) ?? plaintext) : (plain ?? null));
  }
  return Object.values(value).flatMap(plaintexts);
}

function strings(value: Json): string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(strings) : [];
}

/** Shorter ones would take too much with them: `5432` may be part of a secret, and stands in many places. */
const shortest = 8;

/** A text in JSON without some secrets, however often they are quoted in it. */
export function scrubbed(json: string, secrets: readonly string[]): string {
  const once = (text: string): string => JSON.stringify(text).slice(1, -1);
  const longest = secrets.filter(({ length }) => length >= shortest).sort((a, b) => b.length - a.length);
  return longest
    .flatMap((text) => [once(once(text)), once(text)])
    .reduce((cleaned, text) => cleaned.replaceAll(text, secret), json);
}
