import { z } from "zod";
import { enumerate } from "./problem";
import { stackSchema } from "./schema";

type Node = z.core.JSONSchema.BaseSchema;

/** The schema as plain data (JSON Schema): what messages and the reference page look things up in. */
export const outline: Node = z.toJSONSchema(stackSchema, { io: "input" });

/** The part of the schema that a path leads to, through maps, lists and alternatives. */
export function nodeAt(path: readonly PropertyKey[], from: Node = outline): Node | undefined {
  const [part, ...rest] = path;
  if (part === undefined) return from;
  for (const option of alternatives(from)) {
    const next = typeof part === "number" ? option.items : below(option, String(part));
    if (isNode(next)) return nodeAt(rest, next);
  }
  return undefined;
}

/** The keys that a map at this place may have; none where any key is allowed. */
export function knownKeys(node: Node): string[] {
  return alternatives(node).flatMap((option) => Object.keys(option.properties ?? {}));
}

/** The JSON types that a value at this place may have. */
export function acceptedTypes(node: Node): ReadonlySet<string> {
  return new Set(
    alternatives(node).flatMap((option) => {
      if (option.const !== undefined) return [typeof option.const];
      if (option.enum !== undefined) return option.enum.map((value) => typeof value);
      return option.type === undefined ? [] : [option.type === "integer" ? "number" : String(option.type)];
    }),
  );
}

/** What is allowed at this place, for the sentence “Use …”. */
export function expectation(node: Node | undefined): string {
  if (node === undefined) return "another value";
  if (typeof node.expects === "string") return node.expects;
  if (node.enum !== undefined) return `one of ${enumerate(node.enum.map(String), "or")}`;
  switch (node.type) {
    case "boolean":
      return "`true` or `false`";
    case "integer":
      return `a whole number${range(node)}`;
    case "number":
      return `a number${range(node)}`;
    case "array":
      return "a list";
    case "object":
      return `a map with any of ${enumerate(knownKeys(node), "and")}`;
    default:
      return node.maxLength === undefined ? "text" : `text of at most ${String(node.maxLength)} characters`;
  }
}

/** ` from A to B`, with whichever bounds the schema has. */
export function range(node: Node): string {
  const { minimum, maximum } = node;
  if (minimum !== undefined && maximum === minimum + 1) return `: ${String(minimum)} or ${String(maximum)}`;
  if (minimum !== undefined && maximum !== undefined) return ` from ${String(minimum)} to ${String(maximum)}`;
  if (minimum !== undefined) return ` from ${String(minimum)}`;
  return maximum === undefined ? "" : ` up to ${String(maximum)}`;
}

export function alternatives(node: Node): Node[] {
  return node.anyOf === undefined ? [node] : node.anyOf.filter(isNode).flatMap(alternatives);
}

function below(node: Node, key: string): unknown {
  const properties = node.properties ?? {};
  return Object.hasOwn(properties, key) ? properties[key] : node.additionalProperties;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
