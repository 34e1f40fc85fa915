/** A resource in an exported state, with what the flat program needs of it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
  readonly id?: string;
  readonly provider?: string;
  readonly propertyDependencies?: Record<string, readonly string[] | null>;
}

/** Keys by which the engine marks a secret in an exported state. */
const SECRET = "4dabf18193072939515e22adb298388d";

/** An output shorter than this is not taken for a reference: `80` or `true` is in too many texts. */
const SHORTEST_REFERENCE = 6;

/**
 * A JavaScript program that makes the same resources as a state holds, written flat: one file, no components, no
 * configuration, no checks. Where an input holds another resource's output, it refers to that output, so that the engine
 * has the same graph to walk.
 */
export function flatProgram(resources: readonly StateResource[]): string {
  const made = resources.filter(
    ({ custom, type, provider }) => custom === true && (provider !== undefined || isProvider(type)),
  );
  const variables = new Map(made.map(({ urn }, index) => [urn, `r${index}`]));
  const byUrn = new Map(made.map((resource) => [resource.urn, resource]));
  const lines = made.map((resource) => {
    const inputs = Object.entries(resource.inputs ?? {})
      .filter(([name]) => !name.startsWith("__") && !(isProvider(resource.type) && name === "version"))
      .map(([name, value]) => {
        const targets = (resource.propertyDependencies?.[name] ?? []).flatMap((urn) => byUrn.get(urn) ?? []);
        const given = isProvider(resource.type) ? decoded(value) : value;
        return `${JSON.stringify(name)}: ${literal(given, targets, variables)}`;
      });
    const provider = variables.get(resource.provider?.slice(0, resource.provider.lastIndexOf("::")) ?? "");
    const options = provider === undefined ? "{}" : `{ provider: ${provider} }`;
    const name = resource.urn.slice(resource.urn.lastIndexOf("::") + 2);
    return `const ${variables.get(resource.urn) ?? ""} = new (require(${JSON.stringify(moduleOf(resource.type))}).${classOf(resource.type)})(${JSON.stringify(name)}, { ${inputs.join(", ")} }, ${options});`;
  });
  return [`const pulumi = require("@pulumi/pulumi");`, ...lines, ""].join("\n");
}

function isProvider(type: string): boolean {
  return type.startsWith("pulumi:providers:");
}

/** A provider's setting, which its state holds as JSON unless it is a text. */
function decoded(value: unknown): unknown {
  return typeof value === "string" && /^(?:[[{]|true$|false$)/.test(value) ? JSON.parse(value) : value;
}

/** `@pulumi/aws/ec2/vpc` of `aws:ec2/vpc:Vpc`; where a token does not name the file, its module, which loads by class. */
function moduleOf(type: string): string {
  const [name = "", path = "", last = ""] = type.split(":");
  if (isProvider(type)) return `@pulumi/${last}/provider`;
  const file = `@pulumi/${name}/${path.replace(/^index\//, "")}`;
  return isThere(file) ? file : `@pulumi/${name}/${path.split("/")[0] ?? ""}`;
}

function isThere(module: string): boolean {
  try {
    require.resolve(module);
    return true;
  } catch {
    return false;
  }
}

function classOf(type: string): string {
  return isProvider(type) ? "Provider" : type.slice(type.lastIndexOf(":") + 1);
}

function literal(
  value: unknown,
  targets: readonly StateResource[],
  variables: ReadonlyMap<string, string>,
): string {
  if (typeof value === "string") return text(value, targets, variables);
  if (Array.isArray(value)) return `[${value.map((item) => literal(item, targets, variables)).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (SECRET in value && "plaintext" in value && typeof value.plaintext === "string") {
    return `pulumi.secret(${literal(JSON.parse(value.plaintext), targets, variables)})`;
  }
  const entries = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}: ${literal(item, targets, variables)}`,
  );
  return `{ ${entries.join(", ")} }`;
}

/** A text, with the longest output of another resource in it (if any) replaced by a reference. */
function text(
  value: string,
  targets: readonly StateResource[],
  variables: ReadonlyMap<string, string>,
): string {
  const candidates = targets.flatMap(({ urn, id, outputs }) =>
    Object.entries({ id, ...outputs }).flatMap(([name, output]) => {
      const usable =
        typeof output === "string" && output.length >= SHORTEST_REFERENCE && value.includes(output);
      return usable ? [{ output, expression: `${variables.get(urn) ?? ""}.${name}` }] : [];
    }),
  );
  const [longest] = candidates.sort((a, b) => b.output.length - a.output.length);
  if (longest === undefined) return JSON.stringify(value);
  const at = value.indexOf(longest.output);
  const before = value.slice(0, at);
  const after = value.slice(at + longest.output.length);
  if (before === "" && after === "") return longest.expression;
  return `pulumi.concat(${[before, after].map((part) => text(part, targets, variables)).join(`, ${longest.expression}, `)})`;
}
