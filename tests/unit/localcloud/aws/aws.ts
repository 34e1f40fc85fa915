import { rules } from "../../../../localcloud/aws";
import { types } from "../../../../localcloud/aws/types";
import { shown } from "../../../../localcloud/reading";
import type { Properties } from "../../../../localcloud/rules";
import { catalogOf, describeMistakesOn, type Made, type Mistake, Trial } from "../trial";

export const catalog = catalogOf("aws");

export const account = "123456789012";
export const region = "eu-west-1";

/** A policy document with one statement. */
export function policy(statement: Properties): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
}

/** A trust policy for one service. */
export function trust(service: string): string {
  return policy({ Action: "sts:AssumeRole", Principal: { Service: service } });
}

/** An empty local AWS, and the right way to make what others refer to. */
export class Aws extends Trial {
  constructor(configuration: Properties = {}) {
    super(rules, catalog, region, configuration);
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

/** Tests that each mistake is refused with its path and words, and that without it the same resource is made. */
export function describeMistakes(subject: string, mistakes: readonly Mistake<Aws>[]): void {
  describeMistakesOn(subject, () => new Aws(), mistakes);
}
