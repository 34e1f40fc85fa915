import type { AuditArgs } from "../../../components/audit";
import { auditEvents } from "../../../providers/azure/audit-events";
import { budget } from "../../../providers/azure/budget";
import type { AzureComponents } from "../../../providers/azure/components";
import { containing, matching, type Properties, type Recording, record, text, remembered } from "../mocks";
import { SUBSCRIPTION } from "./mock-outputs";
import { at, audit, stack } from "./stores";

const make = (args: Partial<AuditArgs<AzureComponents>>) => audit(stack(), args);
const recorded = remembered(make);
const group = matching(/Microsoft\.Insights\/actionGroups\/telemetry-alerts/);

describe("the audit trail on Azure", () => {
  test("takes every kind of entry to the workspace and to storage", async () => {
    const recording = await recorded({});
    const setting = recording.named("audit-trail-setting");
    expect(setting.inputs).toMatchObject({
      workspaceId: containing("Microsoft.OperationalInsights/workspaces/"),
      storageAccountId: matching(/Microsoft\.Storage\/storageAccounts\/audit/),
    });
    const logs = setting.inputs["logs"] as Properties[];
    expect(logs.map(({ category }) => category)).toEqual(
      expect.arrayContaining(["Administrative", "Security", "Policy", "Alert"]),
    );
    for (const { enabled } of logs) expect(enabled).toBe(true);
    expect(setting.protect).toBe(true);
  });

  test("can be appended to and not changed, for as long as asked, from the first entry on", async () => {
    const recording = await recorded({});
    const container = recording.named("audit-trail-container");
    expect(container.inputs).toMatchObject({ containerName: "insights-activity-logs", publicAccess: "None" });
    expect(recording.named("audit-trail-container-immutability").inputs).toMatchObject({
      immutabilityPeriodSinceCreationInDays: 400,
      allowProtectedAppendWrites: true,
    });
    expect(recording.named("audit-trail-setting").dependencies).toContain(container.urn);
  });

  test("can't be deleted where the stack is protected", async () => {
    expect((await recorded({})).named("audit-trail-lock").inputs).toMatchObject({
      level: "CanNotDelete",
      scope: matching(/Microsoft\.Storage\/storageAccounts\/audit/),
    });
    expect((await recorded({ protection: false })).has("audit-trail-lock")).toBe(false);
  });

  test("raises an alert on each event that matters, of the whole subscription", async () => {
    const recording = await recorded({});
    const alerts = recording.ofType("azure-native:monitor:ActivityLogAlert");
    expect(alerts).toHaveLength(auditEvents.length + 1);
    for (const { inputs } of alerts)
      expect(inputs).toMatchObject({
        enabled: true,
        scopes: [`/subscriptions/${SUBSCRIPTION}`],
        actions: { actionGroups: [{ actionGroupId: group }] },
        description: containing("docs/runbooks.md#audit"),
      });
    const condition = recording.named("audit-trail-policies-alert").inputs["condition"] ?? null;
    expect(at(condition, "allOf", 2, "anyOf")).toEqual([
      { field: "operationName", equals: "Microsoft.Authorization/policyAssignments/write" },
      { field: "operationName", equals: "Microsoft.Authorization/policyAssignments/delete" },
    ]);
  });
});

