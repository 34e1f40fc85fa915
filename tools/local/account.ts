import { z } from "zod";
import { nameOf, type Outcome, type Violation } from "./events";

/** A resource of an exported state, as far as an account needs it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean | undefined;
  readonly parent?: string | undefined;
  readonly outputs?: Readonly<Record<string, unknown>> | undefined;
}

const exported = z.object({
  deployment: z.object({
    resources: z
      .array(
        z.object({
          urn: z.string(),
          type: z.string(),
          custom: z.boolean().optional(),
          parent: z.string().optional(),
          outputs: z.record(z.string(), z.unknown()).optional(),
        }),
      )
      .nullish(),
  }),
});

/** The resources of what `pulumi stack export` prints. */
export function resourcesOf(state: string): readonly StateResource[] {
  return exported.parse(JSON.parse(state)).deployment.resources ?? [];
}

/** What a component consists of: its resources by kind. */
export interface Inventory {
  readonly component: string;
  readonly kinds: ReadonlyMap<string, number>;
}

/** Type of the component whose children are the parts that an account lists. */
const whole = "platform:index:Platform";

/** Counts the resources of each component right below the platform, in the order in which they were made. */
export function inventory(resources: readonly StateResource[]): readonly Inventory[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const found = new Map<string, Map<string, number>>();
  for (const resource of resources) {
    if (resource.custom !== true || resource.type.startsWith("pulumi:")) continue;
    const component = componentOf(resource, byUrn);
    const kinds = found.get(component) ?? new Map<string, number>();
    const kind = kindOf(resource.type);
    found.set(component, kinds.set(kind, (kinds.get(kind) ?? 0) + 1));
  }
  return [...found].map(([component, kinds]) => ({ component, kinds }));
}

/** Name of the component right below the platform that a resource is part of; `others` for what is in none. */
export function componentOf(resource: Place, byUrn: ReadonlyMap<string, Place>): string {
  for (let at = resource; ;) {
    const parent = byUrn.get(at.parent ?? "");
    if (parent === undefined || parent.type === "pulumi:pulumi:Stack") return "others";
    if (parent.type === whole) return nameOf(at.urn);
    at = parent;
  }
}

type Place = Pick<StateResource, "urn" | "type" | "parent">;

/** `aws:ec2/routeTableAssociation:RouteTableAssociation` → `route table association` */
export function kindOf(type: string): string {
  const name = type.split(":").at(-1) ?? type;
  return name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase();
}

/** Widest line of an account, in characters. */
const width = 100;

/** What was brought up. */
export interface Shown {
  readonly stack: string;
  /** For people, for example `AWS`. */
  readonly cloud: string;
  /** Flags that say where, with a space before each: the next commands need them too. */
  readonly asked: string;
}

/** What `npm run local` tells after an update that went well. */
export function account(
  { stack, cloud, asked }: Shown,
  resources: readonly StateResource[],
  outcome: Outcome,
): string {
  const parts = inventory(resources);
  const total = parts.reduce((sum, part) => sum + countOf(part), 0);
  const column = Math.max(...parts.map(({ component }) => component.length), 0);
  const url = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs?.url;
  return [
    `${stack} is up on the local ${cloud}: ${String(total)} resources in ${String(parts.length)} components.`,
    "",
    ...parts.map((part) => {
      const head = `  ${part.component.padEnd(column)}  ${String(countOf(part)).padStart(3)}  `;
      return head + countsText(part.kinds, width - head.length, "kinds");
    }),
    "",
    `  changes   ${changesText(outcome.changes)}`,
    ...(typeof url === "string" ? [`  service   ${url} (exists on the local ${cloud} only)`] : []),
    `  policies  ${policiesText(outcome)}`,
    `  duration  ${String(outcome.seconds)} s`,
    "",
    "Try next:",
    ...nextSteps(stack, asked),
  ].join("\n");
}

