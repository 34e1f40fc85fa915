import { at, list, record, shown, text } from "../reading";
import type { Check, Properties, Value } from "../rules";
import { spell } from "../paths";
import { invalid, quantityOf, quantityProblems } from "./checks";
import { isDataKey } from "./formats";

/** Bytes of data that a ConfigMap or a Secret may hold. */
const sizeLimit = 1024 * 1024;

const keyProblems = (owner: Properties, property: string) =>
  Object.keys(record(owner[property])).flatMap((key) =>
    isDataKey(key)
      ? []
      : invalid(
          spell([property, key]),
          `Invalid value: "${key}": a valid config key must consist of letters, digits, '-', '_' or '.'`,
        ),
  );

const sizeOf = (map: Properties): number =>
  Object.values(map).reduce<number>(
    (sum, value) => sum + Buffer.byteLength(typeof value === "string" ? value : ""),
    0,
  );

const tooLong = (property: string, size: number) =>
  size > sizeLimit ? invalid(property, `Too long: may not be more than ${String(sizeLimit)} bytes`) : [];

const isBase64 = (value: Value): boolean =>
  typeof value === "string" && value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value);

const base64Problems = (owner: Properties, property: string) =>
  Object.entries(record(owner[property])).flatMap(([key, value]) =>
    isBase64(value) ? [] : invalid(spell([property, key]), "illegal base64 data"),
  );

const configMap: Check = (object) => {
  const both = Object.keys(record(object["binaryData"])).filter((key) => key in record(object["data"]));
  return [
    ...keyProblems(object, "data"),
    ...keyProblems(object, "binaryData"),
    ...base64Problems(object, "binaryData"),
    ...both.flatMap((key) =>
      invalid(spell(["data", key]), "Invalid value: duplicate of key present in binaryData"),
    ),
    ...tooLong("data", sizeOf(record(object["data"])) + sizeOf(record(object["binaryData"]))),
  ];
};

/** What a type of secret must hold (kubernetes.io/docs/concepts/configuration/secret/#secret-types). */
const required: Readonly<Record<string, readonly string[]>> = {
  "kubernetes.io/dockerconfigjson": [".dockerconfigjson"],
  "kubernetes.io/dockercfg": [".dockercfg"],
  "kubernetes.io/ssh-auth": ["ssh-privatekey"],
  "kubernetes.io/tls": ["tls.crt", "tls.key"],
};

const secret: Check = (object) => {
  const held = { ...record(object["data"]), ...record(object["stringData"]) };
  const missing = (required[text(object["type"]) ?? ""] ?? []).filter((key) => held[key] === undefined);
  return [
    ...keyProblems(object, "data"),
    ...keyProblems(object, "stringData"),
    ...base64Problems(object, "data"),
    ...missing.flatMap((key) => invalid(spell(["data", key]), "Required value")),
    ...tooLong("data", sizeOf(held)),
  ];
};

/** What cannot be changed although Pulumi would change it in place: it was made immutable. */
const unchangeable: Check = (object, _, self) => {
  if (self?.outputs["immutable"] !== true) return [];
  return object["immutable"] === true
    ? []
    : invalid("immutable", "Forbidden: field is immutable when `immutable` is set");
};

const quota: Check = (object) => quantityProblems(record(at(object, "spec.hard")), "spec.hard");

/** Each of a limit range's numbers lies between those around it. */
const limitRange: Check = (object) =>
  list(at(object, "spec.limits")).flatMap((limit, index) => {
    const path = `spec.limits[${String(index)}]`;
    const maps = ["min", "defaultRequest", "default", "max"].map(
      (name) => [name, record(record(limit)[name])] as const,
    );
    return [
      ...maps.flatMap(([name, map]) => quantityProblems(map, `${path}.${name}`)),
      ...maps.flatMap(([name, map], position) =>
        maps.slice(position + 1).flatMap(([above, bounds]) =>
          Object.entries(map).flatMap(([resource, value]) => {
            const low = quantityOf(value);
            const high = quantityOf(bounds[resource]);
            return low !== undefined && high !== undefined && low > high
              ? invalid(
                  `${path}.${name}.${resource}`,
                  `Invalid value: "${shown(value)}": ${name} value ${shown(value)} is greater than ${above} value ${shown(bounds[resource])}`,
                )
              : [];
          }),
        ),
      ),
    ];
  });

export const configMapChecks: readonly Check[] = [configMap, unchangeable];
export const secretChecks: readonly Check[] = [secret, unchangeable];
export const quotaChecks: readonly Check[] = [quota];
export const limitRangeChecks: readonly Check[] = [limitRange];
