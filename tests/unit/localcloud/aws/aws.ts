import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { rules } from "../../../../localcloud/aws";
import { shown } from "../../../../localcloud/reading";
import { types } from "../../../../localcloud/aws/types";
import { Clock } from "../../../../localcloud/clock";
import { Faults } from "../../../../localcloud/faults";
import { Rulebook } from "../../../../localcloud/interpreter/rulebook";
import { CloudProvider } from "../../../../localcloud/provider";
import type { Properties, Value } from "../../../../localcloud/rules";
import { Catalog } from "../../../../localcloud/schema/catalog";
import { Store } from "../../../../localcloud/store";

const project = resolve(__dirname, "../../../..");

/** One cache for all tests, so that a type is read from the declarations once. */
export const catalog = new Catalog("aws", project, join(project, ".local", "test-cache"));

export const account = "123456789012";
export const region = "eu-west-1";

export interface Made {
  readonly id: string;
  readonly outputs: Properties;
}

/** A policy document with one statement. */
export function policy(statement: Properties): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
}

/** A trust policy for one service. */
export function trust(service: string): string {
  return policy({ Action: "sts:AssumeRole", Principal: { Service: service } });
}

/**
 * An empty local AWS with its real rules, and the right way to make what others refer to. Everything is made as the
 * engine makes it: check, then create.
 */
export class Aws {
  private readonly home = mkdtempSync(join(tmpdir(), "local-aws-"));
  private readonly store = new Store(this.home, "aws");
  readonly provider: CloudProvider;
  private count = 0;

  constructor(configuration: Properties = {}) {
    const clock = new Clock(0);
    this.provider = new CloudProvider(
      new Rulebook(rules),
      catalog,
      this.store,
      new Faults(this.store, clock),
      clock,
      () => ({ region, inputs: configuration }),
    );
  }

  close(): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  /** Every refusal of making this, each as `path: reason`; none when it was made. */
  async refusals(type: string, inputs: Properties): Promise<string[]> {
    const subject = { type, name: `it-${String(++this.count)}` };
    const naming = { seed: undefined, autonaming: undefined };
    const { inputs: checked, problems } = await this.provider.check(subject, {}, inputs, naming);
    if (problems.length > 0) return problems.map(({ path, reason }) => `${path}: ${reason}`);
    try {
      await this.provider.create(subject, checked, false);
      return [];
    } catch (error) {
      return linesOf(error);
    }
  }

  /** @throws Error with every refusal. */
  async make(type: string, inputs: Properties = {}): Promise<Made> {
    const subject = { type, name: `it-${String(++this.count)}` };
    const naming = { seed: undefined, autonaming: undefined };
    const { inputs: checked, problems } = await this.provider.check(subject, {}, inputs, naming);
    if (problems.length > 0) throw new Error(`${type}: ${JSON.stringify(problems)}`);
    return this.provider.create(subject, checked, false);
  }

  /** What the cloud answers when it is asked for a resource. */
  async made(type: string, id: string): Promise<Made> {
    const found = await this.provider.read({ type, name: "it" }, id, {}, {});
    if (found === undefined) throw new Error(`there is no ${type} ${id}`);
    return { id, outputs: found.outputs };
  }

  /** Every refusal of deleting this; none when it is gone. */
  async deletionRefusals(type: string, made: Made): Promise<string[]> {
    try {
      await this.provider.delete({ type, name: "it" }, made.id, made.outputs);
      return [];
    } catch (error) {
      return linesOf(error);
    }
  }

  async vpc(cidrBlock = "10.0.0.0/16"): Promise<string> {
    return (await this.make(types.vpc, { cidrBlock, enableDnsHostnames: true })).id;
  }

  async gateway(vpcId: string): Promise<string> {
    return (await this.make(types.internetGateway, { vpcId })).id;
  }

  async subnet(vpcId: string, cidrBlock: string, zone = "a"): Promise<string> {
    return (await this.make(types.subnet, { vpcId, cidrBlock, availabilityZone: `${region}${zone}` })).id;
  }

  /** Two subnets in two zones of a VPC of their own, and a security group. */
  async place(): Promise<{ vpcId: string; subnets: string[]; group: string }> {
    const vpcId = await this.vpc();
    await this.gateway(vpcId);
    const subnets = [
      await this.subnet(vpcId, "10.0.0.0/24", "a"),
      await this.subnet(vpcId, "10.0.1.0/24", "b"),
    ];
    return { vpcId, subnets, group: await this.group(vpcId) };
  }

  async group(vpcId: string): Promise<string> {
    return (await this.make(types.securityGroup, { vpcId })).id;
  }

  async role(service = "ecs-tasks.amazonaws.com"): Promise<Made> {
    return this.make(types.role, { assumeRolePolicy: trust(service) });
  }

