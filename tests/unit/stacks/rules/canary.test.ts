import fc from "fast-check";
import { problemsWith, type Changes } from "../configuration";
import { judge, type Case } from "./judge";

const of = (steps: number[], more: Changes = {}): Changes => ({
  "services.api.canary": { steps, wait: 5 },
  ...more,
});
const azure = { cloud: "azure", region: "westeurope" };
const now = (name: string, more: Changes = {}) =>
  of([10, 50], { ...azure, canary: { [name]: { stable: "api--old", percent: 10 } }, ...more });
const steps = "platform:services.api.canary.steps";

const cases: Case[] = [
  {
    rule: "a canary of a service that is not public",
    wrong: { "services.worker.canary": { steps: [10], wait: 5 } },
    right: of([10]),
    key: "platform:services.worker.canary",
    says: /no effect.*public/s,
  },
  {
    rule: "steps that fall",
    wrong: of([50, 10], azure),
    right: of([10, 50], azure),
    key: steps,
    says: /rise/,
  },
  { rule: "a step twice", wrong: of([10, 10], azure), right: of([10, 11], azure), key: steps, says: /rise/ },
  {
    rule: "uneven steps on AWS",
    wrong: of([10, 50]),
    right: of([25, 50, 75]),
    key: steps,
    says: /AWS.*one share/s,
  },
  {
    rule: "too few even steps on AWS",
    wrong: of([10, 20]),
    right: of([40, 80]),
    key: steps,
    says: /up to 100/,
  },
  { rule: "steps that ECS finds too small", wrong: of([2, 4]), right: of([2]), key: steps, says: /from 3/ },
  {
    rule: "a canary on Kubernetes",
    wrong: of([10], { runtime: "kubernetes" }),
    right: { runtime: "kubernetes" },
    key: "platform:services.api.canary",
    says: /Leave it out/,
  },
  {
    rule: "a share of a service that asks for no canary",
    wrong: now("worker"),
    right: now("api"),
    key: "platform:canary.worker",
    says: /no service/,
  },
  {
    rule: "a share on a cloud that makes the steps itself",
    wrong: of([10], { canary: { api: { stable: "api", percent: 10 } } }),
    right: of([10]),
    key: "platform:canary.api",
    says: /from outside/,
  },
];

judge(cases);

test("AWS takes equal steps, whatever their size", () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 50 }), (step) => {
      const even = Array.from({ length: Math.ceil(100 / step) - 1 }, (_, index) => step * (index + 1));
      expect(problemsWith(of(even))).toEqual([]);
    }),
  );
});

test("any steps that rise are taken where the command makes them", () => {
  const rising = fc
    .uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 10 })
    .map((all) => all.sort((one, other) => one - other));
  fc.assert(
    fc.property(rising, (all) => {
      expect(problemsWith(of(all, azure))).toEqual([]);
    }),
    { numRuns: 30 },
  );
});
