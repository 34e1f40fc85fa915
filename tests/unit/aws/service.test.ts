import { AwsService } from "../../../providers/aws/service";
import { repositoryArn } from "../../../providers/aws/task-roles";
import { ACCOUNT, REGION } from "../mock-cloud";
import {
  containing,
  matching,
  type Properties,
  record,
  type Recording,
  text,
  UNKNOWN,
  valueOf,
} from "../mocks";
import { list, service, type ServiceOptions, statements } from "./fixture";

interface Container extends Properties {
  name: string;
  environment: { name: string; value: string }[];
}

function containers(recording: Recording): { api: Container; collector: Container | undefined } {
  const { containerDefinitions } = recording.named("api-task-definition").inputs;
  const all = JSON.parse(text(containerDefinitions)) as Container[];
  const [api] = all.filter(({ name }) => name === "api");
  if (!api) throw new Error("no container of the service");
  return { api, collector: all.find(({ name }) => name === "collector") };
}

const variables = (container: Container) =>
  Object.fromEntries(container.environment.map(({ name, value }) => [name, value]));

const recordings = new Map<string, Promise<Recording>>();

/** What the service registers; recorded once for all tests that ask for the same. */
function run(options: ServiceOptions = {}): Promise<Recording> {
  const name = JSON.stringify(options);
  const recording = recordings.get(name) ?? record(() => service(options));
  recordings.set(name, recording);
  return recording;
}

const scaling = { min: 1, max: 2, cpu: 60, memory: 75, requestsPerReplica: 1000 };

describe("the containers of a service", () => {
  test("are not root, read-only but for /tmp, and without capabilities", async () => {
    const { api, collector } = containers(await run());
    for (const container of [api, collector])
      expect(container).toMatchObject({
        user: "65532:65532",
        privileged: false,
        readonlyRootFilesystem: true,
        linuxParameters: { initProcessEnabled: true, capabilities: { drop: ["ALL"] } },
        mountPoints: [{ sourceVolume: "tmp", containerPath: "/tmp", readOnly: false }],
      });
  });

  test("get secrets by reference and settings by value, sorted as ECS keeps them", async () => {
    const { api } = containers(await run());
    expect(api["secrets"]).toEqual([
      { name: "SECRET_KEY", valueFrom: matching(/^arn:aws:secretsmanager:.*:::version-of-/) },
    ]);
    expect(variables(api)).toMatchObject({ PORT: "8000", LOG_LEVEL: "INFO" });
    const names = api.environment.map(({ name }) => name);
    expect(names).toEqual([...names].sort());
  });

  test("hold no secret's value", async () => {
    const recording = await run({ database: true });
    const everywhere = JSON.stringify(recording.named("api-task-definition").inputs);
    expect(everywhere).not.toContain("generated-");
  });

  test("are asked whether they live, after the grace period", async () => {
    const { api } = containers(await run());
    expect(api["healthCheck"]).toEqual({
      command: ["CMD", "node", "-e", containing("http://127.0.0.1:8000/health")],
      interval: 10,
      timeout: 5,
      retries: 3,
      startPeriod: 30,
    });
  });

  test("have 45 seconds to end what is in flight", async () => {
    expect(containers(await run()).api["stopTimeout"]).toBe(45);
  });

  test("log to an encrypted group of their own, which never stops them", async () => {
    const recording = await run();
    expect(containers(recording).api["logConfiguration"]).toEqual({
      logDriver: "awslogs",
      options: {
        "awslogs-group": "api-logs-1a2b3c4",
        "awslogs-region": REGION,
        "awslogs-stream-prefix": "api",
        mode: "non-blocking",
        "max-buffer-size": "25m",
      },
    });
    expect(recording.named("api-logs").inputs).toMatchObject({
      kmsKeyId: containing("key/logs-key-key"),
      retentionInDays: 90,
    });
  });

  test("fit into a task that Fargate offers, the collector's memory on top", async () => {
    const recording = await run();
    expect(recording.named("api-task-definition").inputs).toMatchObject({
      cpu: "512",
      memory: "1024",
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
    });
    const { api, collector } = containers(recording);
    expect(api["memory"]).toBe(512);
    expect(Number(api["memory"]) + Number(collector?.["memory"])).toBeLessThanOrEqual(1024);
  });
});

