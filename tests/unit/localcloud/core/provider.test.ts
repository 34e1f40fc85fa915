import type { Properties } from "../../../../localcloud/rules";
import { CHANGED } from "../../../../localcloud/secrets";
import { secret, unwrap, UNKNOWN } from "../../../../localcloud/values";
import {
  databaseType,
  groupType,
  logGroupType,
  newCloud,
  newHome,
  removeHomes,
  subnetType,
  vpcType,
  type Cloud,
} from "./fixture";

afterEach(removeHomes);

const noNaming = { seed: undefined, autonaming: undefined };

async function problemsOf(cloud: Cloud, type: string, inputs: Properties): Promise<string[]> {
  const { problems } = await cloud.provider.check({ type, name: "it" }, {}, inputs, noNaming);
  return problems.map(({ path, reason }) => `${path} ${reason}`);
}

const rule = { fromPort: 80, toPort: 80, protocol: "tcp" };
const subnet = { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24", tags: {} };

describe("what a preview refuses already", () => {
  const group = { vpcId: "vpc-1", ingress: [rule] };
  it.each<[string, string, Properties, string]>([
    [
      "a name that is too long",
      groupType,
      { ...group, name: "a".repeat(21) },
      "longer than 20 characters (21)",
    ],
    ["a name that is too short", groupType, { ...group, name: "ab" }, "shorter than 3 characters"],
    ["a name of other letters", groupType, { ...group, name: "Web_1" }, "may only have lower-case letters"],
    [
      "a number over its limit",
      groupType,
      { ...group, ingress: [{ ...rule, fromPort: 65536 }] },
      "ingress[0].fromPort must be from 0 to 65535, but is 65536",
    ],
    [
      "too many elements",
      groupType,
      { ...group, ingress: [rule, rule, rule] },
      "must be at most 2 in number, but is 3 of them",
    ],
    [
      "a value that is not allowed",
      groupType,
      { ...group, ingress: [{ ...rule, protocol: "tpc" }] },
      'ingress[0].protocol must be one of tcp, udp, but is "tpc"',
    ],
    [
      "none of the inputs of which one is needed",
      groupType,
      { vpcId: "vpc-1" },
      "one of `ingress`, `egress` must be given",
    ],
    [
      "a value of another form",
      vpcType,
      { cidrBlock: "10.0.0.0/8" },
      'must be a block from /16 to /28, but is "10.0.0.0/8"',
    ],
    [
      "what the type's own check finds",
      subnetType,
      { ...subnet, cidrBlock: "0.0.0.0/0" },
      "cidrBlock is everything",
    ],
    [
      "inputs that exclude each other",
      subnetType,
      { ...subnet, availabilityZone: "a", availabilityZoneId: "b" },
      "availabilityZoneId conflicts with `availabilityZone`",
    ],
    [
      "two of exactly one",
      subnetType,
      { ...subnet, ipv4IpamPoolId: "x" },
      "ipv4IpamPoolId conflicts with `cidrBlock`",
    ],
    [
      "none of exactly one",
      subnetType,
      { vpcId: "vpc-1", tags: {} },
      "one of `cidrBlock`, `ipv4IpamPoolId` must be given",
    ],
    [
      "one of a pair",
      subnetType,
      { ...subnet, ipv6CidrBlock: "::/64" },
      "assignIpv6AddressOnCreation is missing",
    ],
    [
      "a region that does not exist",
      subnetType,
      { ...subnet, region: "eu-west-11" },
      "did you mean `eu-west-1`?",
    ],
  ])("%s", async (_, type, inputs, expected) => {
    const problems = await problemsOf(newCloud(), type, inputs);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(expected);
  });

  it("accepts what is right", async () => {
    const cloud = newCloud();
    expect(await problemsOf(cloud, groupType, { ...group, name: "web-1" })).toEqual([]);
    expect(await problemsOf(cloud, subnetType, subnet)).toEqual([]);
    expect(await problemsOf(cloud, vpcType, { cidrBlock: "10.0.0.0/16" })).toEqual([]);
  });

  it("reports the schema's and the rules' problems together", async () => {
    const problems = await problemsOf(newCloud(), groupType, {
      name: "ab",
      ingres: [],
      egress: [{ ...rule, toPort: "x" }],
    });
    expect(problems.map((problem) => problem.split(" ")[0])).toEqual(["ingres", "egress[0].toPort", "name"]);
  });

  it("waits with a verdict that depends on an unknown value or on what exists", async () => {
    const cloud = newCloud();
    // The second check looks at `tags`; the first one, which does not, still refuses.
    expect(
      await problemsOf(cloud, subnetType, { vpcId: UNKNOWN, cidrBlock: "10.0.0.0/24", tags: UNKNOWN }),
    ).toEqual([]);
    expect(
      await problemsOf(cloud, subnetType, { vpcId: UNKNOWN, cidrBlock: "0.0.0.0/0", tags: UNKNOWN }),
    ).toEqual(["cidrBlock is everything"]);
    // The VPC's check looks into the world first.
    expect(await problemsOf(cloud, vpcType, { cidrBlock: "10.99.0.0/16" })).toEqual([]);
    await expect(cloud.create(vpcType, "v", { cidrBlock: "10.99.0.0/16" })).rejects.toThrow(
      "cidrBlock: is reserved",
    );
  });

  it("counts an unknown input as given", async () => {
    expect(
      await problemsOf(newCloud(), subnetType, { ...subnet, cidrBlock: UNKNOWN, ipv4IpamPoolId: "x" }),
    ).toHaveLength(1);
    expect(await problemsOf(newCloud(), subnetType, { ...subnet, cidrBlock: UNKNOWN })).toEqual([]);
  });
});

describe("names", () => {
  const check = async (old: Properties, inputs: Properties, seed?: Uint8Array): Promise<Properties> => {
    const naming = { seed, autonaming: undefined };
    const subject = { type: logGroupType, name: "logs" };
    return (await newCloud().provider.check(subject, old, inputs, naming)).inputs;
  };

  it("are made from the logical name, are kept, and follow the seed", async () => {
    const first = await check({}, {});
    expect(first["name"]).toMatch(/^logs-[0-9a-f]{7}$/);
    expect(await check(first, {})).toEqual(first);
    expect((await check({}, {}))["name"]).not.toBe(first["name"]);
    const seed = new Uint8Array([1, 2, 3]);
    expect(await check({}, {}, seed)).toEqual(await check({}, {}, seed));
  });

  it("are left to the program when it gives one, also after an automatic one", async () => {
    expect(await check(await check({}, {}), { name: "mine" })).toEqual({ name: "mine" });
    expect((await check({ name: "mine" }, {}))["name"]).toMatch(/^logs-/);
    expect(await check({}, { namePrefix: "a" })).toEqual({ namePrefix: "a" });
  });

  it("are as the engine proposes", async () => {
    const subject = { type: logGroupType, name: "logs" };
    const autonaming = { proposed: "exact", mode: "enforce" } as const;
    const { inputs } = await newCloud().provider.check(subject, {}, {}, { seed: undefined, autonaming });
    expect(inputs["name"]).toBe("exact");
  });

  it("start with their prefix", async () => {
    const { id } = await newCloud().create(logGroupType, "logs", { namePrefix: "app-" });
    expect(id).toMatch(/^app-\d{26}$/);
  });

  it("are taken only within their region", async () => {
    const home = newHome();
    await newCloud({ home }).create(logGroupType, "a", { name: "x" });
    await expect(newCloud({ home }).create(logGroupType, "b", { name: "x" })).rejects.toThrow(
      "the name 'x' is taken",
    );
    await newCloud({ home, region: "eu-central-1" }).create(logGroupType, "b", { name: "x" });
  });

  it("stay taken for the recovery days", async () => {
    const cloud = newCloud();
    for (const [name, days] of [
      ["kept", 7],
      ["gone", undefined],
    ] as const) {
      const inputs = days === undefined ? { name } : { name, retentionInDays: days };
      const { id, outputs } = await cloud.create(logGroupType, "l", inputs);
      await cloud.provider.delete({ type: logGroupType, name: "l" }, id, outputs);
    }
    await expect(cloud.create(logGroupType, "l", { name: "kept" })).rejects.toThrow("recovery days");
    await cloud.create(logGroupType, "l", { name: "gone" });
    expect(cloud.store.list(logGroupType).map(({ id }) => id)).toEqual(["gone"]);
  });
});

describe("a creation", () => {
  it("gives outputs shaped as the rules say, and plausible ones where they say nothing", async () => {
    const { id, outputs } = await newCloud().create(vpcType, "v", { cidrBlock: "10.0.0.0/16" });
    expect(id).toMatch(/^vpc-[0-9a-f]{17}$/);
    expect(outputs).toMatchObject({
      id,
      arn: `arn:aws:ec2:eu-west-1:123456789012:vpc/${id}`,
      ownerId: "123456789012",
      enableDnsSupport: true,
      region: "eu-west-1",
      tagsAll: {},
    });
    expect(typeof outputs["defaultSecurityGroupId"]).toBe("string");
  });

  it("works for a type that has no rules at all", async () => {
    const { id, outputs } = await newCloud().create("aws:sqs/queue:Queue", "jobs", {});
    expect(id).toMatch(/^jobs-[0-9a-f]{7}$/);
    expect(outputs["arn"]).toBe(`arn:aws:sqs:eu-west-1:123456789012:queue/${id}`);
    await expect(newCloud().create("aws:sqs/queue:Queue", "jobs", { fifo: true })).rejects.toThrow(
      "fifoQueue",
    );
    await expect(newCloud().create("aws:sqs/queue:Kueue", "jobs", {})).rejects.toThrow(
      "has no resource type",
    );
  });

  it("is refused when it refers to what does not exist in its region", async () => {
    const home = newHome();
    const there = await newCloud({ home, region: "eu-central-1" }).create(vpcType, "v", {
      cidrBlock: "10.0.0.0/16",
    });
    const here = newCloud({ home });
    const attempt = here.create(subnetType, "s", { ...subnet, vpcId: there.id });
    await expect(attempt).rejects.toThrow(
      `vpcId: there is no aws:ec2/vpc:Vpc with the id '${there.id}' in eu-west-1`,
    );
  });

  it("is refused when nested references dangle, but not when they lead outside on purpose", async () => {
    const cloud = newCloud();
    const vpc = await cloud.create(vpcType, "v", { cidrBlock: "10.0.0.0/16" });
    const group = (source: string): Properties => ({
      vpcId: vpc.id,
      ingress: [{ ...rule, securityGroups: [source] }],
    });
    await expect(cloud.create(groupType, "g", group("sg-1"))).rejects.toThrow(
      "ingress[0].securityGroups[0]: there is no",
    );
    await cloud.create(groupType, "g", group("sg-external-1"));
  });

  it("is refused when the same exists already", async () => {
    const cloud = newCloud();
    const vpc = await cloud.create(vpcType, "v", { cidrBlock: "10.0.0.0/16" });
    await cloud.create(subnetType, "a", { ...subnet, vpcId: vpc.id });
    await expect(cloud.create(subnetType, "b", { ...subnet, vpcId: vpc.id })).rejects.toThrow(
      "AlreadyExists",
    );
    await cloud.create(subnetType, "c", { ...subnet, vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
  });

  it("tells in a preview what is known and nothing more", async () => {
    const cloud = newCloud();
    const { outputs } = await cloud.provider.create(
      { type: vpcType, name: "v" },
      { cidrBlock: "10.0.0.0/16" },
      true,
    );
    expect(outputs).toMatchObject({
      cidrBlock: "10.0.0.0/16",
      enableDnsSupport: true,
      arn: UNKNOWN,
      id: UNKNOWN,
    });
    expect(cloud.store.list()).toEqual([]);
  });

  it("does not know in a preview what is made of something that is partly unknown", async () => {
    const { outputs } = await newCloud().provider.create(
      { type: vpcType, name: "v" },
      { cidrBlock: "10.0.0.0/16", tags: { owner: UNKNOWN } },
      true,
    );
    expect(outputs).toMatchObject({ tags: { owner: UNKNOWN }, tagsAll: UNKNOWN });
  });

  it("gets the provider's tags", async () => {
    const cloud = newCloud({ configuration: { owner: "team" } });
    const { outputs } = await cloud.create(vpcType, "v", { cidrBlock: "10.0.0.0/16" });
    expect(outputs).toMatchObject({ tags: { owner: "team" }, tagsAll: { owner: "team" } });
  });
});

describe("a change", () => {
  const diff = (old: Properties, inputs: Properties, ignore: string[] = [], type = groupType) =>
    newCloud().provider.diff({ type, name: "it" }, old, inputs, ignore);

  it("names the places that changed, and how", async () => {
    const { changes } = await diff(
      { ingress: [rule], tags: { a: "1", b: "1" }, revokeRulesOnDelete: true },
      { ingress: [{ ...rule, toPort: 81 }, rule], tags: { a: "2", c: "1" } },
    );
    expect(changes.map(({ path, kind }) => `${kind} ${path}`).sort()).toEqual([
      "add ingress[1]",
      "add tags.c",
      "delete revokeRulesOnDelete",
      "delete tags.b",
      "update ingress[0].toPort",
      "update tags.a",
    ]);
    expect(changes.some(({ replace }) => replace)).toBe(false);
  });

  it("is none when inputs are equal, also under secrets", async () => {
    expect((await diff({ tags: { a: secret("x") } }, { tags: { a: "x" } })).changes).toEqual([]);
  });

  it("replaces on what is immutable: by rule, by the SDK's comment, by identity, by region", async () => {
    const replaces = async (type: string, old: Properties, inputs: Properties): Promise<boolean> =>
      (await diff(old, inputs, [], type)).changes.every(({ replace }) => replace);
    expect(await replaces(groupType, { description: "a" }, { description: "b" })).toBe(true);
    expect(await replaces(groupType, { description: "a" }, { description: UNKNOWN })).toBe(true);
    expect(await replaces(subnetType, { ipv6CidrBlock: "a" }, { ipv6CidrBlock: "b" })).toBe(true);
    expect(await replaces(databaseType, { clusterIdentifier: "a" }, { clusterIdentifier: "b" })).toBe(true);
    expect(await replaces(groupType, { region: "a" }, { region: "b" })).toBe(true);
    expect(await replaces(groupType, { tags: { a: "1" } }, { tags: { a: "2" } })).toBe(false);
  });

  it("deletes first where a fixed name would exist twice", async () => {
    const fixed = { name: "web", description: "a" };
    expect((await diff(fixed, { ...fixed, description: "b" })).deleteBeforeReplace).toBe(true);
    const automatic = { ...fixed, __defaults: ["name"] };
    expect((await diff(automatic, { ...automatic, description: "b" })).deleteBeforeReplace).toBe(false);
  });

  it("ignores what it is told to", async () => {
    const { changes } = await diff({ tags: { a: "1" } }, { tags: { a: "2" }, description: "x" }, ["tags"]);
    expect(changes.map(({ path }) => path)).toEqual(["description"]);
  });
});

describe("an update", () => {
  it("keeps id and ARN, in the preview too, and remakes what its inputs say", async () => {
    const cloud = newCloud();
    const old = { clusterIdentifier: "db", engine: "aurora-postgresql" };
    const made = await cloud.create(databaseType, "db", old);
    const news = { ...old, engineVersion: "16" };
    const subject = { type: databaseType, name: "db" };
    const preview = await cloud.provider.update(subject, made.id, made.outputs, old, news, true);
    expect(preview).toMatchObject({
      id: "db",
      endpoint: "db.local",
      arn: made.outputs["arn"],
      engineVersion: "16",
    });
    expect(cloud.store.get(databaseType, "db")?.outputs["engineVersion"]).not.toBe("16");
    const updated = await cloud.provider.update(subject, made.id, made.outputs, old, news, false);
    expect(updated).toMatchObject({ arn: made.outputs["arn"], engineVersion: "16" });
    expect(cloud.store.get(databaseType, "db")?.outputs["engineVersion"]).toBe("16");
  });

  it("falls back to the default when an input is taken away", async () => {
    const cloud = newCloud();
    const old = { cidrBlock: "10.0.0.0/16", enableDnsSupport: false };
    const made = await cloud.create(vpcType, "v", old);
    const news = { cidrBlock: "10.0.0.0/16" };
    const outputs = await cloud.provider.update(
      { type: vpcType, name: "v" },
      made.id,
      made.outputs,
      old,
      news,
      false,
    );
    expect(outputs["enableDnsSupport"]).toBe(true);
  });

  it("is refused for what is gone", async () => {
    const cloud = newCloud();
    const update = cloud.provider.update(
      { type: vpcType, name: "v" },
      "vpc-0",
      {},
      {},
      { cidrBlock: "10.0.0.0/16" },
      false,
    );
    await expect(update).rejects.toThrow("run `pulumi refresh`");
  });
});

describe("a deletion", () => {
  it("is refused while something uses the resource, and names it", async () => {
    const cloud = newCloud();
    const vpc = await cloud.create(vpcType, "v", { cidrBlock: "10.0.0.0/16" });
    const user = await cloud.create(subnetType, "s", { ...subnet, vpcId: vpc.id });
    const remove = (type: string, made: typeof vpc): Promise<void> =>
      cloud.provider.delete({ type, name: "x" }, made.id, made.outputs);
    await expect(remove(vpcType, vpc)).rejects.toThrow(
      `DependencyViolation: ${vpc.id} is still used by ${subnetType} ${user.id}`,
    );
    await remove(subnetType, user);
    await remove(vpcType, vpc);
    expect(cloud.store.list()).toEqual([]);
    await remove(vpcType, vpc);
  });

  it("is not held up by a reference that does not block, and is by the type's own rule", async () => {
    const cloud = newCloud();
    const vpc = await cloud.create(vpcType, "v", { cidrBlock: "10.0.0.0/16" });
    const source = await cloud.create(groupType, "a", { vpcId: vpc.id, egress: [rule], name: "source" });
    const inputs = {
      vpcId: vpc.id,
      ingress: [{ ...rule, securityGroups: [source.id] }],
      description: "locked",
    };
    const locked = await cloud.create(groupType, "b", inputs);
    await cloud.provider.delete({ type: groupType, name: "a" }, source.id, source.outputs);
    const refused = cloud.provider.delete({ type: groupType, name: "b" }, locked.id, locked.outputs);
    await expect(refused).rejects.toThrow("OperationNotPermitted: it is locked");
  });
});

describe("a read", () => {
  const subject = { type: vpcType, name: "v" };

  it("sees what was changed or removed behind the engine's back", async () => {
    const cloud = newCloud();
    const inputs = { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true };
    const { id, outputs } = await cloud.create(vpcType, "v", inputs);
    expect((await cloud.provider.read(subject, id, outputs, inputs))?.inputs).toEqual(inputs);
    await cloud.store.tamper(vpcType, id, { enableDnsHostnames: false });
    const drifted = await cloud.provider.read(subject, id, outputs, inputs);
    expect(drifted?.inputs).toEqual({ ...inputs, enableDnsHostnames: false });
    expect(drifted?.outputs["enableDnsHostnames"]).toBe(false);
    cloud.store.remove(vpcType, id);
    expect(await cloud.provider.read(subject, id, outputs, inputs)).toBeUndefined();
  });

  it("imports what the engine does not know", async () => {
    const cloud = newCloud();
    const { id } = await cloud.create(vpcType, "v", { cidrBlock: "10.0.0.0/16" });
    expect((await cloud.provider.read(subject, id, {}, {}))?.inputs).toEqual({ cidrBlock: "10.0.0.0/16" });
  });
});

describe("secrets", () => {
  const subject = { type: databaseType, name: "db" };
  const canary = "canary-4711-canary";
  const inputs = {
    clusterIdentifier: "db",
    engine: "x",
    masterPassword: canary,
    tags: { note: secret("canary-in-a-tag") },
  };

  it("are marked for the engine wherever their text goes", async () => {
    const { outputs } = await newCloud().create(databaseType, "db", inputs);
    const places = unwrap(outputs).secrets.map((steps) => steps.join("."));
    expect(places).toEqual(expect.arrayContaining(["masterPassword", "tags.note", "databaseName"]));
    expect(JSON.stringify(outputs["endpoint"])).not.toContain("canary");
  });

  it("stay secret when their surroundings become text", async () => {
    const wire = { tags: { hidden: secret("x") }, cidrBlock: "10.0.0.0/16" };
    const cloud = newCloud({ configuration: { owner: "team" } });
    const { inputs } = await cloud.provider.check({ type: vpcType, name: "v" }, {}, wire, noNaming);
    expect(inputs["tags"]).toEqual(secret({ owner: "team" }));
  });

  it("are not quoted by a refusal", async () => {
    const refused = { clusterIdentifier: "db", engine: "x", masterPassword: [canary], port: secret("4711") };
    const { problems } = await newCloud().provider.check(subject, {}, refused, noNaming);
    expect(problems.map(({ path }) => path).sort()).toEqual(["masterPassword", "port"]);
    expect(JSON.stringify(problems)).not.toMatch(/canary|4711/);
  });

  it("come back from a read while they are the same, and are marked changed when they are not", async () => {
    const cloud = newCloud();
    const { id, outputs } = await cloud.create(databaseType, "db", inputs);
    const same = await cloud.provider.read(subject, id, outputs, inputs);
    expect(unwrap(same?.inputs ?? {}).properties["masterPassword"]).toBe(canary);
    expect(unwrap(same?.outputs ?? {}).properties).toEqual(unwrap(outputs).properties);
    await cloud.store.tamper(databaseType, id, { masterPassword: "another" });
    const changed = await cloud.provider.read(subject, id, outputs, inputs);
    expect(changed?.inputs["masterPassword"]).toEqual(secret(CHANGED));
  });
});

describe("a data source", () => {
  it("is answered by its rule, refused by it, or unknown", async () => {
    const { provider } = newCloud();
    expect(await provider.invoke("aws:index/getRegion:getRegion", {})).toEqual({ region: "eu-west-1" });
    expect(await provider.invoke("aws:index/getRegion:getRegion", { region: "us-east-1" })).toEqual({
      region: "us-east-1",
    });
    await expect(provider.invoke("aws:index/getZone:getZone", {})).rejects.toThrow("name: no such zone");
    await expect(provider.invoke("aws:index/getX:getX", {})).rejects.toThrow(
      "cannot answer aws:index/getX:getX",
    );
  });
});
