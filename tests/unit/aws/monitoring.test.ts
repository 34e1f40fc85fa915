import type { MonitoringArgs } from "../../../components/monitoring";
import { alerts } from "../../../observability/alerts";
import type { AwsComponents } from "../../../providers/aws/components";
import { AwsMonitoring } from "../../../providers/aws/monitoring";
import { json, record, type Registration, valueOf, remembered } from "../mocks";
import { loadBalancer, service, telemetry } from "./fixture";
import { cache, database } from "./stores";

const topic = "arn:aws:sns:eu-west-1:123456789012:telemetry-alerts-policy";

const monitoring = ({
  isPublic = true,
  ...args
}: Partial<MonitoringArgs<AwsComponents>> & { isPublic?: boolean }) =>
  new AwsMonitoring(
    "monitoring",
    {
      telemetry: telemetry(),
      services: [service({ public: isPublic })],
      loadBalancer: isPublic ? loadBalancer() : undefined,
      database: database(),
      cache: cache(),
      uptimePath: "/health",
      uptimeCheck: false,
      ...args,
    },
    {},
  );
const recorded = remembered(monitoring);

const ofMonitoring = ({ registrations }: { registrations: readonly Registration[] }, type: string) =>
  registrations.filter(
    (registration) => registration.type === type && registration.name.startsWith("monitoring-"),
  );
const alarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";
const compositeType = "aws:cloudwatch/compositeAlarm:CompositeAlarm";

const names = (registrations: readonly Registration[]) => registrations.map(({ name }) => name).sort();

/** Names of the alarms that `observability/` asks for, by subject. */
const wanted = (subject: keyof typeof alerts, name: string) =>
  alerts[subject].flatMap(({ id, thresholds }) =>
    Object.keys(thresholds).map((severity) => `monitoring-${name}-${id}-${severity}`),
  );