function nextSteps(stack: string, asked: string): string[] {
  const steps = [
    [asked === "" ? "" : ` --${asked}`, "again: 0 changes"],
    [` --${asked} preview --stack prod`, "what production would get"],
    [` --${asked} stack output --stack ${stack}`, "what the stack tells its users"],
    [` --${asked} destroy --yes --stack ${stack}`, "take it all away"],
  ] as const;
  const column = Math.max(...steps.map(([args]) => args.length));
  return steps.map(([args, purpose]) => `  npm run local${args.padEnd(column)}   ${purpose}`);
}

function countOf({ kinds }: Inventory): number {
  return [...kinds.values()].reduce((sum, count) => sum + count, 0);
}

/** The most numerous ones that fit into a width, and how many there are besides: `6 × subnet, vpc, 2 more kinds`. */
export function countsText(counts: ReadonlyMap<string, number>, room: number, noun: string): string {
  const texts = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => (count === 1 ? name : `${String(count)} × ${name}`));
  for (let shown = texts.length; shown > 0; shown--) {
    const more = texts.length - shown;
    const text = texts.slice(0, shown).join(", ") + (more > 0 ? `, ${String(more)} more ${noun}` : "");
    if (text.length <= room) return text;
  }
  return texts[0] ?? "";
}

/** `143 created, 2 unchanged`; `0 changes (145 unchanged)`. */
export function changesText(changes: Readonly<Record<string, number>>): string {
  const { same = 0, ...others } = changes;
  const done = Object.entries(others).filter(([, count]) => count > 0);
  if (done.length === 0) return `0 changes (${String(same)} unchanged)`;
  const words = done.map(([operation, count]) => `${String(count)} ${participle[operation] ?? operation}`);
  return [...words, ...(same > 0 ? [`${String(same)} unchanged`] : [])].join(", ");
}

const participle: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  replace: "replaced",
  "create-replacement": "created as replacements",
  "delete-replaced": "deleted as replaced",
  refresh: "refreshed",
  read: "read",
  import: "imported",
};

function policiesText({ policies, violations }: Outcome): string {
  return `${String(policies.size)} rules evaluated, ${violations.length === 0 ? "no violations" : violationsText(violations)}`;
}

/** Name of the cloud that the platform's components are of, for example `aws`; undefined where there are none. */
export function cloudOf(resources: readonly Pick<StateResource, "type">[]): string | undefined {
  return resources
    .map(({ type }) => /^platform:(?!index:)([^:]+):/.exec(type)?.[1])
    .find((cloud) => cloud !== undefined);
}

/** `3 advisory violations (2 × tags, tls)`, of each level; the rules with the most violations first. */
export function violationsText(violations: readonly Violation[]): string {
  const levels = new Map<string, Map<string, number>>();
  for (const { level, policy } of violations) {
    const counts = levels.get(level) ?? new Map<string, number>();
    levels.set(level, counts.set(policy, (counts.get(policy) ?? 0) + 1));
  }
  const room = 60;
  return [...levels]
    .map(([level, counts]) => {
      const count = [...counts.values()].reduce((sum, each) => sum + each, 0);
      return `${String(count)} ${level} ${count === 1 ? "violation" : "violations"} (${countsText(counts, room, "rules")})`;
    })
    .join("; ");
}

/**
 * What `npm run local` tells after an update that failed: everything that stopped it, resource by resource.
 *
 * @param output what the CLI printed; told when the engine did not even begin
 * @param hint what to do, when that is known
 */
export function failure(
  stack: string,
  exitCode: number,
  outcome: Outcome,
  output: string,
  hint?: string,
): string {
  const mandatory = outcome.violations.filter(({ level }) => level === "mandatory");
  const reasons = [...outcome.errors, ...mandatory].map(({ resource, message }) =>
    `${resource === "" ? "" : `${resource}: `}${message}`.replaceAll("\n", "\n  "),
  );
  const told = reasons.length === 0 ? [output.trim()] : reasons.map((reason) => `  ${reason}`);
  return [
    `${stack} did not come up (exit code ${String(exitCode)}).`,
    "",
    ...told,
    "",
    ...(Object.keys(outcome.changes).length > 0 ? [`  changes   ${changesText(outcome.changes)}`, ""] : []),
    hint ?? "What was made is kept in the state: put the reason right and run `npm run local` again.",
  ].join("\n");
}
