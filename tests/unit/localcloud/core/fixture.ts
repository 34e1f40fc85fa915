import * as fs from "fs";
import * as os from "os";
import * as path from "path";
import { Clock } from "../../../../localcloud/clock";
import { Faults } from "../../../../localcloud/faults";
import { Rulebook } from "../../../../localcloud/interpreter/rulebook";
import { CloudProvider } from "../../../../localcloud/provider";
import type { CloudRules, Properties, ResourceRules } from "../../../../localcloud/rules";
import { Catalog } from "../../../../localcloud/schema/catalog";
import { Store } from "../../../../localcloud/store";
import { shown } from "../../../../localcloud/values";

export const project = path.resolve(__dirname, "../../../..");

/** One cache for all tests, so that a type is read from the declarations once. */
export const catalog = new Catalog("aws", project, path.join(project, ".local", "test-cache"));

export const vpcType = "aws:ec2/vpc:Vpc";
export const subnetType = "aws:ec2/subnet:Subnet";
export const groupType = "aws:ec2/securityGroup:SecurityGroup";
export const databaseType = "aws:rds/cluster:Cluster";
export const logGroupType = "aws:cloudwatch/logGroup:LogGroup";

/** Tables that use every kind of rule, on types of the real SDK. */
export const resources: readonly ResourceRules[] = [
  {
    type: vpcType,
    id: "vpc-{hex:17}",
    outputs: { arn: "arn:aws:ec2:{region}:{account}:vpc/{id}", ownerId: "{account}" },
    defaults: { enableDnsSupport: true },
    immutable: ["cidrBlock"],
    limits: [
      { path: "cidrBlock", pattern: /[\d.]+\/(1[6-9]|2[0-8])/, reason: "must be a block from /16 to /28" },
    ],
    check: (inputs, world) =>
      world.all(vpcType).length >= 5
        ? [{ path: "", reason: "VpcLimitExceeded: at most 5" }]
        : inputs["cidrBlock"] === "10.99.0.0/16"
          ? [{ path: "cidrBlock", reason: "is reserved" }]
          : [],
  },
  {
    type: subnetType,
    id: "subnet-{hex:17}",
    outputs: { arn: "arn:aws:ec2:{region}:{account}:subnet/{id}" },
    references: [{ path: "vpcId", to: vpcType }],
    immutable: ["vpcId", "cidrBlock"],
    uniqueBy: [["vpcId", "cidrBlock"]],
    atMostOneOf: [["availabilityZone", "availabilityZoneId"]],
    together: [["ipv6CidrBlock", "assignIpv6AddressOnCreation"]],
    exactlyOneOf: [["cidrBlock", "ipv4IpamPoolId"]],
    check: [
      ({ cidrBlock }) => (cidrBlock === "0.0.0.0/0" ? [{ path: "cidrBlock", reason: "is everything" }] : []),
      ({ tags, availabilityZone }) =>
        tags === undefined && availabilityZone === undefined
          ? [{ path: "tags", reason: "must name a zone" }]
          : [],
    ],
  },
  {
    type: groupType,
    name: {
      property: "name",
      maximum: 20,
      minimum: 3,
      pattern: /[a-z0-9-]+/,
      alphabet: "lower-case letters, digits and hyphens",
      unique: "region",
    },
    id: "sg-{hex:17}",
    references: [
      { path: "vpcId", to: vpcType },
      { path: "ingress[].securityGroups[]", to: groupType, blocksDeletion: false, except: /^sg-external/ },
    ],
    limits: [
      { path: "ingress[].fromPort", minimum: 0, maximum: 65535 },
      { path: "ingress", maximumItems: 2 },
      { path: "ingress[].protocol", oneOf: ["tcp", "udp"] },
    ],
    immutable: ["name", "description"],
    atLeastOneOf: [["ingress", "egress"]],
    checkDelete: ({ outputs }) =>
      outputs["description"] === "locked"
        ? [{ path: "", reason: "OperationNotPermitted: it is locked" }]
        : [],
  },
  {
    type: databaseType,
    id: "{clusterIdentifier}",
    outputs: {
      endpoint: "{clusterIdentifier}.local",
      databaseName: ({ outputs }) => `app-${shown(outputs["masterPassword"])}`,
    },
    secrets: ["masterPassword"],
    seconds: { create: 600 },
  },
  {
    type: logGroupType,
    name: {
      property: "name",
      maximum: 512,
      pattern: /.+/,
      alphabet: "any characters",
      unique: "region",
    },
    id: "{name}",
    outputs: { arn: "arn:aws:logs:{region}:{account}:log-group:{name}" },
    recoveryDays: ({ inputs }) => Number(inputs["retentionInDays"] ?? 0),
  },
];

export const rules: CloudRules = {
  package: "aws",
  account: "123456789012",
  every: {
    prepare: (inputs, has, world) =>
      has("tags") && typeof world.configuration["owner"] === "string"
        ? { ...inputs, tags: { owner: world.configuration["owner"] } }
        : inputs,
    outputs: { tagsAll: ({ inputs }) => inputs["tags"] ?? {} },
  },
  resources,
  functions: [
    { token: "aws:index/getRegion:getRegion", result: (_, world) => ({ region: world.region }) },
    { token: "aws:index/getZone:getZone", result: () => ({ path: "name", reason: "no such zone" }) },
  ],
};

const homes: string[] = [];

/** A folder of its own, removed by {@link removeHomes}. */
export function newHome(): string {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "local cloud "));
  homes.push(home);
  return home;
}

export function removeHomes(): void {
  for (const home of homes.splice(0)) fs.rmSync(home, { recursive: true, force: true });
}

export interface Cloud {
  readonly store: Store;
  readonly provider: CloudProvider;
  /** Checks and creates, as the engine would. */
  create(type: string, name: string, inputs: Properties): Promise<{ id: string; outputs: Properties }>;
}

/** A local cloud with the tables above. */
export function newCloud(
  options: { home?: string; region?: string; configuration?: Properties } = {},
): Cloud {
  const store = new Store(options.home ?? newHome(), "aws");
  const clock = new Clock(0);
  const configuration = { region: options.region ?? "eu-west-1", inputs: options.configuration ?? {} };
  const faults = new Faults(store, clock);
  const provider = new CloudProvider(new Rulebook(rules), catalog, store, faults, clock, () => configuration);
  return {
    store,
    provider,
    async create(type, name, inputs) {
      const checked = await provider.check({ type, name }, {}, inputs, {
        seed: undefined,
        autonaming: undefined,
      });
      if (checked.problems.length > 0) throw new Error(JSON.stringify(checked.problems));
      return provider.create({ type, name }, checked.inputs, false);
    },
  };
}