describe("monitoring", () => {
  test("has an alarm for every alert and severity of what the stack has", async () => {
    const made = names(ofMonitoring(await recorded({}), alarmType));
    const plain = made.filter((name) => !/-(long|short)$/.test(name));
    expect(plain).toEqual(
      [
        ...wanted("route", "service-api"),
        ...wanted("service", "service-api"),
        ...wanted("loadBalancer", "entry"),
        ...wanted("database", "database"),
        ...wanted("cache", "cache"),
      ].sort(),
    );
  });

  test("has none for requests to a service that takes none", async () => {
    const recording = await recorded({ isPublic: false, database: undefined, cache: undefined });
    expect(names(ofMonitoring(recording, alarmType))).toEqual(wanted("service", "service-api").sort());
    expect(ofMonitoring(recording, compositeType)).toEqual([]);
  });

  test("tells the topic of each alarm and of its end", async () => {
    const recording = await recorded({});
    const telling = [
      ...ofMonitoring(recording, alarmType).filter(({ name }) => !/-(long|short)$/.test(name)),
      ...ofMonitoring(recording, compositeType),
    ];
    expect(telling.length).toBeGreaterThan(20);
    for (const { inputs } of telling)
      expect(inputs).toMatchObject({ alarmActions: [topic], okActions: [topic] });
  });

  test("turns an alert into an alarm with its limit, windows and meaning of silence", async () => {
    const recording = await recorded({});
    expect(recording.named("monitoring-database-storage-critical").inputs).toMatchObject({
      comparisonOperator: "LessThanThreshold",
      threshold: 5,
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
      treatMissingData: "notBreaching",
      alarmDescription: expect.stringMatching(
        /^\[critical\] The database runs out of storage.*docs\/runbooks\.md#database-storage$/,
      ) as string,
      metricQueries: [
        { id: "result", expression: `100 * value / ${String(100 * 2 ** 30)}`, returnData: true },
        {
          id: "value",
          returnData: false,
          metric: {
            namespace: "AWS/RDS",
            metricName: "FreeStorageSpace",
            dimensions: { DBInstanceIdentifier: expect.any(String) as string },
            period: 300,
            stat: "Minimum",
          },
        },
      ],
    });
    expect(recording.named("monitoring-service-api-unavailable-critical").inputs).toMatchObject({
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      treatMissingData: "breaching",
      namespace: "AWS/ApplicationELB",
      metricName: "HealthyHostCount",
      statistic: "Maximum",
      period: 60,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
    });
  });

  test("looks at the service's own metrics", async () => {
    const recording = await recorded({});
    const { dimensions } = recording.named("monitoring-service-api-cpu-warning").inputs;
    expect(dimensions).toEqual({ ClusterName: "cluster-ecs-1a2b3c4", ServiceName: "api-ecs-1a2b3c4" });
    expect(recording.named("monitoring-service-api-unhealthy-warning").inputs["dimensions"]).toEqual({
      LoadBalancer: expect.stringMatching(/^app\/entry/) as string,
      TargetGroup: expect.stringMatching(/^targetgroup\/api/) as string,
    });
  });

  test("looks at the node of the cache that is worst off", async () => {
    const { metricQueries } = (await recorded({})).named("monitoring-cache-cpu-critical").inputs;
    expect(metricQueries).toEqual([
      expect.objectContaining({ expression: "MAX([node0, node1])", returnData: true }),
      ...["001", "002"].map(
        (node) =>
          expect.objectContaining({
            metric: expect.objectContaining({
              dimensions: { CacheClusterId: `cache-group-id-${node}`, CacheNodeId: "0001" },
            }) as unknown,
          }) as unknown,
      ),
    ]);
  });

  test("counts what the load balancer refuses itself as failed requests", async () => {
    const { metricQueries } = (await recorded({})).named("monitoring-service-api-errors-critical").inputs;
    const queries = metricQueries as { id: string; expression?: string; metric?: { metricName: string } }[];
    expect(queries[0]?.expression).toBe(
      "100 * (FILL(failed, 0) + FILL(refused, 0)) / (FILL(requests, 0) + FILL(refused, 0))",
    );
    expect(Object.fromEntries(queries.slice(1).map(({ id, metric }) => [id, metric?.metricName]))).toEqual({
      failed: "HTTPCode_Target_5XX_Count",
      refused: "HTTPCode_ELB_5XX_Count",
      requests: "RequestCount",
    });
  });

  test("raises a burn-rate alarm only when a long and a short window agree", async () => {
    const recording = await recorded({});
    expect(names(ofMonitoring(recording, compositeType))).toEqual([
      "monitoring-service-api-availability-1h-critical",
      "monitoring-service-api-availability-24h-warning",
      "monitoring-service-api-availability-6h-critical",
      "monitoring-service-api-latency-24h-warning",
    ]);
    expect(recording.named("monitoring-service-api-availability-1h-critical").inputs["alarmRule"]).toBe(
      'ALARM("monitoring-service-api-availability-1h-long-1a2b3c4") AND ALARM("monitoring-service-api-availability-1h-short-1a2b3c4")',
    );
    const period = (name: string) => {
      const { metricQueries, threshold, alarmActions } = recording.named(name).inputs;
      const [, query] = metricQueries as { metric?: { period: number } }[];
      return { period: query?.metric?.period, threshold, alarmActions };
    };
    const threshold = 1.44;
    expect(period("monitoring-service-api-availability-1h-long")).toEqual({ period: 3600, threshold });
    expect(period("monitoring-service-api-availability-1h-short")).toEqual({ period: 300, threshold });
  });

  test("measures slow requests by their percentile rank", async () => {
    const { metricQueries } = (await recorded({})).named("monitoring-service-api-latency-24h-long").inputs;
    expect(metricQueries).toEqual([
      expect.objectContaining({ expression: "100 - value" }),
      expect.objectContaining({
        metric: expect.objectContaining({ metricName: "TargetResponseTime", stat: "PR(:0.1)" }) as unknown,
      }),
    ]);
  });

  test("tells of crashes and of rollouts that went back, of this cluster alone", async () => {
    const recording = await recorded({});
    expect(json(recording.named("monitoring-crashes"), "eventPattern")).toEqual({
      source: ["aws.ecs"],
      "detail-type": ["ECS Task State Change"],
      detail: {
        clusterArn: ["arn:aws:ecs:eu-west-1:123456789012:cluster/cluster-ecs-1a2b3c4"],
        group: [{ prefix: "service:" }],
        lastStatus: ["STOPPED"],
        stopCode: ["EssentialContainerExited"],
      },
    });
    expect(json(recording.named("monitoring-deployments"), "eventPattern")).toMatchObject({
      detail: { eventName: ["SERVICE_DEPLOYMENT_FAILED"] },
      resources: [{ prefix: "arn:aws:ecs:eu-west-1:123456789012:service/cluster-ecs-1a2b3c4/" }],
    });
    for (const event of ["crashes", "deployments"])
      expect(recording.named(`monitoring-${event}-target`).inputs).toMatchObject({
        arn: topic,
        rule: `monitoring-${event}-1a2b3c4`,
      });
  });

  test("shows request rate, p95, error rate and saturation, and where", async () => {
    const { result, ...recording } = await recorded({});
    const board = ofMonitoring(recording, "aws:cloudwatch/dashboard:Dashboard")[0];
    if (board === undefined) throw new Error("there is no dashboard");
    const { widgets } = json(board, "dashboardBody") as unknown as {
      widgets: { properties: { title?: string; region?: string } }[];
    };
    expect(widgets.map(({ properties }) => properties.title)).toEqual(
      expect.arrayContaining([
        "Request rate",
        "95th percentile of response time",
        "Error rate",
        "Saturation",
      ]),
    );
    expect(await valueOf(result.dashboardUrl)).toMatch(
      /^https:\/\/eu-west-1\.console\.aws\.amazon\.com\/cloudwatch\/home\?region=eu-west-1#dashboards\/dashboard\//,
    );
    expect(board.inputs["dashboardName"]).toBe("platform-hex-monitoring-suffix");
  });

  test("is previewed as it will be made", async () => {
    const previewed = await record(() => monitoring({ uptimeCheck: true }), { preview: true });
    expect(previewed.urns()).toEqual((await recorded({ uptimeCheck: true })).urns());
    expect(previewed.orphans()).toEqual([]);
  });
});

