import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const sdk = dirname(require.resolve("@pulumi/azure-native/package.json"));
const known = new Map<string, boolean>();

/**
 * Whether resources of a type take tags, as its class in the SDK says.
 *
 * @param type for example `azure-native:keyvault:Vault`
 * @throws Error when the SDK has no such class
 */
export function takesTags(type: string): boolean {
  const found = known.get(type) ?? look(type);
  known.set(type, found);
  return found;
}

function look(type: string): boolean {
  const [, module = "", name = ""] = type.split(":");
  const folder = join(sdk, module);
  const file = readdirSync(folder).find((each) => each.toLowerCase() === `${name.toLowerCase()}.js`);
  if (file === undefined) throw new Error(`the SDK has no class ${type}`);
  return /resourceInputs\["tags"\] = (?!undefined)/.test(readFileSync(join(folder, file), "utf8"));
}
