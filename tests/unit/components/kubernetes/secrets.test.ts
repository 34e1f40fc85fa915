import { output, secret } from "@pulumi/pulumi";
import { DumpJob } from "../../../../components/kubernetes/dump-job";
import { KubernetesSecrets } from "../../../../components/kubernetes/secrets";
import { CANARY } from "../../fixture";
import { record, valueOf } from "../../mocks";
import { image, namespace, parent, part } from "./fixture";

const secrets = () =>
  new KubernetesSecrets(
    "api-secrets",
    {
      owner: "api",
      namespace: namespace(),
      values: {
        OPENAI_API_KEY: { from: "configuration", value: secret(CANARY) },
        SECRET_KEY: { from: "generated", length: 64 },
      },
      secretGeneration: "1",
    },
    { parent: parent() },
  );

describe("secrets in a cluster", () => {
  test("are immutable objects of their own, whose value is a secret", async () => {
    const recording = await record(secrets);
    const object = recording.named("api-secrets-openai-api-key", "kubernetes:core/v1:Secret");
    expect(object.inputs).toMatchObject({
      type: "Opaque",
      immutable: true,
      stringData: { OPENAI_API_KEY: CANARY },
      metadata: { labels: { "app.kubernetes.io/name": "api" } },
    });
    expect(object.secretInputs).toEqual(["stringData"]);
    expect(part(object, "metadata.name")).toBeUndefined();
    expect(recording.named("api-secrets-secret-key-value").inputs["length"]).toBe(64);
  });

  test("are given as references that change with each value", async () => {
    const { result } = await record(secrets);
    const key = result.keys["OPENAI_API_KEY"];
    expect(key?.key).toBe("OPENAI_API_KEY");
    expect(await valueOf(output(key?.secret))).toBe("api-secrets-openai-api-key-1a2b3c4");
    expect(await valueOf(output(key?.version))).toBe("api-secrets-openai-api-key-1a2b3c4");
    const reference = result.references["SECRET_KEY"];
    expect(reference && (await valueOf(reference))).toBe("api-secrets-secret-key-1a2b3c4/SECRET_KEY");
  });
});

describe("the dump", () => {
  const made = async () =>
    record(
      () =>
        new DumpJob(
          "backup-dump",
          {
            namespace: namespace(),
            image,
            destination: "s3://dumps/backups",
            backupName: "shop",
            secrets: { DATABASE_URL: { secret: "dump-url", key: "DATABASE_URL", version: "1" } },
            environment: { AWS_REGION: "eu-west-1" },
            destinations: [{ peers: [{ ipBlock: { cidr: "10.0.0.7/32" } }], ports: [5432] }],
          },
          { parent: parent() },
        ),
    );

  test("is one at a time each night, given up when it is stuck, and tried twice", async () => {
    const recording = await made();
    expect(part(recording.named("backup-dump-job"), "spec")).toMatchObject({
      schedule: "0 4 * * *",
      timeZone: "Etc/UTC",
      concurrencyPolicy: "Forbid",
      startingDeadlineSeconds: 3600,
      jobTemplate: {
        spec: { backoffLimit: 1, activeDeadlineSeconds: 14_400, ttlSecondsAfterFinished: 82_800 },
      },
    });
    expect(recording.orphans()).toEqual([]);
    expect(await valueOf(recording.result.cronJobName)).toBe("backup-dump-job-1a2b3c4");
  });

  test("is hardened, and finds what it needs", async () => {
    const pod = part((await made()).named("backup-dump-job"), "spec.jobTemplate.spec.template.spec");
    expect(pod).toMatchObject({
      restartPolicy: "Never",
      serviceAccountName: "backup-dump-account-1a2b3c4",
      automountServiceAccountToken: false,
      containers: [
        {
          name: "dump",
          image,
          env: [
            { name: "AWS_REGION", value: "eu-west-1" },
            { name: "BACKUP_DESTINATION", value: "s3://dumps/backups" },
            { name: "BACKUP_NAME", value: "shop" },
            {
              name: "DATABASE_URL",
              valueFrom: { secretKeyRef: { name: "dump-url", key: "DATABASE_URL" } },
            },
          ],
          securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true },
          resources: { limits: { cpu: "1000m", memory: "1024Mi" } },
        },
      ],
    });
  });

  test("takes no connection and reaches what it is given, from the start", async () => {
    const recording = await made();
    expect(part(recording.named("backup-dump-ways"), "spec")).toMatchObject({
      podSelector: { matchLabels: { "app.kubernetes.io/name": "dump" } },
      ingress: [],
      egress: [{ to: [{ ipBlock: { cidr: "10.0.0.7/32" } }], ports: [{ protocol: "TCP", port: 5432 }] }],
    });
    expect(recording.named("backup-dump-job").dependencies.join()).toContain("backup-dump-ways");
  });
});
