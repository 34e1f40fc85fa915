import { resolve } from "node:path";
import { enforcementLevel } from "../../../../policy/mechanism/policies";
import { readWaivers } from "../../../../policy/mechanism/waivers";
import { rules } from "../../../../policy/packs/all";
import { Judgement } from "./judgement";
import { environments, type Place, type Registered, registeredIn, runtimesOf } from "./stacks";
import { isGuard, weakeningsOf } from "./weakening";

/** Weakenings of the platform's own resources that no rule has to notice, and why; as `Weakening.what` writes them. */
export type Harmless = readonly { readonly because: string; readonly what: readonly string[] }[];

// Whole stacks are recorded, and judged some thousand times.
jest.setTimeout(120_000);

const waiversFile = resolve(__dirname, "../../../../policy/waivers.json");

/** What must be so of every stack of the platform on a cloud. */
export function describePlatform(cloud: string, harmless: Harmless): void {
  const places = runtimesOf(cloud).flatMap((runtime) =>
    environments.map((environment): Place => ({ cloud, runtime, environment })),
  );
  const stacks = new Map<Place, readonly Registered[]>();

  beforeAll(async () => {
    for (const place of places) stacks.set(place, await registeredIn(place));
  });

  test.each(places)("the platform's own output passes: $environment in $runtime", (place) => {
    const waivers = readWaivers(
      waiversFile,
      rules.map(({ id }) => id),
      new Date(),
    );
    const broken: string[] = [];
    for (const { rule, resource, answer } of new Judgement(stacks.get(place) ?? []).judged) {
      if (answer.kind === "not applicable") continue;
      waivers.judged(rule.id);
      if (answer.kind === "compliant" || waivers.waive(rule.id, resource)) continue;
      if (enforcementLevel(rule, place.environment) === "mandatory")
        broken.push(
          `${rule.id}: ${resource.name}: ${answer.kind === "violation" ? answer.details.join(", ") : answer.kind}`,
        );
    }
    expect([...broken, ...waivers.problems, ...waivers.unmatched(place.environment)]).toEqual([]);
  });

  test("a rule notices every weakening of its resources that does harm", () => {
    const unnoticed = new Map<string, string>();
    for (const [{ environment, runtime }, registered] of stacks) {
      const judgement = new Judgement(registered);
      const where = `${environment} in ${runtime}`;
      for (const resource of registered) {
        if (isGuard(resource) && !judgement.notices(resource, undefined))
          unnoticed.set(
            `${resource.type} (removed)`,
            `${resource.type} (removed) (${resource.name}, ${where})`,
          );
        for (const { what, to, weaker } of weakeningsOf(resource))
          if (!judgement.notices(resource, weaker))
            unnoticed.set(what, `${what} = ${to} (${resource.name}, ${where})`);
      }
    }
    const listed = harmless.flatMap(({ what }) => what);
    expect(
      [...unnoticed]
        .filter(([what]) => !listed.includes(what))
        .map(([, text]) => text)
        .sort(),
    ).toEqual([]);
    expect(listed.filter((what) => !unnoticed.has(what))).toEqual([]);
  });
}