describe("threat detection on Azure", () => {
  const contacts = (recording: Recording) =>
    (
      at(recording.named("audit-threats-plans").inputs, "properties", "template", "resources") as Properties[]
    ).flatMap(({ properties, type }) => (type === "Microsoft.Security/securityContacts" ? [properties] : []));

  test("has Defender's plans for what a stack uses, one after the other", async () => {
    const recording = await recorded({});
    const template = (name: string) =>
      at(recording.named(name).inputs, "properties", "template", "resources") as Properties[];
    const plans = template("audit-threats-plans").filter(
      ({ type }) => type === "Microsoft.Security/pricings",
    );
    expect(plans.map(({ name }) => name)).toEqual([
      "Arm",
      "Containers",
      "KeyVaults",
      "OpenSourceRelationalDatabases",
      "StorageAccounts",
    ]);
    plans.forEach(({ dependsOn, properties }, index) => {
      expect(properties).toMatchObject({ pricingTier: "Standard" });
      const before = plans[index - 1];
      expect(dependsOn).toEqual(before ? [containing(`'${text(before["name"])}'`)] : []);
    });
    expect(template("audit-posture-plan").map(({ name }) => name)).toEqual(["CloudPosture"]);
    expect(recording.named("audit-posture-plan").dependencies).toContain(
      recording.named("audit-threats-plans").urn,
    );
  });

  test("tells the owners and the action group of what it finds", async () => {
    const recording = await recorded({});
    expect(contacts(recording)).toEqual([
      expect.objectContaining({ emails: "owner@example.com", isEnabled: true }),
    ]);
    expect(recording.named("audit-threats-export").inputs).toMatchObject({
      sources: [{ eventSource: "Alerts" }],
      actions: [
        {
          actionType: "Workspace",
          workspaceResourceId: containing("Microsoft.OperationalInsights/workspaces/"),
        },
      ],
    });
    const rule = recording.named("audit-threats-findings").inputs;
    expect(text(at(rule, "criteria", "allOf", 0, "query"))).toMatch(/^SecurityAlert\n/);
    expect(rule["actions"]).toEqual({ actionGroups: [group] });
  });

  test("has no contact where nobody is named", async () => {
    expect(contacts(await recorded({ budgetEmail: undefined }))).toEqual([]);
  });
});

describe("posture on Azure", () => {
  test("judges the subscription by Microsoft's benchmark and by CIS", async () => {
    const recording = await recorded({});
    for (const [role, id] of [
      ["benchmark", "1f3afdf9-d0c9-4c3d-847f-89da613e70a8"],
      ["cis", "06f19060-9e68-4070-92ca-f15cc126059e"],
    ] as const)
      expect(recording.named(`audit-posture-${role}`).inputs).toMatchObject({
        scope: `/subscriptions/${SUBSCRIPTION}`,
        policyDefinitionId: `/providers/Microsoft.Authorization/policySetDefinitions/${id}`,
      });
  });

  test("tells of controls that fail", async () => {
    const rule = (await recorded({})).named("audit-posture-findings").inputs;
    expect(text(at(rule, "criteria", "allOf", 0, "query"))).toContain('RecommendationState == "Unhealthy"');
    expect(rule["actions"]).toEqual({ actionGroups: [group] });
  });
});

describe("the budget on Azure", () => {
  test("tells before it is spent, and when it is", async () => {
    const registration = (await recorded({})).named("audit-budget");
    const notice = {
      enabled: true,
      operator: "GreaterThan",
      contactEmails: ["owner@example.com"],
      contactGroups: [group],
    };
    expect(registration.inputs).toMatchObject({
      scope: `/subscriptions/${SUBSCRIPTION}`,
      amount: 1500,
      category: "Cost",
      timeGrain: "Monthly",
      notifications: {
        Forecast: { ...notice, thresholdType: "Forecasted", threshold: 80 },
        Spent: { ...notice, thresholdType: "Actual", threshold: 100 },
      },
    });
  });

  test("begins with the month it is made in, and is no change in the next", async () => {
    const recording = await record(() => {
      const on = stack();
      return budget(
        "budget",
        { scope: on.scope, limit: 10, email: undefined, actionGroup: on.telemetry.actionGroup },
        {},
        new Date("2026-02-28T23:59:59Z"),
      );
    });
    expect(recording.named("budget")).toMatchObject({
      inputs: { timePeriod: { startDate: "2026-02-01T00:00:00Z" } },
      ignoreChanges: ["timePeriod"],
    });
  });
});

test("each part of an audit is made where it is asked for", async () => {
  const recording = await recorded({
    trail: false,
    threatDetection: false,
    posture: false,
    monthlyBudget: undefined,
  });
  expect(recording.names().filter((name) => name.startsWith("audit-"))).toEqual([]);
});

test("an audit is previewed as it will be made", async () => {
  const preview = await record(() => make({}), { preview: true });
  expect(preview.urns()).toEqual((await recorded({})).urns());
  expect(preview.orphans().filter(({ name }) => name.startsWith("audit"))).toEqual([]);
});
