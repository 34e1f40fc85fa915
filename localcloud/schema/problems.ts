import { nearest } from "../nearest";
import { spell } from "../paths";
import type { Problem, Properties, Value } from "../rules";
import { isObject, isUnknown, shown, type Steps } from "../values";

/** An error as ajv reports it, with `verbose` off. */
export interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * Says the validator's errors for people: the property's path in the engine's spelling, what is wrong, and what would be
 * right. Errors that come only from values that are not known yet are left out.
 *
 * @param known Names that the object at a schema path may have; for suggestions.
 */
export function toProblems(
  errors: readonly SchemaError[],
  inputs: Properties,
  known: (error: SchemaError) => readonly string[],
): Problem[] {
  const problems = new Map<string, Problem>();
  for (const error of withoutOtherBranches(errors)) {
    const steps = stepsOf(error.instancePath, inputs);
    const value = at(inputs, steps);
    if (isUnknown(value)) continue;
    const problem = describe(error, steps, value, known);
    if (problem !== undefined) problems.set(`${problem.path} ${problem.reason}`, problem);
  }
  return [...problems.values()];
}

function describe(
  error: SchemaError,
  steps: Steps,
  value: Value | undefined,
  known: (error: SchemaError) => readonly string[],
): Problem | undefined {
  const path = spell(steps);
  switch (error.keyword) {
    case "additionalProperties": {
      const name = String(error.params["additionalProperty"]);
      const suggestion = nearest(name, known(error));
      return {
        path: spell([...steps, name]),
        reason: `is not a property that this type has${suggestion === undefined ? "" : `; did you mean \`${suggestion}\`?`}`,
      };
    }
    case "required":
      return {
        path: spell([...steps, String(error.params["missingProperty"])]),
        reason: "is required, but was not given",
      };
    case "type":
      return { path, reason: `must be ${expected(error.params["type"])}, but is ${kindOf(value)}` };
    case "enum": {
      const allowed = (error.params["allowedValues"] as unknown[]).map(String);
      const suggestion = nearest(shown(value), allowed);
      const listed = allowed.length > 12 ? `${allowed.slice(0, 12).join(", ")}, …` : allowed.join(", ");
      const hint = suggestion === undefined ? "" : `; did you mean \`${suggestion}\`?`;
      return { path, reason: `must be one of ${listed}, but is ${JSON.stringify(value)}${hint}` };
    }
    default:
      return undefined;
  }
}

const article = (type: string): string =>
  type === "array" ? "a list" : type === "object" ? "an object" : `a ${type}`;

const expected = (types: unknown): string =>
  (Array.isArray(types) ? types : [types]).map(String).map(article).join(" or ");

function kindOf(value: Value | undefined): string {
  if (Array.isArray(value)) return "a list";
  if (isObject(value)) return "an object";
  return `the ${typeof value} ${JSON.stringify(value)}`;
}

/** Of a union only the branch that the value is of is worth reporting: the others fail by their type. */
function withoutOtherBranches(errors: readonly SchemaError[]): SchemaError[] {
  const unions = errors.filter((error) => error.keyword === "anyOf");
  return errors.filter((error) => {
    if (error.keyword === "anyOf") return false;
    const union = unions.find((candidate) => error.schemaPath.startsWith(`${candidate.schemaPath}/`));
    if (union === undefined) return true;
    const inner = errors.filter((other) => other.schemaPath.startsWith(`${union.schemaPath}/`));
    const matching = inner.filter(
      (other) => other.keyword !== "type" || other.instancePath !== union.instancePath,
    );
    return matching.length === 0 || matching.includes(error);
  });
}

/** A JSON pointer as steps; a number is a list position only where there is a list. */
function stepsOf(pointer: string, inputs: Properties): Steps {
  const steps: (string | number)[] = [];
  let value: Value | undefined = inputs;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replace(/~1/g, "/").replace(/~0/g, "~");
    const step = Array.isArray(value) ? Number(key) : key;
    steps.push(step);
    value = at({ value: value ?? null }, ["value", step]);
  }
  return steps;
}

function at(value: Value, steps: Steps): Value | undefined {
  let current: Value | undefined = value;
  for (const step of steps) {
    if (typeof step === "number") current = Array.isArray(current) ? current[step] : undefined;
    else current = isObject(current) ? current[step] : undefined;
  }
  return current;
}
