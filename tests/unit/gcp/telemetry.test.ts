import * as pulumi from "@pulumi/pulumi";
import { record, text, valueOf } from "../mocks";
import { telemetry } from "./fixture";
import { NUMBER, PROJECT } from "./mock-outputs";

const CHANNEL = "gcp:monitoring/notificationChannel:NotificationChannel";

describe("telemetry", () => {
  test("keeps logs for as long as asked, in the stack's region, under our key", async () => {
    const recording = await record(() => telemetry({ logRetentionDays: 90 }));
    const bucket = recording.named("telemetry-logs");
    expect(bucket.inputs).toMatchObject({
      project: PROJECT,
      location: "europe-west1",
      bucketId: "telemetry-logs-x7k2qm",
      retentionDays: 90,
      cmekSettings: {
        kmsKeyName: `projects/${PROJECT}/locations/europe-west1/keyRings/logs-key-x7k2qm/cryptoKeys/logs`,
      },
    });
    const grant = recording.named("logs-key-use-logging");
    expect(bucket.dependencies).toContain(grant.urn);
    expect(grant.inputs["member"]).toBe(
      `serviceAccount:cmek-p${NUMBER}@gcp-sa-logging.iam.gserviceaccount.com`,
    );
  });

  test("sends the platform's logs there and takes them out of the project's own place, but no audit log", async () => {
    const recording = await record(() => telemetry());
    const sink = recording.named("telemetry-logs-sink");
    expect(sink.inputs["destination"]).toBe(
      `logging.googleapis.com/projects/${PROJECT}/locations/europe-west1/buckets/telemetry-logs-x7k2qm`,
    );
    const filter = text(sink.inputs["filter"]);
    for (const type of ["cloud_run_revision", "cloudsql_database", "http_load_balancer", "gce_subnetwork"])
      expect(filter).toContain(`"${type}"`);
    expect(filter).toContain('NOT log_id("cloudaudit.googleapis.com/activity")');
    const exclusion = recording.named("telemetry-logs-elsewhere");
    expect(exclusion.inputs["filter"]).toBe(filter);
    expect(exclusion.dependencies).toContain(sink.urn);
  });

  test("reaches each address that is given", async () => {
    const recording = await record(() =>
      telemetry({ email: "oncall@example.com", webhook: pulumi.secret("https://alerts.example.com/hook") }),
    );
    expect(recording.ofType(CHANNEL).map(({ inputs }) => [inputs["type"], inputs["labels"]])).toEqual([
      ["email", { email_address: "oncall@example.com" }],
      ["webhook_tokenauth", { url: "https://alerts.example.com/hook" }],
    ]);
    const names = await Promise.all(recording.result.notificationChannels.map((name) => valueOf(name)));
    expect(names).toEqual(
      ["email", "webhook"].map((role) => `projects/${PROJECT}/notificationChannels/telemetry-${role}`),
    );
    for (const { dependencies } of recording.ofType(CHANNEL))
      expect(dependencies).toContain(recording.named("project-api-monitoring").urn);
  });

  test("makes no channel that reaches nobody", async () => {
    const recording = await record(() =>
      telemetry({ webhook: pulumi.secret("https://alerts.example.com/hook") }),
    );
    expect(recording.ofType(CHANNEL).map(({ name }) => name)).toEqual(["telemetry-webhook"]);
  });

  test("lets senders write, and read nothing", async () => {
    const { result } = await record(() => telemetry());
    expect(result.writerRoles).toEqual([
      "roles/logging.logWriter",
      "roles/monitoring.metricWriter",
      "roles/cloudtrace.agent",
    ]);
  });

  test("is the same in a preview", async () => {
    const make = () => telemetry({ email: "oncall@example.com" });
    const preview = await record(make, { preview: true });
    expect(preview.urns()).toEqual((await record(make)).urns());
    expect(preview.orphans()).toEqual([]);
  });
});
