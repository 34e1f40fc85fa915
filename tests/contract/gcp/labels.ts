import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const sdk = resolve(__dirname, "../../../node_modules/@pulumi/gcp");
const known = new Map<string, boolean>();

/** Whether a type of the SDK takes labels under the name `userLabels`, which the provider leaves alone. */
export function takesUserLabels(type: string): boolean {
  const answer = known.get(type) ?? declared(type);
  known.set(type, answer);
  return answer;
}

/** @param type for example `gcp:monitoring/alertPolicy:AlertPolicy`, declared in `monitoring/alertPolicy.d.ts` */
function declared(type: string): boolean {
  const [, module, name] = /^gcp:(\w+)\/(\w+):/.exec(type) ?? [];
  if (module === undefined || name === undefined) return false;
  const wanted = `${name}.d.ts`.toLowerCase();
  const file = readdirSync(join(sdk, module)).find((each) => each.toLowerCase() === wanted);
  if (file === undefined) throw new Error(`the SDK declares no ${type}`);
  return /^ +userLabels\?:/m.test(readFileSync(join(sdk, module, file), "utf8"));
}
