import { acceptedTypes, nodeAt } from "./outline";
import { problem, type Problem } from "./problem";

/**
 * A configuration value as Pulumi hands it over (always text; maps and lists as JSON) becomes the value that the user
 * wrote. What can't be decoded stays text, and the schema says what is wrong with it.
 */
export function decode(key: string, text: string): { value: unknown } | { problem: Problem } {
  const node = nodeAt([key]);
  const types = node === undefined ? new Set<string>() : acceptedTypes(node);
  if (/^\s*[[{]/.test(text) && (types.has("object") || types.has("array"))) {
    try {
      const value: unknown = JSON.parse(text);
      return { value };
    } catch {
      return {
        problem: problem([key], "is not valid JSON", "Write the map in the stack file, as YAML, instead."),
      };
    }
  }
  if (types.has("boolean") && (text === "true" || text === "false")) return { value: text === "true" };
  if (types.has("number") && !types.has("string") && /^-?\d+(\.\d+)?$/.test(text)) {
    return { value: Number(text) };
  }
  return { value: text };
}
