import { nearest } from "./nearest";
import type { Problem, Properties, Value } from "./rules";
import type { Catalog } from "./schema/catalog";
import { isUnknown, shown } from "./values";

/** What a provider was configured with, as far as the local clouds care. */
export interface Configuration {
  /** Empty where the cloud has no regions (random, docker). */
  readonly region: string;
  /** All of the provider's inputs. */
  readonly inputs: Properties;
}

/** Keys that the engine adds to a provider's inputs. */
const ENGINE_KEYS = [
  "version",
  "pluginDownloadURL",
  "pluginChecksums",
  "__internal",
  "__pulumi-go-provider-infer",
];

/** A provider's inputs as the program gave them: the SDKs send everything but texts as JSON. */
export function decodeConfiguration(inputs: Properties): Properties {
  const decoded = Object.entries(inputs)
    .filter(([key]) => !ENGINE_KEYS.includes(key))
    .map(([key, value]): [string, Value] => [key, decode(value)]);
  return Object.fromEntries(decoded);
}

function decode(value: Value): Value {
  if (typeof value !== "string" || isUnknown(value) || !/^(\[|\{|true$|false$|-?\d)/.test(value))
    return value;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return value;
  }
}

/** What is wrong with a provider's configuration: its schema, and a region that the cloud does not have. */
export async function judgeConfiguration(
  catalog: Catalog,
  inputs: Properties,
  regions?: readonly string[],
): Promise<Problem[]> {
  const entry = await catalog.find(`pulumi:providers:${catalog.sdk.package}`);
  if (entry === undefined) return [];
  const problems = entry.validate(inputs).filter((problem) => !isDecodedText(problem, inputs));
  if (entry.schema.inputs.properties?.["region"] === undefined) return problems;
  return [...problems, ...(await judgeRegion(catalog, inputs["region"], true, regions))];
}

/** Texts of digits (an account number) or of JSON (a kubeconfig) were decoded: they are texts after all. */
const isDecodedText = (problem: Problem, inputs: Properties): boolean =>
  typeof inputs[problem.path] !== "string" && problem.reason.startsWith("must be a string");

/** Whether a cloud has this region, by the given list or the SDK's own. */
export async function judgeRegion(
  catalog: Catalog,
  region: Value | undefined,
  required: boolean,
  regions?: readonly string[],
): Promise<Problem[]> {
  if (region === undefined || region === "") {
    if (!required) return [];
    const reason = `is missing: set \`${catalog.sdk.package}:region\`, or \`region\` of the provider`;
    return [{ path: "region", reason }];
  }
  if (isUnknown(region)) return [];
  const text = shown(region);
  const known = regions ?? (await catalog.enumeration("Region"))?.map(String);
  if (known === undefined || known.includes(text)) return [];
  const suggestion = nearest(text, known);
  const hint = suggestion === undefined ? "" : `; did you mean \`${suggestion}\`?`;
  return [{ path: "region", reason: `'${text}' is not a region of ${catalog.sdk.package}${hint}` }];
}

export function readConfiguration(inputs: Properties): Configuration {
  const region = inputs["region"];
  return { region: typeof region === "string" ? region : "", inputs };
}
