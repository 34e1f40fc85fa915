import { rules } from "../../../localcloud/gcp";
import { make } from "../../../stacks/bootstrap/gcp";
import { record, type Recording, valueOf } from "../mocks";

const settings = {
  cloud: "gcp",
  region: "europe-west1",
  repository: "acme/platform",
  name: "platform",
  environments: ["dev", "prod"],
  project: "acme-prod",
} as const;
const pool = "projects/123456789012/locations/global/workloadIdentityPools/platform-github";

let recording: Recording & { result: ReturnType<typeof make> };
beforeAll(async () => {
  recording = await record(() => make(settings), {
    outputs: (type) => (type === "gcp:iam/workloadIdentityPool:WorkloadIdentityPool" ? { name: pool } : {}),
  });
});

const rolesOf = (use: string): unknown[] =>
  recording
    .ofType("gcp:projects/iAMMember:IAMMember")
    .filter(({ name }) => name.startsWith(`identity-${use}-`) && !name.endsWith("-own"))
    .map(({ inputs }) => inputs["role"]);

test("the local Google Cloud has rules for every type", () => {
  const known = rules.resources.map(({ type }) => type);
  for (const { type } of recording.registrations.filter((each) => each.type.startsWith("gcp:")))
    expect(known).toContain(type);
});

test("only tokens of this repository's pull requests and environments are believed", () => {
  expect(recording.named("identity-provider").inputs["attributeCondition"]).toBe(
    "assertion.repository == 'acme/platform' && " +
      "((assertion.sub in ['repo:acme/platform:pull_request'] && assertion.event_name == 'pull_request') || " +
      "assertion.sub in ['repo:acme/platform:environment:dev', 'repo:acme/platform:environment:prod'])",
  );
});

test("each account is acted as by its own subjects", () => {
  const members = recording.ofType("gcp:serviceaccount/iAMMember:IAMMember");
  expect(members.map(({ name, inputs }) => [name, inputs["member"]])).toEqual([
    [
      "identity-deploy-dev",
      `principal://iam.googleapis.com/${pool}/subject/repo:acme/platform:environment:dev`,
    ],
    [
      "identity-deploy-prod",
      `principal://iam.googleapis.com/${pool}/subject/repo:acme/platform:environment:prod`,
    ],
    [
      "identity-preview-pull_request",
      `principal://iam.googleapis.com/${pool}/subject/repo:acme/platform:pull_request`,
    ],
  ]);
});

test("previews look: no role of theirs administers, writes, or shows what a secret says", () => {
  for (const role of rolesOf("preview"))
    expect(String(role)).toMatch(/([vV]iewer|reader|browser|Reviewer|Consumer)$/);
  expect(recording.named("identity-preview-secrets").inputs["role"]).toBe(
    "roles/cloudkms.cryptoKeyDecrypter",
  );
  expect(recording.named("identity-preview-state").inputs["role"]).toBe("roles/storage.objectViewer");
});

test("whoever deploys can give the platform's roles and no other", () => {
  const { inputs } = recording.named("identity-deploy-own");
  expect(inputs["condition"]).toMatchObject({
    expression: expect.stringMatching(
      /^api\.getAttribute\('iam\.googleapis\.com\/modifiedGrantsByRole', \[\]\)\.hasOnly\(/,
    ) as unknown,
  });
  expect(JSON.stringify(inputs["condition"])).not.toMatch(/owner|editor|[aA]dmin/);
  const permissions = recording.named("identity-deploy-role").inputs["permissions"] as string[];
  expect(
    permissions.filter((permission) => /^iam\.(roles|serviceAccountKeys|workloadIdentity)/.test(permission)),
  ).toEqual([]);
  for (const role of rolesOf("deploy"))
    expect(String(role)).not.toMatch(/^roles\/(owner|editor|iam\.|resourcemanager\.)/);
});

test("states are versioned, under a key, for nobody outside", () => {
  expect(recording.named("state-bucket")).toMatchObject({
    protect: true,
    inputs: {
      name: "platform-state-acme-prod",
      versioning: { enabled: true },
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      softDeletePolicy: { retentionDurationSeconds: 90 * 24 * 60 * 60 },
    },
  });
});

test("what it tells is what the CLI takes", async () => {
  expect(await valueOf(recording.result.backend)).toBe("gs://platform-state-acme-prod");
  expect(await valueOf(recording.result.secretsProvider)).toMatch(/^gcpkms:\/\//);
});
