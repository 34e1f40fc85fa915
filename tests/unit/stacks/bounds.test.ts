import { nodeAt, outline } from "../../../stacks/outline";
import { problemsWith, type Changes } from "./configuration";

type Node = typeof outline;

/** Every whole or decimal number in the schema, as a dotted path in the small stack. */
function numbers(path: readonly string[], node: Node): { key: string; node: Node }[] {
  const own = node.type === "integer" || node.type === "number" ? [{ key: path.join("."), node }] : [];
  const inner = Object.entries(node.properties ?? {}).flatMap(([key, child]) =>
    typeof child === "boolean" ? [] : numbers([...path, key], child),
  );
  const forms = (node.anyOf ?? []).flatMap((form) => (typeof form === "boolean" ? [] : numbers(path, form)));
  return [...own, ...inner, ...forms];
}

const service = nodeAt(["services", "api"]);
if (service === undefined) throw new Error("The schema has no services.");
const found = [...numbers([], outline), ...numbers(["services", "api"], service)].filter(
  // `budget` has no lowest value, any version is text too, and `rotation` takes any number.
  ({ node }) => node.minimum !== undefined && node.maximum !== undefined && node.description !== undefined,
);

/** What else must change so that a bound breaks no rule across keys. */
function room(key: string, value: number): Changes {
  switch (key) {
    case "database.storage":
      return { database: { storage: value, maximumStorage: 65_536 } };
    case "database.maximumStorage":
      return { database: { storage: 20, maximumStorage: value } };
    case "services.api.scaling.min":
      return { "services.api.scaling": { min: value, max: 1000 } };
    case "services.api.scaling.max":
      return { "services.api.scaling": { min: 1, max: value } };
    case "services.api.canary.wait":
      return { "services.api.canary": { steps: [10], wait: value } };
    default:
      return { [key]: value };
  }
}

const refused = (key: string, value: number) =>
  problemsWith(room(key, value)).some((problem) => problem.key === `platform:${key}`);

test("the schema bounds its numbers", () => {
  expect(found.map(({ key }) => key)).toEqual(
    expect.arrayContaining(["network.zones", "backup.retentionDays", "services.api.memory"]),
  );
  expect(found.length).toBeGreaterThanOrEqual(24);
});

test.each(found)("$key has its least and greatest value, and nothing beyond", ({ key, node }) => {
  const { minimum = NaN, maximum = NaN } = node;
  const step = node.type === "integer" ? 1 : 0.01;
  expect(refused(key, minimum - step)).toBe(true);
  expect(refused(key, maximum + step)).toBe(true);
  expect(problemsWith(room(key, minimum))).toEqual([]);
  // Half of the storage's own limit is as far as its growth may still follow.
  const most = key === "database.storage" ? maximum / 2 : maximum;
  expect(problemsWith(room(key, most))).toEqual([]);
});

test.each(found.filter(({ node }) => node.type === "integer"))("$key is whole", ({ key, node }) => {
  expect(refused(key, (node.minimum ?? NaN) + 0.5)).toBe(true);
});
