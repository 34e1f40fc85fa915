import { at, list } from "../../../contract/resource";
import { json, text } from "../../mocks";
import { statements } from "../fixture";
import { onEks, recorded, stackOnEks } from "./fixture";

const podOf = async (service: string, environment: "dev" | "prod" = "prod") =>
  at((await stackOnEks(environment)).named(`${service}-workload-deployment`).inputs, "spec.template.spec");

describe("a service on EKS", () => {
  test("has a role that only its own ServiceAccount can take", async () => {
    const recording = await stackOnEks("prod");
    const [trust] = statements(recording.named("api-role"), "assumeRolePolicy");
    expect(trust).toEqual({
      Effect: "Allow",
      Principal: { Service: "pods.eks.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Condition: {
        StringEquals: {
          "aws:SourceAccount": "123456789012",
          "aws:RequestTag/kubernetes-namespace": "cluster-namespace-namespace-1a2b3c4",
          "aws:RequestTag/kubernetes-service-account": "api-workload-account-1a2b3c4",
        },
        ArnEquals: { "aws:SourceArn": "arn:aws:eks:eu-west-1:123456789012:cluster/cluster-eks" },
      },
    });
    const association = recording.named("api-role-association");
    expect(association.inputs["serviceAccount"]).toBe("api-workload-account-1a2b3c4");
    expect(recording.named("api-workload-deployment").dependencies).toContain(association.urn);
  });

  test("reads its own secrets and sends telemetry, and may do nothing else", async () => {
    const sids = statements((await stackOnEks("prod")).named("api-role-policy")).map(({ Sid }) => Sid);
    expect(sids).toEqual(["Traces", "Metrics", "Secrets", "SecretsKey"]);
  });

  test("gets one version of each of its secrets, by an object that changes its name with them", async () => {
    const recording = await stackOnEks("prod");
    const delivery = recording.named("api-secret-delivery");
    const objects = JSON.parse(text(at(delivery.inputs, "spec.parameters.objects"))) as object[];
    const arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:api-secrets-database-url-AbCdEf";
    expect(objects).toContainEqual({
      objectName: arn,
      objectVersion: "version-of-api-secrets-database-url-version",
      objectAlias: "DATABASE_URL",
    });
    const suffix = recording.named("api-secret-delivery-suffix");
    expect(suffix.inputs["keepers"]).toEqual({ objects: JSON.stringify(objects) });
    const name = `api-${text(suffix.outputs["hex"])}`;
    expect(at(delivery.inputs, "metadata.name")).toBe(name);
    expect(at(delivery.inputs, "spec.secretObjects[0].secretName")).toBe(name);
    const variables = list(at(await podOf("api"), "containers[0].env"));
    expect(variables).toContainEqual({
      name: "DATABASE_URL",
      valueFrom: { secretKeyRef: { name, key: "DATABASE_URL" } },
    });
  });

  test("mounts what it reads: the driver keeps the object only then", async () => {
    const pod = await podOf("api");
    const drivers = list(at(pod, "volumes")).map((volume) => at(volume, "csi.driver"));
    expect(drivers).toContain("secrets-store.csi.k8s.io");
    expect(list(at(pod, "containers[0].volumeMounts"))).toContainEqual(
      expect.objectContaining({ name: "secrets", readOnly: true }),
    );
  });

  test("is registered with the load balancer by its pods' own addresses, where it is public", async () => {
    const recording = await stackOnEks("prod");
    expect(recording.named("api-registration").inputs).toMatchObject({
      kind: "TargetGroupBinding",
      spec: { serviceRef: { port: 8000 }, targetType: "ip" },
    });
    expect(recording.named("api-tg").inputs["tags"]).toEqual({
      "eks:eks-cluster-name": recording.named("cluster-eks").inputs["name"],
    });
    expect(recording.has("worker-registration")).toBe(false);
  });

  test("takes requests from the public subnets only, and connects to the stores that it was given only", async () => {
    const specification = onEks("dev");
    const { api, worker } = specification.services;
    if (api === undefined || worker === undefined) throw new Error("the tracked stack has other services");
    const alone = { ...worker, cache: false, database: false, secrets: {} };
    const recording = await recorded({ ...specification, services: { api, worker: alone } });
    const ways = (service: string) => at(recording.named(`${service}-workload-ways`).inputs, "spec");
    const ports = (service: string) =>
      list(at(ways(service), "egress")).flatMap((rule) =>
        list(at(rule, "ports")).map((each) => at(each, "port")),
      );
    expect(ports("api")).toEqual([443, 80, 5432, 6379]);
    expect(ports("worker")).toEqual([443, 80]);
    expect(list(at(ways("worker"), "ingress"))).toEqual([]);
    const publicSubnets = recording
      .ofType("aws:ec2/subnet:Subnet")
      .filter(({ name }) => name.startsWith("network-public"))
      .map(({ inputs }) => ({ ipBlock: { cidr: inputs["cidrBlock"] } }));
    expect(at(ways("api"), "ingress[0].from")).toEqual(publicSubnets);
  });

  test("runs on machines that can be taken back only where it may", async () => {
    expect(at(await podOf("api", "dev"), "nodeSelector")).toEqual({
      "karpenter.sh/nodepool": "interruptible",
    });
    expect(at(await podOf("api"), "nodeSelector")).toBeNull();
  });

  test("tells of errors in its log, where nobody sees its requests", async () => {
    const recording = await stackOnEks("prod");
    expect(text(recording.named("worker-errors").inputs["pattern"])).toContain(
      '$.kubernetes.container_name = "worker"',
    );
    expect(recording.named("worker-rollout").inputs["alarmActions"]).toHaveLength(1);
  });
});

describe("what watches it", () => {
  test("measures its pods, and counts their starts again", async () => {
    const recording = await stackOnEks("prod");
    expect(recording.named("monitoring-service-api-cpu-warning").inputs).toMatchObject({
      namespace: "ContainerInsights",
      metricName: "pod_cpu_utilization_over_pod_limit",
      dimensions: { PodName: "api-workload-deployment-1a2b3c4" },
    });
    const [math] = list(recording.named("monitoring-service-api-crash-warning").inputs["metricQueries"]);
    expect(at(math, "expression")).toBe("DIFF(value)");
    expect(recording.has("monitoring-crashes")).toBe(false);
  });
});

describe("the dump", () => {
  test("has a role of its own, which writes dumps and reads the database's URL", async () => {
    const sids = statements((await stackOnEks("prod")).named("backup-dump-role-policy")).map(
      ({ Sid }) => Sid,
    );
    expect(sids).toEqual(["WriteDumps", "EncryptDumps", "DatabaseUrl", "DatabaseUrlKey"]);
  });

  test("is done when S3 has it, and tells when it says an error", async () => {
    const recording = await stackOnEks("prod");
    expect(json(recording.named("backup-dump-finished"), "eventPattern")).toMatchObject({
      source: ["aws.s3"],
      detail: { object: { key: [{ prefix: "backups/" }] } },
    });
    expect(recording.named("backup-dump-notification").inputs["eventbridge"]).toBe(true);
    expect(recording.named("backup-dump-failures").inputs["alarmActions"]).toHaveLength(1);
    expect(recording.has("backup-dump-schedule")).toBe(false);
  });
});
