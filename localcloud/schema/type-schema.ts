import type { Path } from "../rules";

/** The part of JSON Schema that the SDKs' declarations need. */
export interface JsonSchema {
  type?: string | string[];
  enum?: (string | number | boolean)[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: false | JsonSchema;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
}

/** An output that the SDK declares. */
export interface OutputSchema {
  readonly schema: JsonSchema;
  /** Declared as possibly `undefined`: the cloud need not give it. */
  readonly optional: boolean;
}

/** What the SDK's declarations say about one resource type. */
export interface TypeSchema {
  readonly token: string;
  /** Version of the cloud's interface that the SDK uses, where it says so (Azure). */
  readonly apiVersion?: string;
  /** Its inputs as an object; nested types under `$defs`. */
  readonly inputs: JsonSchema;
  readonly outputs: Readonly<Record<string, OutputSchema>>;
  /** Outputs that the SDK marks as secret. */
  readonly secretOutputs: readonly string[];
  /** Inputs whose comment says that a change makes a new resource. */
  readonly immutable: readonly Path[];
  /** The nested types of the outputs. */
  readonly definitions: Readonly<Record<string, JsonSchema>>;
}
