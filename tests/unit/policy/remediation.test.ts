import { policyOf } from "../../../policy/mechanism/policies";
import { Waivers } from "../../../policy/mechanism/waivers";
import { rules } from "../../../policy/packs/all";
import { analyze, type Given, type Properties, remediated, unknown } from "./pack";

const ruleOf = (id: string) => {
  const rule = rules.find((found) => found.id === id);
  if (rule === undefined) throw new Error(`there is no rule ${id}`);
  return rule;
};
const given = (type: string, properties: Properties = {}): Given => ({ type, name: "it", properties });
const names = { project: "project", environment: "main" };

/** Each rule that can set something right, with a resource that breaks it and what becomes of its properties. */
const fixes: Readonly<Record<string, readonly [Given, Properties]>> = {
  "aws-required-tags": [
    given("aws:s3/bucket:Bucket", { bucket: "b", tags: { Owner: "team", Environment: "test" } }),
    { bucket: "b", tags: { Owner: "team", Environment: "test", project: "project" } },
  ],
  "azure-required-tags": [given("azure-native:storage:StorageAccount"), { tags: names }],
  "gcp-required-labels": [given("gcp:storage/bucket:Bucket", { name: "b" }), { name: "b", labels: names }],
  "aws-load-balancer-drops-invalid-headers": [
    given("aws:lb/loadBalancer:LoadBalancer", { dropInvalidHeaderFields: false, internal: unknown }),
    { dropInvalidHeaderFields: true, internal: unknown },
  ],
  "aws-ecr-scan-on-push": [
    given("aws:ecr/repository:Repository"),
    { imageScanningConfiguration: { scanOnPush: true } },
  ],
  "aws-kms-key-rotation": [
    given("aws:kms/key:Key", { rotationPeriodInDays: 90 }),
    { rotationPeriodInDays: 90, enableKeyRotation: true },
  ],
};

test("every rule with a remediation is tried, and no other", () => {
  const able = rules.filter((rule) => rule.scope === "resource" && rule.remediation !== undefined);
  expect(Object.keys(fixes).sort()).toEqual(able.map(({ id }) => id).sort());
});

describe.each(Object.entries(fixes))("%s", (id, [broken, fixed]) => {
  test("sets right what is wrong, and leaves the rest", async () => {
    expect(await remediated(ruleOf(id), broken)).toEqual(fixed);
  });

  test("has nothing to say about the result, and sets it right no second time", async () => {
    const result = { ...broken, properties: fixed };
    const waivers = new Waivers([], [], "2026-01-01");
    expect((await analyze([policyOf(ruleOf(id), waivers, "prod")], result)).diagnostics).toEqual([]);
    expect(await remediated(ruleOf(id), result)).toBeUndefined();
  });

  test("leaves another type alone", async () => {
    expect(
      await remediated(ruleOf(id), { ...broken, type: "random:index/randomId:RandomId" }),
    ).toBeUndefined();
  });

  test("leaves alone what is waived", async () => {
    const waiver = { rule: id, resource: "it", reason: "", owner: "", expires: "2026-12-31" };
    const waivers = new Waivers([waiver], [], "2026-01-01");
    expect(await remediated(ruleOf(id), broken, waivers)).toBeUndefined();
  });
});

test("labels are where the type has them, and of letters that Google takes", async () => {
  const labels = (type: string) =>
    remediated(ruleOf("gcp-required-labels"), { ...given(type), stack: "My.Stack" });
  const expected = { project: "project", environment: "my-stack" };
  expect(await labels("gcp:container/cluster:Cluster")).toEqual({ resourceLabels: expected });
  expect(await labels("gcp:sql/databaseInstance:DatabaseInstance")).toEqual({
    settings: { userLabels: expected },
  });
});
