import { Rulebook, targets } from "../../../localcloud/interpreter/rulebook";
import { mentioned } from "../../../localcloud/interpreter/template";
import { identifiers } from "../../../localcloud/interpreter/world-rules";
import type { CloudRules, Path, ResourceRules } from "../../../localcloud/rules";
import type { Catalog } from "../../../localcloud/schema/catalog";
import type { JsonSchema, TypeSchema } from "../../../localcloud/schema/type-schema";

/** Every path that a table speaks of, with whether it must be an input. */
function pathsOf(table: ResourceRules): { path: Path; input: boolean }[] {
  const sets = [table.atMostOneOf, table.exactlyOneOf, table.atLeastOneOf, table.together, table.uniqueBy];
  const inputs = [
    ...(table.name === undefined ? [] : [table.name.property]),
    ...(table.references ?? []).map(({ path }) => path),
    ...(table.immutable ?? []),
    ...(table.mutable ?? []),
    ...(table.limits ?? []).map(({ path }) => path),
    ...sets.flatMap((set) => (set ?? []).flat()),
    ...(table.secrets ?? []),
    ...Object.keys(table.defaults ?? {}),
  ];
  const outputs = [
    ...Object.keys(table.outputs ?? {}),
    ...Object.values(table.outputs ?? {}).flatMap((rule) =>
      typeof rule === "string" ? mentioned(rule) : [],
    ),
    ...(typeof table.id === "string" ? mentioned(table.id) : []),
  ].filter((name) => !["id", "name", "account", "region"].includes(name));
  return [
    ...inputs.map((path) => ({ path, input: true })),
    ...outputs.map((path) => ({ path, input: false })),
  ];
}

function has(schema: JsonSchema | undefined, parts: readonly string[], root: JsonSchema): boolean {
  if (schema === undefined) return false;
  if (schema.$ref !== undefined) return has(root.$defs?.[schema.$ref.split("/").at(-1) ?? ""], parts, root);
  if (schema.anyOf !== undefined) return schema.anyOf.some((option) => has(option, parts, root));
  const [part, ...rest] = parts;
  if (part === undefined) return true;
  if (part === "[]") return has(schema.items, rest, root);
  if (part === "*") {
    const { additionalProperties: any, properties = {} } = schema;
    return [...(any === false ? [] : [any]), ...Object.values(properties)].some((each) =>
      has(each, rest, root),
    );
  }
  return has(schema.properties?.[part], rest, root);
}

function exists(schema: TypeSchema, path: Path, input: boolean): boolean {
  const parts = path.split(".").flatMap((part) => part.split(/(\[\])/).filter((each) => each !== ""));
  const output = schema.outputs[parts[0] ?? ""];
  return has(schema.inputs, parts, schema.inputs) || (!input && output !== undefined);
}

/** Tests that a local cloud's tables fit each other and the SDK. */
export function describeTables(cloud: string, rules: CloudRules, catalog: Catalog): void {
  describe(`the tables of the local ${cloud}`, () => {
    it("describe each type once", () => {
      expect(() => new Rulebook(rules)).not.toThrow();
    });

    it.each(rules.resources.map((table) => [table.type, table] as const))(
      "speak only of properties that the SDK has: %s",
      async (type, table) => {
        const entry = await catalog.find(type);
        if (entry === undefined) throw new Error(`the SDK has no ${type}`);
        const wrong = pathsOf(table).filter(({ path, input }) => !exists(entry.schema, path, input));
        expect(wrong.map(({ path }) => path)).toEqual([]);
      },
      60_000,
    );

    it("refer to types that the SDK has, by outputs that those have", async () => {
      const wrong: string[] = [];
      for (const { type, references = [] } of rules.resources)
        for (const reference of references)
          for (const target of targets(reference))
            for (const by of identifiers(reference)) {
              const entry = await catalog.find(target);
              if (entry === undefined || (by !== "id" && entry.schema.outputs[by] === undefined))
                wrong.push(`${type} → ${target} by ${by}`);
            }
      expect(wrong).toEqual([]);
    }, 60_000);

    it("give every type its typical times", () => {
      expect(rules.resources.filter(({ seconds }) => seconds === undefined).map(({ type }) => type)).toEqual(
        [],
      );
    });
  });
}
