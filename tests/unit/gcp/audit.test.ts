import { auditEvents } from "../../../providers/gcp/audit-events";
import { assertBilled } from "../../../providers/gcp/budget";
import { type Properties, record, text, remembered, UNKNOWN } from "../mocks";
import { NUMBER, PROJECT } from "./mock-outputs";
import { audit } from "./stores";

const recorded = remembered(audit);
const named = async (name: string) => (await recorded({})).named(name);
const nothing = { trail: false, threatDetection: false, posture: false, monthlyBudget: undefined };
const channel = `projects/${PROJECT}/notificationChannels/telemetry-email`;
const day = 24 * 60 * 60;

describe("the audit trail", () => {
  test("records who reads too, in every service", async () => {
    expect((await named("audit-trail-data-access")).inputs).toEqual({
      project: PROJECT,
      service: "allServices",
      auditLogConfigs: ["ADMIN_READ", "DATA_READ", "DATA_WRITE"].map((logType) => ({ logType })),
    });
  });

  test("keeps all kinds of records where nobody can delete them before their time", async () => {
    const bucket = await named("audit-trail-records-bucket");
    expect(bucket).toMatchObject({
      protect: true,
      retainOnDelete: true,
      inputs: {
        retentionPolicy: { retentionPeriod: String(400 * day), isLocked: true },
        publicAccessPrevention: "enforced",
        encryption: { defaultKmsKeyName: expect.stringMatching(/logs-key-x7k2qm/) as string },
      },
    });
    const sink = await named("audit-trail-sink");
    expect(sink.inputs["destination"]).toBe(
      "storage.googleapis.com/audit-trail-records-hex-audit-trail-records-suffix",
    );
    for (const log of ["activity", "data_access", "system_event", "policy"])
      expect(sink.inputs["filter"]).toContain(`log_id("cloudaudit.googleapis.com/${log}")`);
    expect((await named("audit-trail-writer")).inputs).toMatchObject({
      role: "roles/storage.objectCreator",
      member: `serviceAccount:service-${NUMBER}@gcp-sa-logging.iam.gserviceaccount.com`,
    });
  });

  test("is held but not locked where nothing is protected, and outlives its stack", async () => {
    expect((await recorded({ protection: false })).named("audit-trail-records-bucket")).toMatchObject({
      protect: false,
      retainOnDelete: true,
      inputs: { retentionPolicy: { isLocked: false }, forceDestroy: false },
    });
  });

  test("tells of each event that matters, with whom it was", async () => {
    for (const { filter, id, summary } of auditEvents) {
      const { inputs } = await named(`audit-trail-${id}-alert`);
      expect(inputs).toMatchObject({
        notificationChannels: [channel],
        alertStrategy: { notificationRateLimit: { period: "300s" } },
        documentation: { content: `[warning] ${summary}. What to do: docs/runbooks.md#audit` },
      });
      const [condition] = inputs["conditions"] as { conditionMatchedLog: Properties }[];
      expect(condition?.conditionMatchedLog).toEqual({
        filter: `log_id("cloudaudit.googleapis.com/activity") AND ${filter}`,
        labelExtractors: { who: "EXTRACT(protoPayload.authenticationInfo.principalEmail)" },
      });
    }
  });

  test("watches what CIS asks for", () => {
    const covered = auditEvents.flatMap(({ summary }) => /CIS (2\.\d+)/.exec(summary)?.[1] ?? []);
    expect(covered).toEqual(["2.4", "2.5", "2.6", "2.7", "2.8", "2.9", "2.10", "2.11"]);
    for (const { filter } of auditEvents) {
      expect(filter.split("(")).toHaveLength(filter.split(")").length);
      expect(filter.split('"').length % 2).toBe(1);
    }
  });
});

