import { Declarations } from "../../../../localcloud/schema/declarations";
import { Catalog } from "../../../../localcloud/schema/catalog";
import { findSdk } from "../../../../localcloud/schema/sdk";
import type { Properties } from "../../../../localcloud/rules";
import { UNKNOWN } from "../../../../localcloud/values";
import { catalog, groupType, newHome, project, removeHomes, subnetType } from "./fixture";

afterAll(removeHomes);

describe("what the SDK's declarations say", () => {
  const declarations = new Declarations(findSdk("aws", project), newHome());

  it("reads inputs, required ones, outputs and their optionality", () => {
    const schema = declarations.read(subnetType);
    expect(schema?.inputs.required).toEqual(["vpcId"]);
    expect(schema?.inputs.properties?.["assignIpv6AddressOnCreation"]).toEqual({ type: "boolean" });
    expect(schema?.inputs.properties?.["tags"]).toEqual({
      type: "object",
      additionalProperties: { type: "string" },
    });
    expect(schema?.inputs.properties).not.toHaveProperty("arn");
    expect(schema?.outputs["arn"]).toEqual({ schema: { type: "string" }, optional: false });
    expect(schema?.outputs["outpostArn"]?.optional).toBe(true);
  });

  it("reads nested types", () => {
    const schema = declarations.read(groupType);
    expect(schema?.inputs.properties?.["ingress"]).toEqual({
      type: "array",
      items: { $ref: "#/$defs/ec2.SecurityGroupIngress" },
    });
    expect(schema?.inputs.$defs?.["ec2.SecurityGroupIngress"]?.required).toEqual([
      "fromPort",
      "protocol",
      "toPort",
    ]);
  });

  it("reads secret outputs, comments that force replacement, and enums", () => {
    expect(declarations.read("aws:rds/cluster:Cluster")?.secretOutputs).toContain("masterPassword");
    expect(declarations.read(subnetType)?.immutable).toContain("ipv6CidrBlock");
    expect(declarations.enumeration("Region")).toContain("eu-west-1");
    expect(declarations.enumeration("rds.EngineMode")).toContain("provisioned");
  });

  it("keeps a strict enum and lets a relaxed one be any text", () => {
    const runtime = declarations.read("aws:lambda/function:Function")?.inputs.properties?.["runtime"];
    expect(runtime).toEqual({ type: "string" });
    const engine = declarations.read("aws:rds/clusterInstance:ClusterInstance")?.inputs.properties?.[
      "engine"
    ];
    expect(engine?.enum).toContain("aurora-postgresql");
  });

  it("knows the provider's own configuration and refuses what does not exist", () => {
    expect(declarations.read("pulumi:providers:aws")?.inputs.properties).toHaveProperty("defaultTags");
    expect(declarations.read("aws:ec2/nothing:Nothing")).toBeUndefined();
    expect(declarations.read("azure:ec2/vpc:Vpc")).toBeUndefined();
  });
});

describe("the validator", () => {
  const problems = async (type: string, inputs: Properties): Promise<string[]> => {
    const entry = await catalog.find(type);
    return (entry?.validate(inputs) ?? []).map(({ path, reason }) => `${path} ${reason}`);
  };
  const rule = { fromPort: 1, toPort: 1, protocol: "tcp" };

  it.each<[string, string, Properties, string]>([
    [
      "an unknown input",
      subnetType,
      { vpcId: "v", cidrblok: "x" },
      "cidrblok is not a property that this type has; did you mean `cidrBlock`?",
    ],
    ["a missing input", subnetType, {}, "vpcId is required, but was not given"],
    ["a wrong type", subnetType, { vpcId: 7 }, "vpcId must be a string, but is the number 7"],
    ["a list for an object", groupType, { tags: ["a"] }, "tags must be an object, but is a list"],
    [
      "a wrong map value",
      groupType,
      { tags: { "a.b": 1 } },
      'tags["a.b"] must be a string, but is the number 1',
    ],
    [
      "a nested wrong type",
      groupType,
      { ingress: [rule, { ...rule, fromPort: "80" }] },
      'ingress[1].fromPort must be a number, but is the string "80"',
    ],
    [
      "a nested missing input",
      groupType,
      { ingress: [{ fromPort: 1, toPort: 1 }] },
      "ingress[0].protocol is required, but was not given",
    ],
    [
      "a nested unknown input",
      groupType,
      { ingress: [{ ...rule, cidrBlock: [] }] },
      "ingress[0].cidrBlock is not a property that this type has; did you mean `cidrBlocks`?",
    ],
    [
      "an element of a list",
      groupType,
      { ingress: [{ ...rule, cidrBlocks: ["a", 3] }] },
      "ingress[0].cidrBlocks[1] must be a string, but is the number 3",
    ],
    [
      "a value outside an enum",
      "aws:rds/clusterInstance:ClusterInstance",
      { clusterIdentifier: "c", instanceClass: "db.t4g.medium", engine: "postgre" },
      'engine must be one of aurora, aurora-mysql, aurora-postgresql, mysql, postgres, but is "postgre"; did you mean `postgres`?',
    ],
    [
      "an element outside an enum",
      "aws:autoscaling/notification:Notification",
      { groupNames: [], topicArn: "t", notifications: ["autoscaling:EC2_INSTANCE_LAUNCH", "launch"] },
      'notifications[1] must be one of autoscaling:EC2_INSTANCE_LAUNCH, autoscaling:EC2_INSTANCE_TERMINATE, autoscaling:EC2_INSTANCE_LAUNCH_ERROR, autoscaling:EC2_INSTANCE_TERMINATE_ERROR, autoscaling:TEST_NOTIFICATION, but is "launch"',
    ],
  ])("refuses %s with its path", async (_, type, inputs, expected) => {
    expect(await problems(type, inputs)).toContain(expected);
  });

  it("accepts right inputs, at any depth", async () => {
    expect(await problems(groupType, { vpcId: "v", ingress: [rule], tags: { a: "b" } })).toEqual([]);
  });

  it("skips values that are not known yet and still sees those beside them", async () => {
    expect(await problems(groupType, { ingress: UNKNOWN, tags: UNKNOWN })).toEqual([]);
    expect(await problems(groupType, { ingress: [UNKNOWN, { ...rule, fromPort: UNKNOWN }] })).toEqual([]);
    expect(
      await problems(groupType, { ingress: [UNKNOWN, { ...rule, fromPort: UNKNOWN, toPort: true }] }),
    ).toEqual(["ingress[1].toPort must be a number, but is the boolean true"]);
  });

  it("reports all problems at once, one for each place", async () => {
    const found = await problems(subnetType, { cidrBlock: 1, mapPublicIpOnLaunch: "yes" });
    expect(found).toHaveLength(3);
    const [union] = await problems("aws:iam/policy:Policy", { policy: 3 });
    expect(union).toContain("policy must be");
  });

  it("is the same when it comes from the disk", async () => {
    const home = newHome();
    const fresh = await new Catalog("aws", project, home).find(subnetType);
    const again = await new Catalog("aws", project, home).find(subnetType);
    expect(again?.schema).toEqual(fresh?.schema);
    expect(again?.validate({})).toEqual([{ path: "vpcId", reason: "is required, but was not given" }]);
  });
});
