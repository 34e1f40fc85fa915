import fc from "fast-check";
import { openAlerts } from "../../../../tools/delivery/canary-alerts";
import { rounds, type Wish } from "../../../../tools/delivery/canary-rounds";
import { canaryState, lastSucceeded } from "../../../../tools/delivery/canary-state";
import { lastDeployed } from "../../../../tools/delivery/last-good";
import { exitCodeOfCanary } from "../../../../tools/delivery/canary";

const wish: fc.Arbitrary<Wish> = fc.record({
  steps: fc
    .uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 10 })
    .map((steps) => steps.sort((one, other) => one - other)),
  wait: fc.integer({ min: 1, max: 120 }),
});
const wishes = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), wish, { minKeys: 1, maxKeys: 5 });

describe("the rounds of a canary", () => {
  test("take each service through exactly its own steps, in order, and never back", () => {
    fc.assert(
      fc.property(wishes, (asked) => {
        const all = rounds(asked);
        for (const [name, { steps }] of Object.entries(asked)) {
          const shares = all.map((round) => round.shares[name] ?? NaN);
          expect(shares).toEqual([...shares].sort((one, other) => one - other));
          expect([...new Set(shares)]).toEqual(steps);
        }
      }),
    );
  });

  test("are as many as the longest has, and as long as the most patient one wants", () => {
    fc.assert(
      fc.property(wishes, (asked) => {
        const all = rounds(asked);
        const every = Object.values(asked);
        expect(all).toHaveLength(Math.max(...every.map(({ steps }) => steps.length)));
        for (const { wait } of all) expect(every.every((each) => each.wait <= wait)).toBe(true);
      }),
    );
  });

  test("are none where nobody asks", () => {
    expect(rounds({})).toEqual([]);
  });
});

describe("what a state says for a canary", () => {
  const urn = (name: string) =>
    `urn:pulumi:dev::platform::platform:index:Platform$platform:gcp:Service::${name}`;
  const id = "projects/p/locations/l/services/api";
  const state = (outputs: Record<string, unknown>) => {
    const revision = { latestCreatedRevision: `${id}/revisions/api-00002-abc` };
    const run = { type: "gcp:cloudrunv2/service:Service", urn: urn("api-run"), id, parent: urn("api") };
    const service = { type: "platform:gcp:Service", urn: urn("api"), outputs };
    const other = { type: "gcp:kms/keyRing:KeyRing", urn: urn("ring"), id: "ring", parent: urn("api") };
    return JSON.stringify({ deployment: { resources: [service, { ...run, outputs: revision }, other] } });
  };

  test("is the revision that was brought up last, by its short name", () => {
    const { ids, serving } = canaryState(state({}));
    expect([...serving]).toEqual([["api", "api-00002-abc"]]);
    expect(ids).toEqual([id]);
  });

  test("is the old one where a canary was cut off", () => {
    expect([...canaryState(state({ serving: "api-old" })).serving]).toEqual([["api", "api-old"]]);
  });

  test("is nothing before the first time", () => {
    expect(canaryState('{"deployment":{}}')).toEqual({ serving: new Map(), ids: [] });
  });

  test("is worth something only after an update that succeeded", () => {
    const of = (...results: string[]) =>
      JSON.stringify(results.map((result) => ({ kind: "update", result })));
    expect(lastSucceeded(of("succeeded", "failed"))).toBe(true);
    expect(lastSucceeded(of("failed", "succeeded"))).toBe(false);
    expect(lastSucceeded("[]")).toBe(false);
  });
});

test("the last good services are those before a canary that was cut off", () => {
  const update = (image: string, more: Record<string, unknown> = {}) => ({
    ...{ kind: "update", result: "succeeded" },
    config: { "platform:services": { value: JSON.stringify({ api: { image } }) }, ...more },
  });
  const step = update("new", { "platform:canary": { value: "{}" } });
  expect(lastDeployed(JSON.stringify([step, update("old")]))).toEqual({ api: { image: "old" } });
});

describe("the alerts that are on", () => {
  const answer = (value: unknown, asked: string[][] = []) => ({
    asked,
    ask: (program: string, args: readonly string[]) => {
      asked.push([program, ...args]);
      return Promise.resolve({ exitCode: 0, stdout: JSON.stringify(value), stderr: "" });
    },
  });

  test("of a resource group, by the names of their rules", async () => {
    const essentials = { alertRule: "/subscriptions/s/providers/microsoft.insights/metricAlerts/api-errors" };
    const { ask, asked } = answer({ value: [{ id: "/a/1", name: "1", properties: { essentials } }] });
    const app = "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/containerApps/api";
    expect(await openAlerts([app, `${app}2`], ask)).toEqual([{ id: "/a/1", name: "api-errors" }]);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.join(" ")).toMatch(
      /^az rest .*subscriptions\/s\/.*monitorCondition=Fired.*targetResourceGroup=g/,
    );
  });

  test("of a project, by the names of their policies", async () => {
    const { ask, asked } = answer([
      { name: "projects/p/alerts/1", policy: { displayName: "requests fail" } },
    ]);
    expect(await openAlerts(["projects/p/locations/l/services/api"], ask)).toEqual([
      { id: "projects/p/alerts/1", name: "requests fail" },
    ]);
    expect(asked[0]?.slice(0, 6)).toEqual(["gcloud", "monitoring", "alerts", "list", "--project", "p"]);
  });

  test("are no good guess where the cloud does not answer", async () => {
    const ask = () => Promise.resolve({ exitCode: 1, stdout: "", stderr: "not signed in" });
    await expect(openAlerts(["projects/p/locations/l/services/api"], ask)).rejects.toThrow(
      /projects\/p.*not signed in/s,
    );
    await expect(openAlerts(["arn:aws:ecs:eu-west-1:1:service/a"], ask)).rejects.toThrow("Nobody knows");
  });
});

test("the exit code tells who has to act", () => {
  expect(exitCodeOfCanary({ kind: "through" })).toBe(0);
  expect(exitCodeOfCanary({ kind: "back", why: "" })).toBe(1);
  expect(exitCodeOfCanary({ kind: "stuck", why: "", step: "" })).toBe(2);
});
