import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { acceptedTypes, alternatives, expectation, nodeAt, outline } from "../../stacks/outline";
import { profiles, type Profile } from "../../stacks/profile";
import { defaultSettings, environments, secretSettings, variableName } from "../../stacks/settings";
import { table } from "./table";

type Node = typeof outline;

const root = join(__dirname, "..", "..");

/** The reference page of the stack configuration: the template with its tables filled in from the schema. */
export function configurationPage(): string {
  const template = readFileSync(join(__dirname, "configuration.template.md"), "utf8");
  const example = readFileSync(join(root, "Pulumi.prod.yaml"), "utf8").trimEnd();
  return template
    .replace("<!-- example -->", () => example)
    .replace(/<!-- table: (\w+) -->/g, (_, section: string) => table(sectionRows(section)));
}

const heads = ["Key", "What it is", "Value", ...environments];

function sectionRows(section: string): string[][] {
  switch (section) {
    case "stack":
      return [
        heads,
        ...Object.entries(outline.properties ?? {}).flatMap(([key, node]) => row([key], node, outline)),
      ];
    case "services":
      return [heads, ...rowsBelow(["services", "NAME"], ["services", "NAME"])];
    case "settings":
      return [heads, ...rowsBelow(["services", "NAME", "settings"], ["services", "NAME", "settings"])];
    case "secrets":
      return [["Key", "Variable", "What it is"], ...secretRows()];
    default:
      return [heads, ...rowsBelow([section], [])];
  }
}

/** Rows of every key below a place; keys are shown without the first parts, which the heading says. */
function rowsBelow(path: readonly string[], hidden: readonly string[]): string[][] {
  const node = nodeAt(path);
  if (node === undefined) throw new Error(`The schema has no ${path.join(".")}.`);
  return alternatives(node).flatMap((option) =>
    Object.entries(option.properties ?? {}).flatMap(([key, child]) => {
      const at = [...path, key];
      const own = row(at, child, option, hidden.length);
      const nested = [
        "scaling",
        "probes",
        "build",
        "canary",
        "ingress",
        "gateway",
        "monitoring",
        "dumps",
      ].includes(key);
      return nested ? [...own, ...rowsBelow(at, hidden)] : own;
    }),
  );
}

function row(
  path: readonly string[],
  node: NonNullable<Node["properties"]>[string],
  parent: Node,
  hidden = 0,
): string[][] {
  if (typeof node === "boolean") return [];
  const required = parent.required?.includes(path.at(-1) ?? "") === true ? " **Required.**" : "";
  const isMap = acceptedTypes(node).has("object") && node.additionalProperties === false;
  const value = isMap && node.expects === undefined ? "map" : expectation(node);
  const defaults = environments.map((environment) =>
    shown(defaultAt(path, profiles[environment], environment)),
  );
  return [
    [`\`${path.slice(hidden).join(".")}\``, `${node.description ?? ""}${required}`, value, ...defaults],
  ];
}

function secretRows(): string[][] {
  return Object.entries(secretSettings.shape).map(([name, schema]) => [
    `\`${name}\``,
    `\`${variableName(name)}\``,
    schema.description ?? "",
  ]);
}

function defaultAt(
  [top = "", ...rest]: readonly string[],
  profile: Profile,
  environment: (typeof environments)[number],
): unknown {
  if (top === "runtime") return "containers";
  if (top === "rotation") return "1";
  if (top === "backup" && rest[0] === "dump") return profile.backup.dump !== undefined;
  if (top !== "services") return lookUp(profile, [top, ...rest]);
  const [, part = "", ...inner] = rest;
  if (part === "settings") return lookUp(defaultSettings(environment), inner);
  return lookUp(profile.service, [part, ...inner]);
}

function lookUp(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return value;
  if (typeof value !== "object" || value === null) return undefined;
  return lookUp(new Map<string, unknown>(Object.entries(value)).get(key), rest);
}

function shown(value: unknown): string {
  return ["string", "number", "boolean"].includes(typeof value) ? `\`${String(value)}\`` : "–";
}

if (require.main === module) {
  writeFileSync(join(root, "docs", "configuration.md"), configurationPage());
}
