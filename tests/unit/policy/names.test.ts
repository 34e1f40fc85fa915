import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { rules } from "../../../policy/packs/all";

const folder = resolve(__dirname, "../../../policy/rules");
const files = readdirSync(folder).flatMap((subject) =>
  readdirSync(join(folder, subject)).map((file) => ({ subject, name: basename(file, ".ts") })),
);

test("there is a file for each rule of the packs, named after it, and no other", () => {
  expect(files.map(({ name }) => name).sort()).toEqual(rules.map(({ id }) => id).sort());
  expect(new Set(files.map(({ name }) => name)).size).toBe(files.length);
});

test.each(files)("$name has tests of its own", ({ subject, name }) => {
  const tests = readFileSync(join(__dirname, "rules", `${subject}.test.ts`), "utf8");
  const variable = new RegExp(
    `import \\{ rule as (\\w+) \\} from "[./]*policy/rules/${subject}/${name}";`,
  ).exec(tests)?.[1];
  expect(variable).toBeDefined();
  expect(tests).toContain(`describeRule(${String(variable)}, {`);
});

test.each(rules.map((rule) => ({ id: rule.id, rule })))("$id is described in full sentences", ({ rule }) => {
  for (const text of [rule.title, rule.reason, rule.remedy]) expect(text).toMatch(/^[A-Z].*\.$/);
  expect(rule.types.length).toBeGreaterThan(0);
  for (const type of rule.types) expect(type).toMatch(/^aws:[a-z0-9-]+\/[a-zA-Z0-9]+:[A-Z]\w+$/);
});

/** Resource types of earlier versions of the SDK, which a team that uses the pack may still have. */
const earlier: readonly string[] = [];

test("every type that a rule judges is one of the SDK's", () => {
  const unheard = [...new Set(rules.flatMap(({ types }) => types))].filter((type) => {
    const path = type.replace(/^aws:(.*):\w+$/, "$1");
    const file = resolve(__dirname, `../../../node_modules/@pulumi/aws/${path}.js`);
    return !earlier.includes(type) && !(existsSync(file) && readFileSync(file, "utf8").includes(`'${type}'`));
  });
  expect(unheard).toEqual([]);
});
