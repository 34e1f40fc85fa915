import type { z } from "zod";
import { expectation, knownKeys, nodeAt } from "./outline";
import { enumerate, nearest, problem, type KeyPath, type Problem } from "./problem";
import { platformVariables } from "./service-schema";
import { plainSettings, secretSettings, settingName } from "./settings";

/** What a schema found wrong at one place, however deep in alternatives it found it. */
export interface Finding {
  readonly path: KeyPath;
  readonly unknownKeys: readonly string[];
}

/** Flattens an issue: of a value that may have several forms, only the form that was probably meant is judged. */
export function findings(issue: z.core.$ZodIssue, prefix: KeyPath): Finding[] {
  const path = [...prefix, ...issue.path.map((part) => (typeof part === "number" ? part : String(part)))];
  if (issue.code === "unrecognized_keys") return [{ path, unknownKeys: issue.keys }];
  if (issue.code === "invalid_union") {
    const meant = issue.errors.find((branch) => !branch.some(isOfAnotherForm));
    if (meant !== undefined) return meant.flatMap((inner) => findings(inner, path));
  }
  return [{ path, unknownKeys: [] }];
}

function isOfAnotherForm(issue: z.core.$ZodIssue): boolean {
  return issue.path.length === 0 && (issue.code === "invalid_type" || issue.code === "invalid_value");
}

/** The finding in a user's words. */
export function explain({ path, unknownKeys }: Finding, value: unknown): Problem[] {
  if (unknownKeys.length > 0) return unknownKeys.map((key) => explainUnknownKey(path, key));
  const node = nodeAt(path);
  const use = `Use ${expectation(node)}.`;
  if (value === undefined) return [problem(path, "is missing", use)];
  const meant =
    typeof value === "string" && node?.enum !== undefined ? nearest(value, node.enum.map(String)) : undefined;
  const numbers = node?.enum?.filter((allowed) => typeof allowed === "number") ?? [];
  if (typeof value === "number" && numbers.length > 0) {
    const around = [
      numbers.findLast((allowed) => allowed < value),
      numbers.find((allowed) => allowed > value),
    ];
    const near = around.filter((allowed) => allowed !== undefined);
    return [
      problem(path, `is ${String(value)}, which is not offered`, `Nearest: ${enumerate(near, "or")}. ${use}`),
    ];
  }
  const number = node?.type === "integer" || node?.type === "number";
  const quoted = typeof value === "string" && number && /^\d+(\.\d+)?$/.test(value);
  const hint = quoted
    ? " Write it without quotes."
    : meant === undefined
      ? ""
      : ` Did you mean \`${meant}\`?`;
  return [problem(path, `is ${show(value, path)}`, use + hint)];
}

function explainUnknownKey(path: KeyPath, key: string): Problem {
  const at = [...path, key];
  if (path.at(-1) === "settings") return explainUnknownSetting(at, key);
  const node = nodeAt(path);
  const known = node === undefined ? [] : knownKeys(node);
  const meant = nearest(key, known);
  const right = meant === undefined ? `Known here: ${enumerate(known)}.` : `Did you mean \`${meant}\`?`;
  return problem(at, "is not a known key", right);
}

function explainUnknownSetting(at: KeyPath, key: string): Problem {
  const camel = /^[A-Z0-9_]+$/.test(key) ? settingName(key) : key;
  if (Object.hasOwn(secretSettings.shape, camel)) return plainSecret(at, camel);
  if (camel === "environment") {
    return problem(at, "is given per service", "Leave it out: services are told `platform:environment`.");
  }
  const secrets = Object.keys(secretSettings.shape);
  const plain = Object.keys(plainSettings.shape).filter((name) => name !== "environment");
  const meant = nearest(camel, [...plain, ...secrets]);
  if (meant !== undefined && secrets.includes(meant)) return plainSecret(at, meant);
  const right =
    meant === undefined
      ? "Variables of your own go under `environment` (`NAME: value`), secret ones under `secrets`."
      : `Did you mean \`${meant}\`?`;
  return problem(at, "is not a known setting", right);
}

/** A secret that stands where everybody who reads the stack file can see it. */
export function plainSecret(at: KeyPath, secret: string): Problem {
  return problem(
    at,
    "is a secret in plain text",
    `Remove it (and replace the secret if the file was shared), run \`${setCommand(secret)}\` and list \`${secret}\` under the service's \`secrets\`.`,
  );
}

/** The command that stores a secret. Without a value: Pulumi asks for it, so that it stays out of the shell's history. */
export function setCommand(secret: string): string {
  return `pulumi config set --secret platform:${secret}`;
}

/** A value as a message may show it; text that could be a secret only by its kind. */
function show(value: unknown, path: KeyPath): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  if (typeof value !== "string") return JSON.stringify(value);
  if (mayBeSecret(path)) return "text that does not fit";
  const short = value.length > 60 ? `${value.slice(0, 57)}…` : value;
  return JSON.stringify(short);
}

function mayBeSecret([top, , part]: KeyPath): boolean {
  return (
    top === "alerts" || (top === "services" && ["environment", "settings", "secrets"].includes(String(part)))
  );
}

/** Variables that a stack file can't set, because the platform does. */
export function ownedVariable(variable: string): boolean {
  return platformVariables.includes(variable) || Object.hasOwn(plainSettings.shape, settingName(variable));
}
