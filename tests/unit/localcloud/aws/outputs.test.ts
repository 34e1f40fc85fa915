import { shown } from "../../../../localcloud/reading";
import { types } from "../../../../localcloud/aws/types";
import type { Properties } from "../../../../localcloud/rules";
import { Aws, account, region, trust } from "./aws";

const arn = (service: string, resource: string): RegExp =>
  new RegExp(`^arn:aws:${service}:${region}:${account}:${resource}$`);

describe("what the local AWS gives back", () => {
  let aws: Aws;
  beforeEach(() => {
    aws = new Aws({ defaultTags: { tags: { owner: "platform", environment: "dev" } } });
  });
  afterEach(() => {
    aws.close();
  });

  it("has the form of AWS's ids, ARNs and names", async () => {
    const place = await aws.place();
    expect(place.vpcId).toMatch(/^vpc-[0-9a-f]{17}$/);
    expect(place.subnets[0]).toMatch(/^subnet-[0-9a-f]{17}$/);
    const balancer = await aws.loadBalancer(place, { name: "entry" });
    expect(balancer.id).toMatch(arn("elasticloadbalancing", "loadbalancer/app/entry/[0-9a-f]{16}"));
    expect(balancer.outputs).toMatchObject({
      arn: balancer.id,
      vpcId: place.vpcId,
      zoneId: "Z32O12XQLNTSW2",
    });
    expect(balancer.outputs["dnsName"]).toMatch(/^entry-\d{10}\.eu-west-1\.elb\.amazonaws\.com$/);
    expect(balancer.outputs["arnSuffix"]).toMatch(/^app\/entry\/[0-9a-f]{16}$/);
    const secret = await aws.make(types.secret, { name: "api/key" });
    expect(secret.id).toMatch(arn("secretsmanager", "secret:api/key-[0-9a-f]{6}"));
    expect(await aws.key()).toMatch(arn("kms", "key/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
    const { outputs } = await aws.make(types.role, {
      name: "api",
      path: "/app/",
      assumeRolePolicy: trust("ecs.amazonaws.com"),
    });
    expect(outputs["arn"]).toBe(`arn:aws:iam::${account}:role/app/api`);
  });

  it("counts a task definition's revisions up", async () => {
    const containerDefinitions = JSON.stringify([{ name: "api", image: "api", memory: 128 }]);
    const first = await aws.make(types.taskDefinition, { family: "api", containerDefinitions });
    const second = await aws.make(types.taskDefinition, { family: "api", containerDefinitions });
    expect([first.outputs["revision"], second.outputs["revision"]]).toEqual([1, 2]);
    expect(second.outputs["arn"]).toBe(`arn:aws:ecs:${region}:${account}:task-definition/api:2`);
  });

  it("makes one validation record for a domain and its wildcard", async () => {
    const { outputs } = await aws.make(types.certificate, {
      domainName: "example.com",
      subjectAlternativeNames: ["*.example.com", "example.org"],
      validationMethod: "DNS",
    });
    const options = outputs["domainValidationOptions"] as Properties[];
    expect(options.map(({ domainName }) => domainName)).toEqual([
      "example.com",
      "*.example.com",
      "example.org",
    ]);
    expect(new Set(options.map(({ resourceRecordName }) => resourceRecordName)).size).toBe(2);
  });

  it("merges the provider's default tags below the resource's own", async () => {
    const { outputs } = await aws.make(types.topic, { tags: { owner: "api" } });
    expect(outputs["tagsAll"]).toEqual({ owner: "api", environment: "dev" });
    expect(outputs["tags"]).toEqual(outputs["tagsAll"]);
  });

  it("writes a policy that is given as an object as JSON", async () => {
    const document = JSON.parse(trust("ecs-tasks.amazonaws.com")) as Properties;
    const { outputs } = await aws.make(types.role, { assumeRolePolicy: document });
    expect(JSON.parse(shown(outputs["assumeRolePolicy"]))).toEqual(document);
  });

  it("answers for the account, its region and zones", async () => {
    const ask = (token: string, inputs: Properties = {}) => aws.provider.invoke(token, inputs);
    expect(await ask("aws:index/getCallerIdentity:getCallerIdentity")).toMatchObject({ accountId: account });
    expect(
      await ask("aws:index/getAvailabilityZones:getAvailabilityZones", { state: "available" }),
    ).toMatchObject({
      names: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
      zoneIds: ["euw1-az1", "euw1-az2", "euw1-az3"],
    });
    const token = await ask("aws:ecr/getAuthorizationToken:getAuthorizationToken");
    expect(token).toMatchObject({
      userName: "AWS",
      proxyEndpoint: `https://${account}.dkr.ecr.${region}.amazonaws.com`,
    });
  });

  it("finds any hosted zone by name but those that are said to be missing", async () => {
    const token = "aws:route53/getZone:getZone";
    const found = await aws.provider.invoke(token, { name: "example.com" });
    expect(found["zoneId"]).toMatch(/^Z[A-Z0-9]{10,}$/);
    const record = {
      zoneId: found["zoneId"] ?? "",
      name: "a.example.com",
      type: "A",
      ttl: 60,
      records: ["192.0.2.1"],
    };
    expect(await aws.refusals(types.record, record)).toEqual([]);
    await expect(aws.provider.invoke(token, { name: "missing-example.com" })).rejects.toThrow(
      "no matching Route 53 hosted zone",
    );
  });
});
