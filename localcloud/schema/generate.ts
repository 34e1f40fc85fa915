import { randomText } from "../interpreter/template";
import type { Value } from "../rules";
import type { JsonSchema, TypeSchema } from "./type-schema";

/** How deep generated objects go: types that contain themselves must end somewhere. */
const DEPTH = 4;

/** What a generated value may be made from. */
export interface Origin {
  readonly type: TypeSchema;
  readonly id: string;
  readonly seed: string;
  readonly account: string;
  readonly region: string;
}

/** A plausible value for an output that only the cloud would know, by its declared type and its name. */
export function generate(name: string, schema: JsonSchema, origin: Origin, depth = 0): Value {
  if (schema.$ref !== undefined) {
    const target = origin.type.definitions[schema.$ref.replace("#/$defs/", "")];
    return target === undefined || depth > DEPTH ? {} : generate(name, target, origin, depth);
  }
  if (schema.enum !== undefined) return schema.enum[0] ?? "";
  if (schema.anyOf !== undefined) return generate(name, schema.anyOf[0] ?? {}, origin, depth);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case "number":
      return 0;
    case "boolean":
      return false;
    case "array":
      return [];
    case "object": {
      const required = depth > DEPTH ? [] : (schema.required ?? []);
      return Object.fromEntries(
        required.map((key) => [key, generate(key, schema.properties?.[key] ?? {}, origin, depth + 1)]),
      );
    }
    case "string":
      return generateText(name, origin);
    default:
      return "";
  }
}

function generateText(name: string, origin: Origin): string {
  const [, module = "", type = ""] = origin.type.token.split(":");
  const service = module.split("/")[0] ?? "";
  const random = randomText(`${origin.seed} ${name}`, true, 17);
  if (/arn$/i.test(name)) {
    return `arn:aws:${service}:${origin.region}:${origin.account}:${type.toLowerCase()}/${name === "arn" ? origin.id : random}`;
  }
  if (name === "region") return origin.region;
  if (name === "azureApiVersion") return origin.type.apiVersion ?? "";
  if (name === "provisioningState") return "Succeeded";
  if (/^(ownerId|accountId|registryId)$/.test(name)) return origin.account;
  if (/(url|uri)$/i.test(name)) return `https://${service}.${origin.region}.local/${origin.id}`;
  if (/(endpoint|address|host|dnsName|domainName)$/i.test(name))
    return `${origin.id}.${service}.${origin.region}.local`.toLowerCase();
  if (/(time|date|timestamp|createdAt|updatedAt)$/i.test(name)) return "2026-01-01T00:00:00Z";
  if (/id$/i.test(name)) return `${type.toLowerCase()}-${random}`;
  return `${name.toLowerCase()}-${random.slice(0, 8)}`;
}