describe("the collector of a service", () => {
  const configuration = async (args: ServiceOptions["args"] = {}) => {
    const { collector } = containers(await run({ args }));
    return JSON.parse(collector ? (variables(collector)["AOT_CONFIG_CONTENT"] ?? "") : "null") as unknown;
  };

  test("scrapes the service's metrics every 5 seconds into our workspace", async () => {
    expect(await configuration()).toMatchObject({
      receivers: {
        prometheus: {
          config: {
            scrape_configs: [
              {
                scrape_interval: "5s",
                metrics_path: "/metrics",
                static_configs: [{ targets: ["localhost:8000"] }],
              },
            ],
          },
        },
      },
      exporters: {
        prometheusremotewrite: {
          endpoint: containing("ws-telemetry-metrics/api/v1/remote_write"),
          auth: { authenticator: "sigv4auth" },
          external_labels: { service: "api", environment: "prod" },
        },
      },
      service: {
        pipelines: { metrics: { receivers: ["prometheus"], exporters: ["prometheusremotewrite"] } },
      },
    });
  });

  test("takes the service's traces to X-Ray, and the service knows where it is", async () => {
    expect(await configuration()).toMatchObject({
      receivers: { otlp: { protocols: { http: { endpoint: "localhost:4318" } } } },
      service: { pipelines: { traces: { receivers: ["otlp"], exporters: ["awsxray"] } } },
    });
    expect(variables(containers(await run()).api)).toMatchObject({
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://localhost:4318",
      OTEL_SERVICE_NAME: "api",
      OTEL_TRACES_SAMPLER_ARG: "0.1",
    });
  });

  test("uses only receivers, processors and exporters that it has", async () => {
    const config = (await configuration()) as Record<string, Properties> & {
      service: { pipelines: Record<string, Record<string, string[]>>; extensions: string[] };
    };
    for (const pipeline of Object.values(config.service.pipelines))
      for (const [kind, names] of Object.entries(pipeline))
        expect(Object.keys(config[kind] ?? {})).toEqual(expect.arrayContaining(names));
    expect(Object.keys(config["extensions"] ?? {})).toEqual(
      expect.arrayContaining(config.service.extensions),
    );
  });

  test("scrapes nothing where there are no metrics", async () => {
    expect(JSON.stringify(await configuration({ metrics: false }))).not.toContain("prometheus");
  });

  test("is pinned, and its end is not the service's", async () => {
    const { api, collector } = containers(await run());
    expect(collector?.["image"]).toMatch(/:v\d+\.\d+\.\d+$/);
    expect(collector?.["essential"]).toBe(false);
    expect(api["essential"]).toBe(true);
  });

  test("is left out where nothing is observed", async () => {
    const recording = await run({ args: { metrics: false, traceSampling: 0 } });
    expect(containers(recording).collector).toBeUndefined();
    expect(variables(containers(recording).api)).toMatchObject({ OTEL_SDK_DISABLED: "true" });
    expect(recording.has("api-task-policy")).toBe(false);
  });
});

describe("the identities of a service", () => {
  test("are two, and only ECS takes them, for this account", async () => {
    const recording = await run();
    for (const role of ["api-task", "api-execution"])
      expect(statements(recording.named(role), "assumeRolePolicy")).toEqual([
        {
          Effect: "Allow",
          Principal: { Service: "ecs-tasks.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "aws:SourceAccount": ACCOUNT },
            ArnLike: { "aws:SourceArn": `arn:aws:ecs:${REGION}:${ACCOUNT}:*` },
          },
        },
      ]);
    const { executionRoleArn, taskRoleArn } = recording.named("api-task-definition").inputs;
    expect(taskRoleArn).toMatch(/role\/api-task$/);
    expect(executionRoleArn).toMatch(/role\/api-execution$/);
  });

  test("running, may send telemetry and nothing else", async () => {
    const recording = await run();
    expect(statements(recording.named("api-task-policy")).flatMap(({ Action }) => list(Action))).toEqual([
      "xray:GetSamplingRules",
      "xray:GetSamplingTargets",
      "xray:PutTelemetryRecords",
      "xray:PutTraceSegments",
      "aps:RemoteWrite",
    ]);
  });

  test("starting, may read its own secrets, image and key, and write its own logs", async () => {
    const recording = await run();
    const resources = Object.fromEntries(
      statements(recording.named("api-execution-policy")).map(({ Resource, Sid }) => [
        Sid ?? "",
        list(Resource),
      ]),
    );
    const secret = recording.named("api-secrets-secret-key");
    expect(resources).toEqual({
      Logs: [matching(/:api-logs:\*$/)],
      RegistryLogin: ["*"],
      Image: [`arn:aws:ecr:${REGION}:${ACCOUNT}:repository/api-registry-1a2b3c4`],
      Secrets: [containing(`secret:${secret.name}`)],
      SecretsKey: [containing("key/data-key-key")],
    });
  });

  test("name their actions, and resources where AWS allows it", async () => {
    const recording = await run();
    for (const policy of ["api-task-policy", "api-execution-policy"])
      for (const statement of statements(recording.named(policy))) {
        for (const action of list(statement.Action)) expect(action).not.toContain("*");
        if (list(statement.Resource).includes("*"))
          expect(["Traces", "RegistryLogin"]).toContain(statement.Sid);
      }
  });

  test("decrypt with the key only through Secrets Manager", async () => {
    const recording = await run();
    const [decrypt] = statements(recording.named("api-execution-policy")).filter(
      ({ Sid }) => Sid === "SecretsKey",
    );
    expect(decrypt?.Condition).toEqual({
      StringEquals: { "kms:ViaService": `secretsmanager.${REGION}.amazonaws.com` },
    });
  });

  test.each([
    ["123456789012.dkr.ecr.eu-west-1.amazonaws.com/a/b@sha256:0", "eu-west-1:123456789012:repository/a/b"],
    ["210987654321.dkr.ecr.us-east-1.amazonaws.com/api:v1", "us-east-1:210987654321:repository/api"],
    ["registry.example.com/api@sha256:0", "us-east-1:000000000000:repository/none"],
  ])("pull %s from its repository", (image, arn) => {
    expect(repositoryArn(image)).toBe(`arn:aws:ecr:${arn}`);
  });
});

