import * as pulumi from "@pulumi/pulumi";
import type { LoadBalancerArgs } from "../../../components/load-balancer";
import type { NetworkArgs } from "../../../components/network";
import type { ServiceArgs } from "../../../components/service";
import type { AwsAccount } from "../../../providers/aws/account";
import { AwsCluster } from "../../../providers/aws/cluster";
import type { AwsComponents } from "../../../providers/aws/components";
import { AwsDatabase } from "../../../providers/aws/database";
import { AwsEncryptionKey } from "../../../providers/aws/encryption-key";
import { AwsLoadBalancer } from "../../../providers/aws/load-balancer";
import { AwsNetwork } from "../../../providers/aws/network";
import { AwsSecrets } from "../../../providers/aws/secrets";
import { AwsService } from "../../../providers/aws/service";
import { AwsTelemetry } from "../../../providers/aws/telemetry";
import { ACCOUNT, REGION } from "../mock-cloud";
import { json, type Registration, type Value } from "../mocks";

/** Components to stand in for what the component under test is given. Each is made by the call, inside `record`. */

export const account = (): AwsAccount => ({ id: pulumi.output(ACCOUNT), region: REGION });

export const key = (purpose: "data" | "logs" = "logs", protection = true) =>
  new AwsEncryptionKey(`${purpose}-key`, { purpose, protection, account: account() }, {});

export const network = (args: Partial<NetworkArgs<AwsComponents>> = {}) =>
  new AwsNetwork(
    "network",
    { cidr: "10.0.0.0/16", zones: 3, egress: "zonal", logRetentionDays: 30, key: key(), ...args },
    {},
  );

export const telemetry = (logsKey = key()) =>
  new AwsTelemetry(
    "telemetry",
    { logRetentionDays: 30, traceSampling: 0.1, protection: true, key: logsKey },
    {},
  );

export const cluster = (net: AwsNetwork, logsKey: AwsEncryptionKey) =>
  new AwsCluster("cluster", { network: net, key: logsKey, logsKey, logRetentionDays: 30 }, {});

export const route = { service: "api", path: "/*", port: 8000, health: "/ready" };

export const loadBalancer = (args: Partial<LoadBalancerArgs<AwsComponents>> = {}) => {
  const logsKey = args.logsKey ?? key();
  const net = args.network ?? network({ key: logsKey });
  return new AwsLoadBalancer(
    "entry",
    {
      network: net,
      cluster: args.cluster ?? cluster(net, logsKey),
      logsKey,
      routes: [route],
      webApplicationFirewall: false,
      logRetentionDays: 90,
      protection: true,
      ...args,
    },
    {},
  );
};

const DIGEST = `sha256:${"b".repeat(64)}`;
export const ecrImage = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/api-registry-1a2b3c4@${DIGEST}`;

export interface ServiceOptions {
  readonly public?: boolean;
  readonly database?: boolean;
  readonly args?: Partial<ServiceArgs<AwsComponents>>;
}

/** The service `api`, with all that it needs. */
export const service = (options: ServiceOptions = {}) => {
  const logsKey = key("logs");
  const dataKey = key("data");
  const net = network({ key: logsKey });
  const database = options.database
    ? new AwsDatabase(
        "database",
        {
          size: "small",
          version: "17",
          storage: 20,
          maximumStorage: 40,
          highAvailability: false,
          retentionDays: 7,
          network: net,
          key: dataKey,
          logsKey,
          logRetentionDays: 30,
          protection: false,
          secretGeneration: "1",
        },
        {},
      )
    : undefined;
  return new AwsService(
    "api",
    {
      service: "api",
      environmentName: "prod",
      image: ecrImage,
      port: 8000,
      public: options.public ?? true,
      path: "/*",
      cpu: 0.5,
      memory: 512,
      scaling: { min: 3, max: 12, cpu: 60, memory: 75, requestsPerReplica: 1000 },
      probes: { liveness: "/health", readiness: "/ready", grace: 30, client: "node" },
      environment: { PORT: "8000", LOG_LEVEL: "INFO" },
      interruptible: false,
      metrics: true,
      secrets: new AwsSecrets(
        "api-secrets",
        {
          owner: "api",
          key: dataKey,
          values: { SECRET_KEY: { from: "generated", length: 64 } },
          secretGeneration: "1",
          protection: false,
        },
        {},
      ),
      network: net,
      cluster: new AwsCluster("cluster", { network: net, key: dataKey, logsKey, logRetentionDays: 30 }, {}),
      telemetry: telemetry(logsKey),
      logsKey,
      logRetentionDays: 90,
      traceSampling: 0.1,
      loadBalancer: options.public === false ? undefined : loadBalancer({ network: net, logsKey }),
      database,
      ...options.args,
    },
    {},
  );
};

/** A statement of a policy, as AWS would read it. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: Value;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: Value;
}

/** The statements of an input that holds a policy. */
export function statements(registration: Registration, property = "policy"): Statement[] {
  return (json(registration, property) as unknown as { Statement: Statement[] }).Statement;
}

export const list = (value: string | string[]): string[] => (Array.isArray(value) ? value : [value]);

/** Logical names of a type, without what stands in for other components. */
export const ofComponent = (registrations: readonly Registration[], component: string) =>
  registrations.filter(({ parent }) => parent.endsWith(`::${component}`));