describe("threats and settings that are wrong", () => {
  test.each([
    ["audit-threats-findings", 'finding_class="THREAT"', "critical"],
    ["audit-posture-findings", 'finding_class="MISCONFIGURATION"', "warning"],
  ])("of %s are sent to a topic, and an alert says so", async (name, filter, severity) => {
    const config = await named(name);
    expect(config.inputs).toMatchObject({
      pubsubTopic: `projects/${PROJECT}/topics/${name}-topic-1a2b3c4`,
      streamingConfig: { filter: expect.stringContaining(filter) as string },
    });
    expect(text((await named(`${name}-topic`)).inputs["kmsKeyName"])).toContain("logs-key-x7k2qm");
    const alert = await named(`${name}-alert`);
    expect(alert.inputs).toMatchObject({ severity: severity.toUpperCase(), notificationChannels: [channel] });
    expect(JSON.stringify(alert.inputs["conditions"])).toContain(`${name}-topic-1a2b3c4`);
  });

  test("are forbidden where Google can", async () => {
    const policies = (await recorded({})).ofType("gcp:orgpolicy/policy:Policy");
    const rules = Object.fromEntries(
      policies.map(({ inputs }) => [
        text(inputs["name"]).replace(/^.*\/policies\//, ""),
        (inputs["spec"] as { rules: Properties[] }).rules,
      ]),
    );
    expect(rules).toMatchObject({
      "sql.restrictPublicIp": [{ enforce: "TRUE" }],
      "storage.publicAccessPrevention": [{ enforce: "TRUE" }],
      "iam.disableServiceAccountKeyCreation": [{ enforce: "TRUE" }],
      "iam.managed.preventPrivilegedBasicRolesForDefaultServiceAccounts": [{ enforce: "TRUE" }],
      "compute.vmExternalIpAccess": [{ denyAll: "TRUE" }],
      "run.allowedIngress": [
        { values: { allowedValues: ["internal", "internal-and-cloud-load-balancing"] } },
      ],
    });
    for (const { inputs } of policies) expect(inputs["parent"]).toBe(`projects/${PROJECT}`);
    // It decides about projects that are yet to be made.
    expect(rules).not.toHaveProperty(["compute.skipDefaultNetworkCreation"]);
  });
});

describe("the budget", () => {
  test("tells of a forecast of 80 % and of 100 % spent, of this project alone", async () => {
    expect((await named("audit-budget")).inputs).toMatchObject({
      billingAccount: "01ABCD-234567-89EFAB",
      budgetFilter: { projects: [`projects/${NUMBER}`], calendarPeriod: "MONTH" },
      amount: { specifiedAmount: { units: "1500" } },
      thresholdRules: [
        { spendBasis: "FORECASTED_SPEND", thresholdPercent: 0.8 },
        { spendBasis: "CURRENT_SPEND", thresholdPercent: 1 },
      ],
      allUpdatesRule: {
        monitoringNotificationChannels: [`projects/${PROJECT}/notificationChannels/audit-budget-email`],
        disableDefaultIamRecipients: false,
      },
    });
    expect((await named("audit-budget-email")).inputs["labels"]).toEqual({
      email_address: "owner@example.com",
    });
  });

  test("asks who pays only once Google would say", async () => {
    // What waits for something that is yet to be made is not known before it is.
    const preview = await record(() => audit(), { preview: true });
    expect(preview.named("audit-budget").inputs["billingAccount"]).toBe(UNKNOWN);
    expect(preview.named("project-api-cloudbilling").inputs["service"]).toBe("cloudbilling.googleapis.com");
  });

  test("is refused where nobody pays", () => {
    expect(() => assertBilled("")).toThrow("Google names no billing account of the project");
    expect(assertBilled("01ABCD-234567-89EFAB")).toBe("01ABCD-234567-89EFAB");
  });

  test("tells those who administer the billing account where no address is given", async () => {
    const recording = await recorded({ ...nothing, monthlyBudget: 100, budgetEmail: undefined });
    expect(recording.named("audit-budget").inputs).not.toHaveProperty("allUpdatesRule");
  });
});

test("what is not asked for is not made", async () => {
  const made = (await recorded(nothing)).registrations.filter(
    ({ custom, name }) => custom && name.startsWith("audit"),
  );
  expect(made).toEqual([]);
});

test("an audit is previewed as it will be made", async () => {
  const previewed = await record(() => audit(), { preview: true });
  expect(previewed.urns()).toEqual((await recorded({})).urns());
  expect(previewed.orphans()).toEqual([]);
});
