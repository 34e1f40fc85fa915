import type { Capability } from "../../components/cloud";
import { absence, enumerate, nearest, problem, suggestion, type KeyPath, type Problem } from "../problem";
import type { Context } from "./context";

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

function* regionRules({ given, cloud, clouds, settled }: Context): Generator<Problem> {
  const { region, recoveryRegion } = given;
  for (const [key, value] of Object.entries({ region, recoveryRegion })) {
    if (value === undefined || cloud === undefined || cloud.regions.includes(value)) continue;
    const other = cloudOfRegion(value, clouds, given.cloud ?? "");
    const zone = cloud.regions.find(
      (known) => value.startsWith(known) && /^-?[a-z]$/.test(value.slice(known.length)),
    );
    const wrong =
      zone !== undefined
        ? "a zone, not a region"
        : other === undefined
          ? `no region of ${cloud.title}`
          : `a region of ${other}, not of ${cloud.title}`;
    const meant = zone ?? nearest(value, cloud.regions);
    const right = `Use a region of ${cloud.title}, such as ${enumerate(examples(cloud.regions, value), "or")}.`;
    yield problem(
      [key],
      `is ${JSON.stringify(value)}, which is ${wrong}`,
      meant !== undefined && other === undefined ? `Did you mean \`${meant}\`?` : right,
    );
  }
  if (recoveryRegion !== undefined && recoveryRegion === region) {
    yield problem(
      ["recoveryRegion"],
      "is the same as `platform:region`",
      `Use another region: a copy in the same one is lost with it.`,
    );
  }
  const kept = settled.database !== undefined;
  const offered = cloud?.capabilities.recoveryCopy === true;
  if (recoveryRegion === undefined && given.environment === "prod" && kept && offered) {
    yield absence(
      ["recoveryRegion"],
      "is missing",
      "Name a second region: prod keeps a copy of its backups there.",
    );
  }
  if (recoveryRegion !== undefined && !kept) {
    yield problem(
      ["recoveryRegion"],
      "has no effect, because the stack has no database to back up",
      "Leave it out, or give the stack a database.",
    );
  }
}

/** Up to three regions, those of the same part of the world first. */
function examples(regions: readonly string[], wanted: string): string[] {
  const area = wanted
    .replace(/^(north|south|west|east|central)+/, "")
    .slice(0, 2)
    .toLowerCase();
  const near = regions.filter((region) => region.startsWith(area));
  return [...near, ...regions.filter((region) => !near.includes(region))].slice(0, 3);
}

/** The cloud that a region looks like one of: from the registered clouds, else by how the clouds write their regions. */
function cloudOfRegion(region: string, clouds: Context["clouds"], own: string): string | undefined {
  const registered = Object.entries(clouds).find(
    ([name, { description }]) => name !== own && description.regions.includes(region),
  );
  if (registered !== undefined) return registered[1].description.title;
  const spelling = spellings.find(({ name, form }) => name !== own && form.test(region));
  return spelling?.title;
}

/** `eu-west-1`, `westeurope` and `eastus2`, `europe-west1`. */
const spellings = [
  { name: "aws", title: "AWS", form: /^(?:af|ap|ca|cn|eu|il|me|mx|sa|us)-(?:gov-)?[a-z]+-\d$/ },
  {
    name: "azure",
    title: "Azure",
    form: /^(?:(?:north|south|west|east|central)+(?:us|europe|asia|india|africa)\d?|[a-z]+(?:north|south|west|east|central)\d?)$/,
  },
  {
    name: "gcp",
    title: "Google Cloud",
    form: /^(?:africa|asia|australia|europe|me|northamerica|southamerica|us)-[a-z]+\d+$/,
  },
];

function* capabilityRules(context: Context): Generator<Problem> {
  const { cloud } = context;
  if (cloud === undefined) return;
  for (const { capability, path } of wanted(context)) {
    const offer = cloud.capabilities[capability];
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
