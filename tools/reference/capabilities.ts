import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Capabilities, Capability, CloudDescription } from "../../components/cloud";
import { clouds } from "../../providers";
import { table } from "./table";

const page = join(__dirname, "..", "..", "docs", "capabilities.md");

/** What a stack file says to ask for each capability, in its own keys; what is promised without a key, in words. */
const asked: Readonly<Record<Capability, string>> = {
  containers: "`runtime: containers`",
  kubernetes: "`runtime: kubernetes`",
  webApplicationFirewall: "`webApplicationFirewall`",
  interruptible: "`services.NAME.interruptible`",
  memoryScaling: "`services.NAME.scaling.memory`",
  recoveryCopy: "`recoveryRegion`",
  backupLock: "`backup.lock`",
  logicalDump: "`backup.dump`",
  threatDetection: "`audit.threatDetection`",
  posture: "`audit.posture`",
  budget: "`budget`",
  canary: "`services.NAME.canary`",
  immutableTags: "image tags that can't be moved",
  secretEncryptionKey: "secrets encrypted with the stack's key",
  telemetryEncryptionKey: "logs encrypted with the stack's key",
  hardenedContainers: "containers that can't write to their image or be root",
  requestScaling: "replicas scaled on requests",
  rollbackOnErrors: "a version that raises errors goes back by itself",
  accessByService: "the network lets only the services named to a store",
};

const capabilities = Object.keys(asked) as Capability[];

const intro = `# Capabilities

What a stack may ask of each cloud. What a cloud lacks is refused before anything is touched, with the sentence below. Two
exceptions: \`interruptible\` and \`scaling.memory\` are wishes of the profiles, and give way by themselves where a cloud has no
such thing. In a [cluster that is there already](kubernetes.md) all wishes of the profiles do. Promises without a key of their own, at the end of the table, can't be asked for: the sentence says what a cloud
gives instead.

This page is made from \`providers/*/description.ts\` by \`npm run docs\`.`;

/** The page with what every registered cloud offers and lacks, and its regions. */
export function capabilitiesPage(): string {
  const descriptions = Object.entries(clouds).map(([name, { description }]) => ({ name, ...description }));
  const offers = capabilities.map((capability) => [
    asked[capability],
    ...descriptions.map((cloud) => (cloud.capabilities[capability] === true ? "yes" : "no")),
  ]);
  const places = descriptions.map(({ name, title, exampleRegions, regions, recoveryOnlyRegions = [] }) => [
    title,
    `\`${name}\``,
    exampleRegions ? `\`${exampleRegions.region}\`, \`${exampleRegions.recoveryRegion}\`` : "–",
    list(regions.filter((region) => !recoveryOnlyRegions.includes(region))) ||
      "none: `platform:cluster` says where",
  ]);
  return [
    intro,
    table([["Key of the stack file, or promise", ...descriptions.map(({ title }) => title)], ...offers]),
    "## What is lacking, and what to do",
    table([["Cloud", "Key or promise", "Instead"], ...descriptions.flatMap(absences)]),
    "## Clouds and regions",
    table([["Cloud", "`platform:cloud`", "For example", "Regions"], ...places]),
    "## Where backups are copied to",
    copiesIntro,
    table([["Cloud", "`region`", "`recoveryRegion`"], ...descriptions.flatMap(copies)]),
    "## Ranges that are taken",
    rangesIntro,
    `${table([["Cloud", "Range", "Taken by"], ...descriptions.flatMap(ranges)])}\n`,
  ].join("\n\n");
}

function absences({
  title,
  capabilities: offered,
  existing,
  onKubernetes = {},
}: CloudDescription): string[][] {
  const lacking = (where: string, offers: Partial<Capabilities>) =>
    capabilities.flatMap((capability) => {
      const offer = offers[capability];
      return offer === undefined || offer === true ? [] : [[where, asked[capability], offer.absent]];
    });
  const inapplicable = Object.entries(existing?.inapplicable ?? {}).map(([key, instead]) => [
    title,
    `\`${key}\``,
    instead,
  ]);
  return [...lacking(title, offered), ...lacking(`${title}, on Kubernetes`, onKubernetes), ...inapplicable];
}

const copiesIntro =
  "`recoveryRegion` may be any other region of the cloud, except where the cloud itself chooses it. A stack in a region\n" +
  "without one can have none, and prod with a database can't live there.";

const rangesIntro = "`network.cidr` overlaps none of these.";

function copies({ title, regions, recoveryOnlyRegions = [], recoveryRegions }: CloudDescription): string[][] {
  if (regions.length === 0) return [];
  if (recoveryRegions === undefined) return [[title, "any", "any other"]];
  const without = regions.filter(
    (region) => !recoveryOnlyRegions.includes(region) && recoveryRegions[region] === undefined,
  );
  return [
    ...Object.entries(recoveryRegions).map(([region, targets]) => [title, region, list(targets)]),
    [title, list(without), "none"],
  ];
}

function ranges({ title, reservedRanges = [] }: CloudDescription): string[][] {
  return reservedRanges.map(({ cidr, by }) => [title, cidr, by]);
}

function list(items: readonly string[]): string {
  return [...items].sort().join(", ");
}

if (require.main === module) writeFileSync(page, capabilitiesPage());