describe("the ways of a service", () => {
  const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
  const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
  const rules = (recording: Recording, type: string, group: string) =>
    recording
      .ofType(type)
      .filter(({ inputs }) => inputs["securityGroupId"] === `${group}-id`)
      .map(({ inputs }) => [
        inputs["referencedSecurityGroupId"] ?? inputs["cidrIpv4"],
        inputs["fromPort"],
        inputs["toPort"],
      ]);

  test("lead in from the load balancer only, on its port", async () => {
    const recording = await run();
    expect(rules(recording, INGRESS, "api-group")).toEqual([["entry-group-id", 8000, 8000]]);
    expect(rules(recording, EGRESS, "entry-group")).toEqual([["api-group-id", 8000, 8000]]);
  });

  test("do not lead in at all where it is not public", async () => {
    const recording = await run({ public: false });
    expect(rules(recording, INGRESS, "api-group")).toEqual([]);
  });

  test("lead out by HTTPS, and to the database that it was given", async () => {
    const recording = await run({ database: true });
    expect(rules(recording, EGRESS, "api-group")).toEqual([
      ["database-security-group-id", 5432, 5432],
      ["0.0.0.0/0", 443, 443],
    ]);
    expect(rules(recording, INGRESS, "database-security-group")).toEqual([["api-group-id", 5432, 5432]]);
  });

  test("lead to no database that it was not given", async () => {
    const recording = await run();
    expect(rules(recording, EGRESS, "api-group")).toEqual([["0.0.0.0/0", 443, 443]]);
  });

  test("are its own: the group holds no rules of others", async () => {
    const recording = await run();
    const { egress, ingress } = recording.named("api-group").inputs;
    expect([egress, ingress]).toEqual([undefined, undefined]);
    expect(recording.named("api-ecs").inputs["networkConfiguration"]).toEqual({
      assignPublicIp: false,
      securityGroups: ["api-group-id"],
      subnets: [1, 2, 3].map((n) => `network-private-${String(n)}-id`),
    });
  });
});

describe("the rollout of a service", () => {
  test("never goes below the wanted replicas, and goes back by itself", async () => {
    const recording = await run();
    expect(recording.named("api-ecs").inputs).toMatchObject({
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      alarms: { enable: true, rollback: true, alarmNames: ["api-rollout-1a2b3c4"] },
      waitForSteadyState: true,
      availabilityZoneRebalancing: "ENABLED",
      healthCheckGracePeriodSeconds: 30,
    });
  });

  test("goes back when requests fail", async () => {
    const recording = await run();
    const alarm = recording.named("api-rollout").inputs;
    expect(alarm).toMatchObject({
      threshold: 5,
      comparisonOperator: "GreaterThanThreshold",
      treatMissingData: "notBreaching",
      alarmActions: [containing("telemetry-alerts")],
    });
    expect(JSON.stringify(alarm["metricQueries"])).toContain("HTTPCode_Target_5XX_Count");
    expect(JSON.stringify(alarm["metricQueries"])).toContain("targetgroup/api-tg/");
  });

  test("goes back when a service without requests logs errors", async () => {
    const recording = await run({ public: false });
    const filter = recording.named("api-errors").inputs;
    expect(filter["logGroupName"]).toBe("api-logs-1a2b3c4");
    expect(filter["pattern"]).toContain('$.level = "error"');
    expect(recording.named("api-rollout").inputs).toMatchObject({
      metricName: "api-logs-1a2b3c4",
      namespace: "Platform",
      statistic: "Sum",
    });
    expect(recording.named("api-ecs").inputs).not.toHaveProperty("healthCheckGracePeriodSeconds");
  });

  test("starts only when the load balancer leads to it", async () => {
    const recording = await run();
    const { loadBalancers } = recording.named("api-ecs").inputs;
    expect(loadBalancers).toEqual([
      {
        targetGroupArn: containing("targetgroup/api-tg/"),
        containerName: "api",
        containerPort: 8000,
      },
    ]);
    expect(recording.named("api-ecs").dependencies).toContain(recording.named("entry-http").urn);
  });

  test("is looked at in ECS as it is now, and in a preview not at all", async () => {
    const asked = ({ calls }: Recording) =>
      calls.filter(({ token }) => token === "aws:ecs/getService:getService");
    const { clusterArn, serviceName } = asked(await run())[0]?.inputs ?? {};
    expect([clusterArn, serviceName]).toEqual([containing(":cluster/"), "api-ecs-1a2b3c4"]);
    expect(asked(await record(() => service(), { preview: true }))).toEqual([]);
  });

  test("opens no shell in a container", async () => {
    expect((await run()).named("api-ecs").inputs["enableExecuteCommand"]).toBe(false);
  });
});

