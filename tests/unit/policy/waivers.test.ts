import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Property } from "../../../policy/mechanism/property";
import type { Resource } from "../../../policy/mechanism/resource";
import { policyOf, waiverPolicies } from "../../../policy/mechanism/policies";
import { readWaivers } from "../../../policy/mechanism/waivers";
import { rule } from "../../../policy/rules/storage/aws-bucket-not-public";
import { analyze, analyzeStack, type Given } from "./pack";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "waivers-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const now = new Date("2026-11-24T12:00:00Z");
const good = {
  rule: rule.id,
  resource: "assets",
  reason: "The public web site's pictures are meant for everybody.",
  owner: "web team",
  expires: "2027-03-31",
};
function file(content: unknown) {
  const path = join(folder, "waivers.json");
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return readWaivers(path, [rule.id], now);
}
const withWaivers = (...waivers: object[]) => file({ waivers });

const type = "aws:s3/bucket:Bucket";
const assets: Given = { type, name: "assets", properties: { acl: "public-read" } };
const resource: Resource = {
  type,
  name: "assets",
  urn: `urn:pulumi:main::project::${type}::assets`,
  properties: new Property({}),
  provider: new Property({}),
  protect: false,
  ignoreChanges: [],
  sources: () => [],
};

test("a waived violation is not reported, and the waiver counts as needed", async () => {
  const waivers = withWaivers(good);
  expect((await analyze([policyOf(rule, waivers, "prod")], assets)).diagnostics).toEqual([]);
  expect((await analyzeStack(waiverPolicies(waivers), [assets])).diagnostics).toEqual([]);
});

test.each([
  ["its name", "assets"],
  ["a part of its name", "ass*"],
  ["its type", type],
  ["its URN", resource.urn],
  ["a part of its URN", "*::aws:s3/bucket:Bucket::assets"],
])("a resource is found by %s", (_, glob) => {
  expect(withWaivers({ ...good, resource: glob }).waive(rule.id, resource)).toBe(true);
});

test.each([
  ["another rule", { rule: "another" }],
  ["another resource", { resource: "asset" }],
  ["a name that a dot would match", { resource: "a.sets" }],
  ["another stack", { stack: "production" }],
])("a waiver for %s waives nothing", (_, change) => {
  expect(withWaivers({ ...good, ...change }).waive(rule.id, resource)).toBe(false);
});

test("an expired waiver waives nothing and is an error that says so", async () => {
  const waivers = withWaivers({ ...good, expires: "2026-11-23" });
  expect((await analyze([policyOf(rule, waivers, "prod")], assets)).diagnostics).toHaveLength(1);
  const { diagnostics } = await analyze(waiverPolicies(waivers), { type: "pulumi:pulumi:Stack" });
  expect(diagnostics).toEqual([
    expect.objectContaining({
      level: 1,
      message: expect.stringContaining("expired on 2026-11-23") as string,
    }),
  ]);
});

test("a waiver holds on its last day", () => {
  expect(withWaivers({ ...good, expires: "2026-11-24" }).waive(rule.id, resource)).toBe(true);
});

test("a waiver that nothing needed is an error", async () => {
  const waivers = withWaivers(good);
  const fixed: Given = { ...assets, properties: { acl: "private" } };
  await analyze([policyOf(rule, waivers, "prod")], fixed);
  const { diagnostics } = await analyzeStack(waiverPolicies(waivers), [fixed]);
  expect(diagnostics).toEqual([
    expect.objectContaining({ level: 1, message: expect.stringContaining("matches no violation") as string }),
  ]);
});

test("a waiver of a rule that had nothing to judge is no error: the stack is on another cloud", async () => {
  const waivers = withWaivers(good);
  const elsewhere: Given = { type: "azure-native:storage:StorageAccount", name: "assets" };
  await analyze([policyOf(rule, waivers, "prod")], elsewhere);
  expect((await analyzeStack(waiverPolicies(waivers), [elsewhere])).diagnostics).toEqual([]);
});

test("a waiver for another stack is no error in this one", async () => {
  const waivers = withWaivers({ ...good, stack: "production" });
  await analyze([policyOf(rule, waivers, "prod")], { ...assets, properties: { acl: "private" } });
  expect((await analyzeStack(waiverPolicies(waivers), [assets])).diagnostics).toEqual([]);
});

test.each([
  ["text that is not JSON", "{", "can't be read"],
  ["no list", {}, "waivers"],
  ["no reason", { waivers: [{ ...good, reason: "" }] }, "waivers.0.reason"],
  ["no owner", { waivers: [{ ...good, owner: "" }] }, "waivers.0.owner"],
  ["no expiry date", { waivers: [{ ...good, expires: undefined }] }, "waivers.0.expires"],
  ["a date of another form", { waivers: [{ ...good, expires: "31.12.2026" }] }, "2027-01-31"],
  ["a day that does not exist", { waivers: [{ ...good, expires: "2027-02-30" }] }, "waivers.0.expires"],
  ["a date years away", { waivers: [{ ...good, expires: "2036-01-01" }] }, "the longest is 366 days"],
  ["a rule that does not exist", { waivers: [{ ...good, rule: "aws-no" }] }, "does not exist"],
  ["all resources", { waivers: [{ ...good, resource: "*" }] }, "not all of them"],
  ["an unknown key", { waivers: [{ ...good, until: "2027" }] }, "until"],
])("%s is reported", async (_, content, problem) => {
  const { diagnostics } = await analyze(waiverPolicies(file(content)), { type: "pulumi:pulumi:Stack" });
  expect(diagnostics.map(({ level }) => level)).toEqual([1]);
  expect(diagnostics[0]?.message).toContain(problem);
});

test("a malformed file grants nothing", () => {
  expect(file({ waivers: [good, { ...good, owner: "" }] }).waive(rule.id, resource)).toBe(false);
});
