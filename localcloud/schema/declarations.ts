import * as fs from "fs";
import * as path from "path";
import * as ts from "typescript";
import type { Path } from "../rules";
import { writeWhole } from "../whole-file";
import { findDeclaration, type Sdk } from "./sdk";
import type { JsonSchema, OutputSchema, TypeSchema } from "./type-schema";

/** Comments of the SDKs that say that a change of the property makes a new resource. */
const IMMUTABLE =
  /\bforces?\s+(?:an?\s+|the\s+)?(?:creation\s+of\s+a\s+)?(?:new\s+resource\b|resource\s+re-?creation|re-?creation|replacement)/i;

/** Where each nested type is in `types/input.d.ts` or `types/output.d.ts`: name with namespaces → start and end. */
type Positions = Record<string, [number, number]>;

/**
 * Reads one SDK's declarations: the syntax only, no type checking, so that a type costs milliseconds. Parsing the nested
 * types of a whole cloud takes half a second; their positions are therefore kept in `cache`.
 */
export class Declarations {
  private readonly texts = new Map<string, string>();
  private readonly positions = new Map<string, Positions>();
  private readonly enums = new Map<string, Map<string, (string | number)[]>>();

  /** @param cache Folder for what is worth keeping between processes; one per SDK version. */
  constructor(
    private readonly sdk: Sdk,
    private readonly cache: string,
  ) {}

  /**
   * What the SDK says about a resource type (or about `pulumi:providers:NAME`).
   *
   * @returns `undefined` when the SDK does not have it.
   */
  read(token: string): TypeSchema | undefined {
    const file = findDeclaration(this.sdk, token);
    if (file === undefined) return undefined;
    const source = parse(`${file}.d.ts`, fs.readFileSync(`${file}.d.ts`, "utf8"));
    const definition = source.statements.find(ts.isClassDeclaration);
    if (definition?.name === undefined) return undefined;
    const argumentsName = `${definition.name.text}Args`;
    const declared = source.statements.find(
      (statement): statement is ts.InterfaceDeclaration =>
        ts.isInterfaceDeclaration(statement) && statement.name.text === argumentsName,
    );
    const inputs = new Reader(this);
    const root = declared === undefined ? inputs.empty() : inputs.object(declared.members);
    const immutable = declared === undefined ? [] : this.immutable(declared.members, "", []);
    const outputs = new Reader(this);
    const js = fs.readFileSync(`${file}.js`, "utf8");
    const apiVersion = /Uses Azure REST API version ([\w-]+)/.exec(js)?.[1];
    const secrets = /additionalSecretOutputs: \[([^\]]*)\]/.exec(js)?.[1] ?? "";
    return {
      token,
      ...(apiVersion === undefined ? {} : { apiVersion }),
      inputs: { ...root, $defs: inputs.definitions },
      outputs: this.outputs(definition, outputs),
      secretOutputs: [...secrets.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? ""),
      immutable,
      definitions: outputs.definitions,
    };
  }

  /** The values of one of the SDK's enums, for example `Region` or `rds.EngineMode`. */
  enumeration(name: string): (string | number)[] | undefined {
    const namespaces = name.split(".").slice(0, -1);
    const file = path.join(this.sdk.folder, "types", "enums", ...namespaces, "index.d.ts");
    let known = this.enums.get(file);
    if (known === undefined) {
      known = fs.existsSync(file) ? readEnums(parse(file, fs.readFileSync(file, "utf8"))) : new Map();
      this.enums.set(file, known);
    }
    return known.get(name.split(".").at(-1) ?? "");
  }

  /** The members of a nested type, for example `input` and `ec2.SecurityGroupIngress`. */
  members(kind: "input" | "output", name: string): ts.NodeArray<ts.TypeElement> | undefined {
    const position = this.positionsOf(kind)[name];
    if (position === undefined) return undefined;
    const statement = parse(`${name}.d.ts`, this.text(kind).slice(...position)).statements[0];
    return statement !== undefined && ts.isInterfaceDeclaration(statement) ? statement.members : undefined;
  }

  private outputs(definition: ts.ClassDeclaration, reader: Reader): Record<string, OutputSchema> {
    const outputs: Record<string, OutputSchema> = {};
    for (const member of definition.members) {
      if (!ts.isPropertyDeclaration(member) || member.type === undefined || !ts.isIdentifier(member.name))
        continue;
      if (member.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.StaticKeyword)) continue;
      outputs[member.name.text] = {
        schema: reader.type(member.type),
        optional: allowsUndefined(member.type),
      };
    }
    return outputs;
  }

  private immutable(
    members: ts.NodeArray<ts.TypeElement>,
    prefix: string,
    within: readonly string[],
  ): Path[] {
    return members.flatMap((member) => {
      if (!ts.isPropertySignature(member) || member.type === undefined) return [];
      const here = `${prefix}${memberName(member)}`;
      if (IMMUTABLE.test(comment(member))) return [here];
      const nested = nestedType(member.type);
      if (nested === undefined || within.includes(nested.name)) return [];
      const inner = this.members("input", nested.name);
      if (inner === undefined) return [];
      return this.immutable(inner, `${here}${nested.list ? "[]" : ""}.`, [...within, nested.name]);
    });
  }

  private text(kind: "input" | "output"): string {
    let text = this.texts.get(kind);
    if (text === undefined) {
      const file = path.join(this.sdk.folder, "types", `${kind}.d.ts`);
      text = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
      this.texts.set(kind, text);
    }
    return text;
  }

  private positionsOf(kind: "input" | "output"): Positions {
    let positions = this.positions.get(kind);
    if (positions === undefined) {
      const file = path.join(this.cache, `${kind}.positions.json`);
      if (fs.existsSync(file)) {
        positions = JSON.parse(fs.readFileSync(file, "utf8")) as Positions;
      } else {
        positions = findInterfaces(parse(`${kind}.d.ts`, this.text(kind)));
        writeWhole(file, JSON.stringify(positions));
      }
      this.positions.set(kind, positions);
    }
    return positions;
  }
}

