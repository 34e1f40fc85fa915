import { capabilitiesOf, type Capability } from "../../components/cloud";
import { enumerate, problem, suggestion, type KeyPath, type Problem } from "../problem";
import type { Context } from "./context";
import { regionRules } from "./region";

/** The cloud exists, and its regions and abilities are those that the stack asks for. */
export function* placeRules(context: Context): Generator<Problem> {
  yield* cloudRule(context);
  yield* regionRules(context);
  yield* capabilityRules(context);
}

/** What people call the clouds elsewhere. */
const otherNames = new Map([
  ["google", "gcp"],
  ["googlecloud", "gcp"],
  ["azurenative", "azure"],
  ["amazon", "aws"],
]);

function* cloudRule({ given, clouds, cloud }: Context): Generator<Problem> {
  if (given.cloud === undefined || cloud !== undefined) return;
  const available = `Available: ${enumerate(Object.keys(clouds))}.`;
  const plain = given.cloud.toLowerCase().replace(/[^a-z]/g, "");
  const name = otherNames.get(plain) ?? plain;
  const meant = Object.hasOwn(clouds, name)
    ? ` Did you mean \`${name}\`?`
    : suggestion(given.cloud, Object.keys(clouds));
  yield problem(["cloud"], `is ${JSON.stringify(given.cloud)}, which is no known cloud`, available + meant);
}

function* capabilityRules(context: Context): Generator<Problem> {
  const { cloud, settled } = context;
  if (cloud === undefined) return;
  const capabilities = capabilitiesOf(cloud, settled.runtime);
  for (const { capability, path } of wanted(context)) {
    const offer = capabilities[capability];
    if (offer === true) continue;
    yield problem(path, `asks for what ${cloud.title} does not offer here`, sentence(offer.absent));
  }
}

function* wanted({ settled, given }: Context): Generator<{ capability: Capability; path: KeyPath }> {
  yield { capability: settled.runtime, path: ["runtime"] };
  if (settled.webApplicationFirewall) {
    yield { capability: "webApplicationFirewall", path: ["webApplicationFirewall"] };
  }
  for (const [name, { interruptible }] of Object.entries(settled.services)) {
    if (interruptible) yield { capability: "interruptible", path: ["services", name, "interruptible"] };
  }
  for (const [name, { canary }] of Object.entries(settled.services)) {
    if (canary !== undefined) yield { capability: "canary", path: ["services", name, "canary"] };
  }
  for (const [name, { scaling }] of Object.entries(given.services ?? {})) {
    if (scaling?.memory !== undefined)
      yield { capability: "memoryScaling", path: ["services", name, "scaling", "memory"] };
  }
  if (settled.database !== undefined) {
    if (given.recoveryRegion !== undefined) yield { capability: "recoveryCopy", path: ["recoveryRegion"] };
    if (settled.backup.lock) yield { capability: "backupLock", path: ["backup", "lock"] };
    if (settled.backup.dump !== undefined) yield { capability: "logicalDump", path: ["backup", "dump"] };
  }
  if (settled.audit.threatDetection) {
    yield { capability: "threatDetection", path: ["audit", "threatDetection"] };
  }
  if (settled.audit.posture) yield { capability: "posture", path: ["audit", "posture"] };
  if (settled.budget !== undefined) yield { capability: "budget", path: ["budget"] };
}

function sentence(text: string): string {
  const end = /[.!?]$/.test(text) ? "" : ".";
  return text.charAt(0).toUpperCase() + text.slice(1) + end;
}
