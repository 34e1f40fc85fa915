import { ACCOUNT, REGION } from "../mock-cloud";
import { record, UNKNOWN } from "../mocks";
import { key, list, statements } from "./fixture";

const KEY = "aws:kms/key:Key";

describe("the encryption key", () => {
  test("rotates every year, and waits 30 days before it is gone", async () => {
    const recording = await record(() => key());
    expect(recording.only(KEY).inputs).toMatchObject({
      enableKeyRotation: true,
      rotationPeriodInDays: 365,
      deletionWindowInDays: 30,
    });
    expect(recording.only("aws:kms/alias:Alias").inputs["targetKeyId"]).toBe("logs-key-key-id");
  });

  test.each(["data", "logs"] as const)("of %s has no principal * in its policy", async (purpose) => {
    const recording = await record(() => key(purpose));
    const principals = statements(recording.only(KEY)).map(({ Principal }) => JSON.stringify(Principal));
    expect(principals.length).toBeGreaterThan(0);
    for (const principal of principals) expect(principal).not.toContain("*");
  });

  test("of data obeys the account's own identities only", async () => {
    const recording = await record(() => key("data"));
    expect(statements(recording.only(KEY))).toEqual([
      {
        Sid: "AccountAdministration",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: "kms:*",
        Resource: "*",
      },
    ]);
  });

  test("of logs serves AWS's services for this account only", async () => {
    const recording = await record(() => key("logs"));
    const services = statements(recording.only(KEY)).filter(({ Sid }) => Sid !== "AccountAdministration");
    expect(services.map(({ Sid }) => Sid)).toEqual(["LogGroups", "Notifications", "Trail", "AuditDelivery"]);
    for (const statement of services) {
      expect(JSON.stringify(statement.Condition)).toContain(ACCOUNT);
      expect(list(statement.Action)).not.toContain("kms:*");
    }
    expect(services[0]?.Principal).toEqual({ Service: `logs.${REGION}.amazonaws.com` });
  });

  test.each([true, false])("refuses its deletion: %s, as asked for", async (protection) => {
    const recording = await record(() => key("data", protection));
    expect(recording.only(KEY)).toMatchObject({ protect: protection, retainOnDelete: protection });
  });

  test("has a policy that can be read in a preview", async () => {
    const recording = await record(() => key("logs"), { preview: true });
    expect(JSON.stringify(statements(recording.only(KEY)))).not.toContain(UNKNOWN);
  });
});
