import * as fs from "fs";
import { createRequire } from "module";
import * as path from "path";
import type { Problem, Properties } from "../rules";
import { writeWhole } from "../whole-file";
import { toProblems, type SchemaError } from "./problems";
import { findSdk, type Sdk } from "./sdk";
import type { JsonSchema, TypeSchema } from "./type-schema";

/** Raised when what is kept on disk changes its form. */
const FORMAT = 2;

/** A validator as ajv writes it out: says whether the value fits and, if not, leaves the errors on itself. */
interface Validator {
  (value: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}

/** One resource type of the SDK, ready to judge inputs. */
export interface CatalogEntry {
  readonly schema: TypeSchema;
  /** Everything that the schema refuses, with its place. */
  validate(inputs: Properties): Problem[];
}

/**
 * The types of one installed SDK. Each is read from the declarations when it is first asked for, compiled to a validator,
 * and kept on disk by SDK version, so that later processes load neither TypeScript nor the validator's compiler.
 */
export class Catalog {
  readonly sdk: Sdk;
  private readonly folder: string;
  private readonly entries = new Map<string, Promise<CatalogEntry | undefined>>();

  /**
   * @param name Pulumi package, for example `aws`.
   * @param project Folder whose `node_modules` holds the SDK.
   * @param cache Folder for what is made from declarations.
   */
  constructor(name: string, project: string, cache: string) {
    this.sdk = findSdk(name, project);
    this.folder = path.join(cache, "schema", `${name}-${this.sdk.version}-${FORMAT}`);
  }

  /** A resource type by its token, or `pulumi:providers:NAME`; `undefined` when the SDK does not have it. */
  find(token: string): Promise<CatalogEntry | undefined> {
    let entry = this.entries.get(token);
    if (entry === undefined) {
      entry = this.load(token);
      this.entries.set(token, entry);
    }
    return entry;
  }

  /** The values of one of the SDK's enums. */
  async enumeration(name: string): Promise<(string | number)[] | undefined> {
    const file = path.join(this.folder, `enum.${name}.json`);
    const stored = readStored(file);
    if (stored !== undefined) return JSON.parse(stored) as (string | number)[];
    const { Declarations } = await import("./declarations");
    const values = new Declarations(this.sdk, this.folder).enumeration(name);
    if (values !== undefined) writeWhole(file, JSON.stringify(values));
    return values;
  }

  private async load(token: string): Promise<CatalogEntry | undefined> {
    const file = path.join(this.folder, `${token.replace(/[:/]/g, "_")}.json`);
    const stored = readStored(file);
    const made = stored === undefined ? await this.make(token, file) : (JSON.parse(stored) as TypeSchema);
    if (made === undefined) return undefined;
    return entryOf(made, file);
  }

  private async make(token: string, file: string): Promise<TypeSchema | undefined> {
    const { Declarations } = await import("./declarations");
    const schema = new Declarations(this.sdk, this.folder).read(token);
    if (schema === undefined) return undefined;
    const { compile } = await import("./compile");
    writeWhole(validatorFile(file), compile(schema.inputs));
    writeWhole(file, JSON.stringify(schema));
    return schema;
  }
}

const validatorFile = (file: string): string => file.replace(/\.json$/, ".validate.js");

function readStored(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function entryOf(schema: TypeSchema, file: string): CatalogEntry {
  let validator: Validator | undefined;
  return {
    schema,
    validate(inputs) {
      validator ??= loadValidator(validatorFile(file));
      if (validator(inputs)) return [];
      return toProblems(validator.errors ?? [], inputs, (error) => namesAt(schema.inputs, error.schemaPath));
    },
  };
}

const loadValidator = (file: string): Validator => createRequire(file)(file) as Validator;

/** The property names of the object whose `additionalProperties` an error's schema path names. */
function namesAt(root: JsonSchema, schemaPath: string): string[] {
  let here: unknown = root;
  for (const part of schemaPath.split("/").slice(1, -1)) {
    const key = decodeURIComponent(part).replace(/~1/g, "/").replace(/~0/g, "~");
    here = typeof here === "object" && here !== null ? (here as Record<string, unknown>)[key] : undefined;
  }
  const properties = (here as JsonSchema | undefined)?.properties;
  return properties === undefined ? [] : Object.keys(properties);
}
