import Ajv from "ajv";
import standaloneCode from "ajv/dist/standalone";
import type { JsonSchema } from "./type-schema";

/** Compiles a schema to the text of a CommonJS module that exports the validator and needs nothing else. */
export function compile(schema: JsonSchema): string {
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, strict: true, code: { source: true } });
  return standaloneCode(ajv, ajv.compile(schema));
}