describe("the replicas of a service", () => {
  test("are left to the autoscaler", async () => {
    const recording = await run();
    expect(recording.named("api-ecs")).toMatchObject({ ignoreChanges: ["desiredCount"] });
    expect(recording.named("api-scaling").inputs).toMatchObject({
      minCapacity: 3,
      maxCapacity: 12,
      resourceId: "service/cluster-ecs-1a2b3c4/api-ecs-1a2b3c4",
      scalableDimension: "ecs:service:DesiredCount",
      serviceNamespace: "ecs",
    });
  });

  test("follow CPU, memory and requests, in slower than out", async () => {
    const recording = await run();
    const policies = recording.ofType("aws:appautoscaling/policy:Policy");
    const held = policies.map(({ inputs, name }) => {
      const configuration = inputs["targetTrackingScalingPolicyConfiguration"] as Properties;
      expect(Number(configuration["scaleInCooldown"])).toBeGreaterThan(
        Number(configuration["scaleOutCooldown"]),
      );
      const { predefinedMetricType, resourceLabel } = configuration[
        "predefinedMetricSpecification"
      ] as Properties;
      return [name, predefinedMetricType, configuration["targetValue"], resourceLabel];
    });
    expect(held).toEqual([
      ["api-scaling-cpu", "ECSServiceAverageCPUUtilization", 60, undefined],
      ["api-scaling-memory", "ECSServiceAverageMemoryUtilization", 75, undefined],
      [
        "api-scaling-requests",
        "ALBRequestCountPerTarget",
        1000,
        "app/entry-alb/50dc6c495c0c9188/targetgroup/api-tg/73e2d6bc24d8a067",
      ],
    ]);
  });

  test("follow no requests where there are none", async () => {
    const recording = await run({ public: false });
    expect(recording.ofType("aws:appautoscaling/policy:Policy").map(({ name }) => name)).toEqual([
      "api-scaling-cpu",
      "api-scaling-memory",
    ]);
  });

  test.each([
    ["on demand", { interruptible: false, scaling }, [["FARGATE", 1, 1]]],
    ["on spot", { interruptible: true, scaling }, [["FARGATE_SPOT", 1, undefined]]],
    [
      "on spot but for one",
      { interruptible: true, scaling: { ...scaling, min: 2 } },
      [
        ["FARGATE", 0, 1],
        ["FARGATE_SPOT", 1, undefined],
      ],
    ],
  ])("run %s", async (_, args, strategies) => {
    const recording = await run({ args });
    const given = recording.named("api-ecs").inputs["capacityProviderStrategies"] as Properties[];
    expect(given.map(({ base, capacityProvider, weight }) => [capacityProvider, weight, base])).toEqual(
      strategies,
    );
  });
});

describe("a service", () => {
  test("says by what its metrics and logs are found", async () => {
    const { result } = await record(() => service());
    expect(result).toBeInstanceOf(AwsService);
    expect(await valueOf(result.serviceName)).toBe("api-ecs-1a2b3c4");
    expect(await valueOf(result.clusterName)).toBe("cluster-ecs-1a2b3c4");
    expect(await valueOf(result.logGroupName)).toBe("api-logs-1a2b3c4");
    expect(result.targetGroupArnSuffix && (await valueOf(result.targetGroupArnSuffix))).toContain("api-tg");
  });

  test("is the same in a preview, with what is not known yet unknown", async () => {
    const [update, preview] = [
      await run({ database: true }),
      await record(() => service({ database: true }), { preview: true }),
    ];
    expect(preview.urns()).toEqual(update.urns());
    expect(update.orphans()).toEqual([]);
    expect(preview.named("api-ecs").inputs["taskDefinition"]).toBe(UNKNOWN);
  });
});