describe("the uptime check", () => {
  const uptime = () => recorded({ uptimeCheck: true });

  test("asks the entry over HTTPS, from outside", async () => {
    expect((await uptime()).named("monitoring-uptime-health").inputs).toMatchObject({
      type: "HTTPS",
      port: 443,
      enableSni: true,
      resourcePath: "/health",
      requestInterval: 30,
      failureThreshold: 3,
      fqdn: expect.stringMatching(/^entry.*\.elb\.amazonaws\.com$/) as string,
    });
    expect((await recorded({})).has("monitoring-uptime-health")).toBe(false);
  });

  test("raises its alarm where Route 53's metrics are", async () => {
    expect((await uptime()).named("monitoring-uptime-unreachable-critical").inputs).toMatchObject({
      region: "us-east-1",
      namespace: "AWS/Route53",
      metricName: "HealthCheckStatus",
      dimensions: { HealthCheckId: "monitoring-uptime-health-id" },
      treatMissingData: "breaching",
    });
  });

  test("reaches the topic from there by way of EventBridge", async () => {
    const recording = await uptime();
    const pattern = {
      source: ["aws.cloudwatch"],
      "detail-type": ["CloudWatch Alarm State Change"],
      resources: [expect.stringContaining("monitoring-uptime-unreachable-critical")],
    };
    for (const way of ["outgoing", "incoming"])
      expect(json(recording.named(`monitoring-uptime-${way}`), "eventPattern")).toEqual(pattern);
    const bus = "arn:aws:events:eu-west-1:123456789012:event-bus/default";
    expect(recording.named("monitoring-uptime-outgoing").inputs["region"]).toBe("us-east-1");
    expect(recording.named("monitoring-uptime-outgoing-target").inputs).toMatchObject({
      region: "us-east-1",
      arn: bus,
      roleArn: "arn:aws:iam::123456789012:role/monitoring-uptime-forwarding",
    });
    expect(json(recording.named("monitoring-uptime-forwarding-policy"), "policy")).toMatchObject({
      Statement: [{ Effect: "Allow", Action: "events:PutEvents", Resource: bus }],
    });
    expect(recording.named("monitoring-uptime-incoming").inputs["region"]).toBeUndefined();
    expect(recording.named("monitoring-uptime-incoming-target").inputs["arn"]).toBe(topic);
  });
});
