import type { CloudDescription } from "../../components/cloud";
import { absence, enumerate, nearest, problem, type Problem } from "../problem";
import type { Context } from "./context";

/** The regions are the cloud's, a stack can live in the one, and its backups can be copied to the other. */
export function* regionRules(context: Context): Generator<Problem> {
  if (context.cloud?.existing !== undefined) return;
  yield* knownRule(context);
  yield* homeRule(context);
  yield* recoveryRules(context);
}

function* knownRule({ given, cloud, clouds }: Context): Generator<Problem> {
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
    const open = (key === "region" ? undefined : targets(cloud, region)) ?? homes(cloud);
    const meant = zone ?? nearest(value, open);
    const right = `Use a region of ${cloud.title}, such as ${examples(cloud, open, value)}.`;
    yield problem(
      [key],
      `is ${JSON.stringify(value)}, which is ${wrong}`,
      meant !== undefined && other === undefined ? `Did you mean \`${meant}\`?` : right,
    );
  }
}

function* homeRule({ given: { region }, cloud }: Context): Generator<Problem> {
  if (region === undefined || cloud?.recoveryOnlyRegions?.includes(region) !== true) return;
  yield problem(
    ["region"],
    `is ${JSON.stringify(region)}, where not every part of a stack spans availability zones`,
    `It can only be a \`platform:recoveryRegion\`. Use another region, such as ${examples(cloud, homes(cloud), region)}.`,
  );
}

function* recoveryRules({ given, cloud, settled }: Context): Generator<Problem> {
  const { environment, region, recoveryRegion } = given;
  const path = ["recoveryRegion"];
  const kept = settled.database !== undefined;
  const copying = kept && cloud?.capabilities.recoveryCopy === true;
  const possible = copying ? targets(cloud, region) : undefined;
  if (recoveryRegion !== undefined && !kept) {
    yield problem(
      path,
      "has no effect, because the stack has no database to back up",
      "Leave it out, or give the stack a database.",
    );
  }
  if (copying && possible?.length === 0 && region !== undefined) {
    yield* nowhereRule(cloud, region, given);
  } else if (recoveryRegion !== undefined && recoveryRegion === region) {
    yield problem(
      path,
      "is the same as `platform:region`",
      `Use ${possible === undefined ? "another region" : choice(possible)}: a copy in the same one is lost with it.`,
    );
  } else if (recoveryRegion === undefined && environment === "prod" && copying) {
    yield absence(
      path,
      "is missing",
      `Name ${possible === undefined ? "a second region" : choice(possible)}: prod keeps a copy of its backups there.`,
    );
  } else if (
    recoveryRegion !== undefined &&
    cloud?.regions.includes(recoveryRegion) === true &&
    possible?.includes(recoveryRegion) === false
  ) {
    yield problem(
      path,
      `is ${JSON.stringify(recoveryRegion)}, which ${cloud.title} copies no backups of ${region ?? ""} to`,
      `Use ${choice(possible)}, or another \`platform:region\`.`,
    );
  }
}

/** No backups leave the region: prod has to live in another one, other stacks can do without a copy. */
function* nowhereRule(
  cloud: CloudDescription,
  region: string,
  { environment, recoveryRegion }: Context["given"],
): Generator<Problem> {
  const others = examples(cloud, Object.keys(cloud.recoveryRegions ?? {}), region);
  if (environment === "prod") {
    yield problem(
      ["region"],
      `is ${JSON.stringify(region)}, out of which ${cloud.title} copies no backups, and prod keeps a copy of them in a second region`,
      `Use another region, such as ${others}.`,
    );
  } else if (recoveryRegion !== undefined) {
    yield problem(
      ["recoveryRegion"],
      `is ${JSON.stringify(recoveryRegion)}, but ${cloud.title} copies no backups out of ${region}`,
      `Leave it out, or use another \`platform:region\`, such as ${others}.`,
    );
  }
}

/** The regions that a stack can live in. */
function homes({ regions, recoveryOnlyRegions }: CloudDescription): string[] {
  return regions.filter((region) => recoveryOnlyRegions?.includes(region) !== true);
}

/** Where backups of a region can be copied to; `undefined` where anywhere else will do, or the region itself is wrong. */
function targets(cloud: CloudDescription, region: string | undefined): readonly string[] | undefined {
  if (cloud.recoveryRegions === undefined || region === undefined) return undefined;
  return homes(cloud).includes(region) ? (cloud.recoveryRegions[region] ?? []) : undefined;
}

function choice(regions: readonly string[]): string {
  return enumerate(
    regions.map((region) => `\`${region}\``),
    "or",
  );
}

/** Up to three regions: those that are copied to the wanted one first, then those of the same part of the world. */
function examples(cloud: CloudDescription, regions: readonly string[], wanted: string): string {
  const area = wanted
    .replace(/^(north|south|west|east|central)+/, "")
    .slice(0, 2)
    .toLowerCase();
  const ordered = [
    ...regions.filter((region) => cloud.recoveryRegions?.[region]?.includes(wanted)),
    ...regions.filter((region) => region.startsWith(area)),
    ...regions.filter((region) => region === cloud.exampleRegions?.region),
    ...regions,
  ];
  return enumerate([...new Set(ordered)].slice(0, 3), "or");
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
