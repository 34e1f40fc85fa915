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

/** The tests of AWS's rules are `SUBJECT.test.ts`, those of another cloud's `CLOUD-SUBJECT.test.ts`. */
function testsOf(name: string, subject: string): string {
  const cloud = name.split("-")[0] ?? "";
  const file = cloud === "aws" ? `${subject}.test.ts` : `${cloud}-${subject}.test.ts`;
  return readFileSync(join(__dirname, "rules", file), "utf8");
}

test.each(files)("$name has tests of its own", ({ subject, name }) => {
  const tests = testsOf(name, subject);
  const variable = new RegExp(
    `import \\{ rule as (\\w+) \\} from "[./]*policy/rules/${subject}/${name}";`,
  ).exec(tests)?.[1];
  expect(variable).toBeDefined();
  expect(tests).toContain(`describeRule(${String(variable)}, {`);
});

test.each(rules.map((rule) => ({ id: rule.id, rule })))("$id is described in full sentences", ({ rule }) => {
  for (const text of [rule.title, rule.reason, rule.remedy]) expect(text).toMatch(/^[A-Z].*\.$/);
  expect(rule.types.length).toBeGreaterThan(0);
  for (const type of rule.types)
    expect(type).toMatch(
      /^((aws|gcp):[a-z0-9-]+\/[a-zA-Z0-9]+|azure-native:[a-z0-9]+|kubernetes:[a-z0-9.]+\/v[a-z0-9]+|docker:index\/[a-z]+):[A-Z]\w+$/,
    );
});

/** Kinds that are no part of Kubernetes, but that every program makes as `CustomResource` under these types. */
const custom: readonly string[] = [
  "kubernetes:gateway.networking.k8s.io/v1:Gateway",
  "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute",
  "kubernetes:networking.gke.io/v1:GCPBackendPolicy",
  "kubernetes:networking.gke.io/v1:GCPGatewayPolicy",
];

test("every type that a rule judges is one of the SDK's", () => {
  const unheard = [...new Set(rules.flatMap(({ types }) => types))].filter((type) => {
    const [provider = "", module = "", name = ""] = type.split(":");
    // The SDK of Kubernetes has a folder for each version of a group of kinds, named without the group's domain.
    const [group = "", version = ""] = module.split("/");
    const [folder = "", path = name] =
      provider === "kubernetes" ? [join(group.split(".")[0] ?? "", version), name] : module.split("/");
    const modules = resolve(
      __dirname,
      `../../../node_modules/@pulumi/${provider}`,
      folder === "index" ? "" : folder,
    );
    // The SDKs write abbreviations in file names as they like: `iAMMember` is in `iammember.js`.
    const file = existsSync(modules)
      ? readdirSync(modules).find((found) => found.toLowerCase() === `${path.toLowerCase()}.js`)
      : undefined;
    const declared = file !== undefined && readFileSync(join(modules, file), "utf8").includes(`'${type}'`);
    return !custom.includes(type) && !declared;
  });
  expect(unheard).toEqual([]);
});
