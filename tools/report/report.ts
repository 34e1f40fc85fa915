import { clouds } from "../../providers";
import { cloudOf, componentOf, kindOf } from "../local/account";
import type { Failure, Violation } from "../local/events";
import { type CostChange, costChanges } from "./cost";
import { type Difference, differences } from "./differences";
import { typicalDurations } from "./durations";
import type { Step } from "./event-log";
import { type Counts, countOperations } from "./operations";
import type { Place, Sources } from "./sources";
import { estimateTime, type TimeEstimate } from "./time-estimate";

/** A resource of a cloud, as a report shows it. */
export interface Resource extends Step {
  /** `subnet`, for people. */
  readonly kind: string;
  readonly component: string;
  readonly differences: readonly Difference[];
  /** URNs of the resources that it needs. */
  readonly needs: readonly string[];
}

export interface Component {
  readonly name: string;
  readonly resources: readonly Resource[];
  readonly counts: Counts;
  /** Names of the components of which it needs something. */
  readonly needs: readonly string[];
}

/** A rule that was broken, or could not be judged yet. */
export interface PolicyFinding {
  readonly policy: string;
  /** `advisory` or `mandatory`. */
  readonly level: string;
  readonly places: readonly { readonly resource: string; readonly message: string }[];
}

/** What a preview or an update says, ready to be shown. Holds no secret. */
export interface Report {
  readonly stack: string;
  /** For people, for example `AWS`; undefined for a stack without the platform's components. */
  readonly cloud: string | undefined;
  readonly preview: boolean;
  readonly succeeded: boolean;
  /** What the engine took. */
  readonly seconds: number;
  readonly components: readonly Component[];
  readonly counts: Counts;
  /** Whether it is known what needs what. */
  readonly graphKnown: boolean;
  /** Names of the rules that were evaluated. */
  readonly policies: readonly string[];
  readonly violations: readonly PolicyFinding[];
  /** What a preview can't judge because it hangs on values that are not there yet. */
  readonly unjudged: readonly PolicyFinding[];
  readonly costs: readonly CostChange[];
  readonly time: TimeEstimate;
  readonly errors: readonly Failure[];
}

/** Makes a report of what the CLI wrote about an update. */
export async function makeReport(sources: Sources): Promise<Report> {
  const { outcome, preview, graph = new Map<string, Place>() } = sources;
  const steps = new Map(sources.steps.map((step) => [step.urn, step]));
  // A preview that fails tells nothing of some components that are still there.
  const standing = [...graph].map(([urn, { parent }]) => ({
    urn,
    type: typeOf(urn),
    parent: parent ?? undefined,
  }));
  const tree = new Map([...standing, ...sources.steps].map((one) => [one.urn, one]));
  const needs = new Map([...graph].map(([urn, { dependencies }]) => [urn, dependencies ?? []]));
  const resources = sources.steps
    .filter(({ custom, type }) => custom && !type.startsWith("pulumi:"))
    .map((step) => ({
      ...step,
      kind: kindOf(step.type),
      component: componentOf(step, tree),
      differences: differences(step),
      needs: (needs.get(step.urn) ?? []).filter((urn) => steps.get(urn)?.custom === true),
    }));
  const types = resources.map(({ type }) => type);
  const cloud = cloudOf(sources.steps);
  return {
    stack: /^urn:pulumi:([^:]*)::/.exec(sources.steps[0]?.urn ?? "")?.[1] ?? "",
    cloud: cloud === undefined ? undefined : (clouds[cloud]?.description.title ?? cloud),
    preview,
    succeeded: sources.succeeded && outcome.errors.length === 0,
    seconds: outcome.seconds,
    components: componentsOf(resources),
    counts: countOperations(resources),
    graphKnown: sources.graph !== undefined,
    policies: [...outcome.policies].sort(),
    violations: findings(outcome.violations.filter(({ message }) => !isUnjudged(message))),
    unjudged: findings(outcome.violations.filter(({ message }) => isUnjudged(message))),
    costs: costChanges(resources),
    time: estimateTime(resources, needs, await typicalDurations(types)),
    errors: outcome.errors,
  };
}

/** `aws:ec2/vpc:Vpc` of a URN, in which the parents' types stand before it. */
function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

function componentsOf(resources: readonly Resource[]): Component[] {
  const homes = new Map(resources.map(({ urn, component }) => [urn, component]));
  const names = [...new Set(resources.map(({ component }) => component))];
  const components = names.map((name) => {
    const own = resources.filter(({ component }) => component === name);
    const needs = own.flatMap((resource) => resource.needs).map((urn) => homes.get(urn) ?? name);
    return {
      name,
      resources: own,
      counts: countOperations(own),
      needs: [...new Set(needs)].filter((other) => other !== name).sort(),
    };
  });
  // The engine's order differs from run to run.
  return components.sort((a, b) => changing(b) - changing(a) || (a.name < b.name ? -1 : 1));
}

/** How many of a component's resources change. */
export function changing({ counts }: Pick<Component, "counts">): number {
  return [...counts].reduce((sum, [operation, count]) => (operation === "same" ? sum : sum + count), 0);
}

/** The engine's words for a rule that reads a value which is unknown in a preview. */
const unjudgeable = /^can't run policy '[^']*' from policy pack '[^']*' during preview: /;

function isUnjudged(message: string): boolean {
  return unjudgeable.test(message);
}

function findings(violations: readonly Violation[]): PolicyFinding[] {
  const found = new Map<string, Violation[]>();
  for (const violation of violations)
    found.set(violation.policy, [...(found.get(violation.policy) ?? []), violation]);
  return [...found]
    .map(([policy, all]) => ({
      policy,
      level: all.some(({ level }) => level === "mandatory") ? "mandatory" : (all[0]?.level ?? ""),
      places: all.map(({ resource, message }) => ({ resource, message: message.replace(unjudgeable, "") })),
    }))
    .sort(
      (a, b) =>
        Number(b.level === "mandatory") - Number(a.level === "mandatory") || (a.policy < b.policy ? -1 : 1),
    );
}