/** Turns the types of one resource into JSON Schema and collects the nested types that they use. */
class Reader {
  readonly definitions: Record<string, JsonSchema> = {};

  constructor(private readonly declarations: Declarations) {}

  empty(): JsonSchema {
    return { type: "object", properties: {}, required: [], additionalProperties: false };
  }

  object(members: ts.NodeArray<ts.TypeElement>): JsonSchema {
    const properties: Record<string, JsonSchema> = {};
    const required: string[] = [];
    for (const member of members) {
      if (!ts.isPropertySignature(member) || member.type === undefined) continue;
      const name = memberName(member);
      properties[name] = this.type(member.type);
      if (member.questionToken === undefined) required.push(name);
    }
    return { type: "object", properties, required, additionalProperties: false };
  }

  type(node: ts.TypeNode): JsonSchema {
    if (ts.isParenthesizedTypeNode(node)) return this.type(node.type);
    if (ts.isArrayTypeNode(node)) return { type: "array", items: this.type(node.elementType) };
    if (ts.isUnionTypeNode(node)) return this.union(node);
    if (ts.isTypeLiteralNode(node)) return this.literal(node);
    if (ts.isLiteralTypeNode(node)) return literalValue(node);
    if (ts.isTypeReferenceNode(node)) return this.reference(node);
    if (node.kind === ts.SyntaxKind.StringKeyword) return { type: "string" };
    if (node.kind === ts.SyntaxKind.NumberKeyword) return { type: "number" };
    if (node.kind === ts.SyntaxKind.BooleanKeyword) return { type: "boolean" };
    return {};
  }

  private literal(node: ts.TypeLiteralNode): JsonSchema {
    const index = node.members.find(ts.isIndexSignatureDeclaration);
    if (index === undefined) return this.object(node.members);
    return { type: "object", additionalProperties: this.type(index.type) };
  }

  private reference(node: ts.TypeReferenceNode): JsonSchema {
    const name = node.typeName.getText();
    const argument = node.typeArguments?.[0];
    if (/^(pulumi\.)?(Input|Output|ID|Promise|OutputInstance)$/.test(name)) {
      return argument === undefined ? { type: "string" } : this.type(argument);
    }
    if (name.startsWith("enums.")) return this.enumeration(name.slice("enums.".length));
    const [kind, nested] = splitNested(name);
    if (kind !== undefined && nested !== undefined) return this.nested(kind, nested);
    if (/^pulumi\.(asset\.|Archive|Asset)/.test(name)) return { type: "object" };
    if (name.endsWith("Document")) return { type: ["object", "string"] };
    // Resources (sent as their id) and aliases of string such as ARN.
    return { type: "string" };
  }

  private enumeration(name: string): JsonSchema {
    const values = this.declarations.enumeration(name);
    return values === undefined ? { type: ["string", "number"] } : { enum: values };
  }

  private nested(kind: "input" | "output", name: string): JsonSchema {
    if (!(name in this.definitions)) {
      this.definitions[name] = {};
      const members = this.declarations.members(kind, name);
      if (members !== undefined) this.definitions[name] = this.object(members);
    }
    return { $ref: `#/$defs/${name}` };
  }