  /** ARN of a key that these services may use. */
  async key(...services: string[]): Promise<string> {
    const root = { AWS: `arn:aws:iam::${account}:root` };
    const statements = [
      { Effect: "Allow", Principal: root, Action: "kms:*", Resource: "*" },
      ...services.map((Service) => ({
        Effect: "Allow",
        Principal: { Service },
        Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: "*",
      })),
    ];
    const document = JSON.stringify({ Version: "2012-10-17", Statement: statements });
    return shown((await this.make(types.key, { policy: document })).outputs["arn"]);
  }

  /** Name of a bucket, versioned or not, into which a service may write. */
  async bucket(options: { writer?: string; versioned?: boolean } = {}): Promise<string> {
    const { id } = await this.make(types.bucket);
    if (options.versioned === true)
      await this.make(types.bucketVersioning, { bucket: id, versioningConfiguration: { status: "Enabled" } });
    if (options.writer !== undefined)
      await this.make(types.bucketPolicy, {
        bucket: id,
        policy: policy({
          Principal: { Service: options.writer },
          Action: "s3:PutObject",
          Resource: `arn:aws:s3:::${id}/*`,
        }),
      });
    return id;
  }

  async topic(inputs: Properties = {}): Promise<string> {
    return (await this.make(types.topic, inputs)).id;
  }

  /** ARN of a log group. */
  async logGroup(name = "/app/api"): Promise<string> {
    return shown((await this.make(types.logGroup, { name })).outputs["arn"]);
  }

  async loadBalancer(place: { subnets: string[]; group: string }, inputs: Properties = {}): Promise<Made> {
    return this.make(types.loadBalancer, {
      subnets: place.subnets,
      securityGroups: [place.group],
      ...inputs,
    });
  }

  async targetGroup(vpcId: string, inputs: Properties = {}): Promise<string> {
    const made = await this.make(types.targetGroup, {
      vpcId,
      port: 8000,
      protocol: "HTTP",
      targetType: "ip",
      ...inputs,
    });
    return made.id;
  }

  /** ARN of a certificate; issued unless asked otherwise. */
  async certificate(issued = true): Promise<string> {
    const zoneId = (await this.make(types.zone, { name: "example.com" })).id;
    const made = await this.make(types.certificate, {
      domainName: "api.example.com",
      validationMethod: "DNS",
    });
    if (!issued) return made.id;
    const [option] = made.outputs["domainValidationOptions"] as Properties[];
    await this.make(types.record, {
      zoneId,
      name: option?.["resourceRecordName"] ?? "",
      type: "CNAME",
      records: [option?.["resourceRecordValue"] ?? ""],
      ttl: 60,
    });
    await this.make(types.certificateValidation, { certificateArn: made.id });
    return made.id;
  }
}

function linesOf(error: unknown): string[] {
  if (!(error instanceof Error)) throw error;
  const [first = "", ...rest] = error.message.split("\n  - ");
  return rest.length > 0 ? rest : [first.replace(/^(creating \S+|(updating|deleting) \S+ \S+): /, "")];
}

type Changes = Readonly<Record<string, Value | undefined>>;

/** One mistake: inputs that are right, the change that makes them wrong, and what the cloud says about it. */
export interface Mistake {
  /** In an engineer's words. */
  readonly mistake: string;
  readonly type: string;
  /** Makes what is needed and returns right inputs. */
  readonly right: Properties | ((aws: Aws) => Promise<Properties>);
  /** The wrong inputs; `undefined` leaves one out. */
  readonly wrong: Changes | ((aws: Aws, right: Properties) => Promise<Changes> | Changes);
  readonly path: string;
  readonly words: string;
}

/** Tests that each mistake is refused with its path and words, and that without it the same resource is made. */
export function describeMistakes(subject: string, mistakes: readonly Mistake[]): void {
  describe(subject, () => {
    let aws: Aws;
    beforeEach(() => {
      aws = new Aws();
    });
    afterEach(() => {
      aws.close();
    });

    it.each(mistakes.map((each) => [each.mistake, each] as const))(
      "refuses %s",
      async (_, each) => {
        const right = typeof each.right === "function" ? await each.right(aws) : each.right;
        const changes = typeof each.wrong === "function" ? await each.wrong(aws, right) : each.wrong;
        const wrong: Properties = {};
        for (const [key, value] of Object.entries({ ...right, ...changes }))
          if (value !== undefined) wrong[key] = value;
        const refusals = await aws.refusals(each.type, wrong);
        expect(refusals).toContainEqual(
          expect.stringMatching(new RegExp(`^${escape(each.path)}: .*${escape(each.words)}`)),
        );
        expect(await aws.refusals(each.type, right)).toEqual([]);
      },
      60_000,
    );
  });
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