  /** A union as one schema where it can be: `string | "a"` is a string, literals together are an enum. */
  private union(node: ts.UnionTypeNode): JsonSchema {
    const schemas = node.types.filter((type) => !isNothing(type)).map((type) => this.type(type));
    const types = new Set(schemas.filter((schema) => simple(schema)).flatMap((schema) => schema.type ?? []));
    const values = schemas.flatMap((schema) => schema.enum ?? []).filter((value) => !types.has(typeof value));
    const rest = schemas.filter((schema) => !simple(schema) && schema.enum === undefined);
    if (types.size > 0) rest.push({ type: types.size === 1 ? ([...types][0] ?? "string") : [...types] });
    if (values.length > 0) rest.push({ enum: values });
    return rest.length === 1 ? (rest[0] ?? {}) : rest.length === 0 ? {} : { anyOf: rest };
  }
}

const parse = (name: string, text: string): ts.SourceFile =>
  ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, /* setParentNodes */ true);

const simple = (schema: JsonSchema): boolean => Object.keys(schema).length === 1 && schema.type !== undefined;

const isNothing = (node: ts.TypeNode): boolean =>
  node.kind === ts.SyntaxKind.UndefinedKeyword ||
  (ts.isLiteralTypeNode(node) && node.literal.kind === ts.SyntaxKind.NullKeyword);

const memberName = (member: ts.PropertySignature): string =>
  ts.isStringLiteral(member.name) || ts.isIdentifier(member.name) ? member.name.text : member.name.getText();

const comment = (member: ts.TypeElement): string =>
  ts
    .getJSDocCommentsAndTags(member)
    .map((part) => part.getText())
    .join(" ")
    .replace(/\s*\n\s*\*?\s*/g, " ");

function splitNested(name: string): ["input" | "output" | undefined, string | undefined] {
  const match = /^(inputs|outputs)\.(.+)$/.exec(name);
  if (match === null) return [undefined, undefined];
  return [match[1] === "inputs" ? "input" : "output", match[2]];
}

function allowsUndefined(node: ts.TypeNode): boolean {
  if (ts.isUnionTypeNode(node)) return node.types.some(isNothing);
  if (ts.isTypeReferenceNode(node)) return node.typeArguments?.some(allowsUndefined) ?? false;
  return false;
}

/** The nested input type within `Input<Input<inputs.x.Y>[] | undefined>`, and whether a list is around it. */
function nestedType(node: ts.TypeNode, list = false): { name: string; list: boolean } | undefined {
  if (ts.isArrayTypeNode(node)) return nestedType(node.elementType, true);
  if (ts.isUnionTypeNode(node)) {
    for (const type of node.types) {
      const found = nestedType(type, list);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!ts.isTypeReferenceNode(node)) return undefined;
  const [kind, name] = splitNested(node.typeName.getText());
  if (kind === "input" && name !== undefined) return { name, list };
  const argument = node.typeArguments?.[0];
  return argument === undefined ? undefined : nestedType(argument, list);
}

function literalValue(node: ts.LiteralTypeNode): JsonSchema {
  if (ts.isStringLiteral(node.literal)) return { enum: [node.literal.text] };
  if (ts.isNumericLiteral(node.literal)) return { enum: [Number(node.literal.text)] };
  if (node.literal.kind === ts.SyntaxKind.TrueKeyword) return { enum: [true] };
  if (node.literal.kind === ts.SyntaxKind.FalseKeyword) return { enum: [false] };
  return {};
}

/** The SDK writes an enum as a constant object whose values are string or number literals. */
function readEnums(source: ts.SourceFile): Map<string, (string | number)[]> {
  const enums = new Map<string, (string | number)[]>();
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const declaration of statement.declarationList.declarations) {
      if (declaration.type === undefined || !ts.isTypeLiteralNode(declaration.type)) continue;
      const values = declaration.type.members.flatMap((member) =>
        ts.isPropertySignature(member) && member.type !== undefined && ts.isLiteralTypeNode(member.type)
          ? (literalValue(member.type).enum ?? [])
          : [],
      );
      enums.set(
        declaration.name.getText(),
        values.filter((value) => typeof value !== "boolean"),
      );
    }
  }
  return enums;
}

function findInterfaces(source: ts.SourceFile): Positions {
  const positions: Positions = {};
  const visit = (statements: ts.NodeArray<ts.Statement>, prefix: string): void => {
    for (const statement of statements) {
      if (ts.isInterfaceDeclaration(statement)) {
        positions[`${prefix}${statement.name.text}`] = [statement.getStart(), statement.end];
      } else if (
        ts.isModuleDeclaration(statement) &&
        statement.body !== undefined &&
        ts.isModuleBlock(statement.body)
      ) {
        visit(statement.body.statements, `${prefix}${statement.name.text}.`);
      }
    }
  };
  visit(source.statements, "");
  return positions;
}
