import { rules } from "../../../localcloud/aws";
import { make } from "../../../stacks/bootstrap/aws";
import { permissionsBoundary } from "../../../stacks/permissions-boundary";
import { list, type Statement, statements } from "../aws/fixture";
import { platformOn, specificationOn, withContext, withFolder } from "../fixture";
import { record, type Recording, valueOf } from "../mocks";

const settings = {
  cloud: "aws",
  region: "eu-west-1",
  recoveryRegion: "eu-central-1",
  repository: "acme/platform",
  name: "platform",
  environments: ["dev", "prod"],
} as const;
const boundary = "arn:aws:iam::123456789012:policy/bootstrap/platform-boundary";
const host = "token.actions.githubusercontent.com";
const actions = ({ Action }: Statement): string[] => list(Action);

let recording: Recording & { result: ReturnType<typeof make> };
beforeAll(async () => {
  recording = await record(() => make(settings), {
    outputs: (type) => (type === "aws:iam/policy:Policy" ? { arn: boundary } : {}),
  });
});

const trust = (use: string) => statements(recording.named(`identity-${use}`), "assumeRolePolicy");
const policy = (name: string) => statements(recording.named(name), "policy");

test("the local AWS has rules for every type", () => {
  const known = rules.resources.map(({ type }) => type);
  for (const { type } of recording.registrations.filter((each) => each.type.startsWith("aws:")))
    expect(known).toContain(type);
});

test("whoever takes a role is a pull request, or one of the environments, of this repository", () => {
  expect(trust("preview")).toMatchObject([
    {
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          [`${host}:aud`]: "sts.amazonaws.com",
          [`${host}:sub`]: ["repo:acme/platform:pull_request"],
        },
      },
    },
  ]);
  expect(trust("deploy")).toMatchObject([
    {
      Condition: {
        StringEquals: {
          [`${host}:sub`]: ["repo:acme/platform:environment:dev", "repo:acme/platform:environment:prod"],
        },
      },
    },
  ]);
});

test("a provider that the account has is taken, and none is made", async () => {
  const identityProvider = `arn:aws:iam::123456789012:oidc-provider/${host}`;
  const other = await record(() => make({ ...settings, identityProvider }));
  expect(other.ofType("aws:iam/openIdConnectProvider:OpenIdConnectProvider")).toEqual([]);
  expect(statements(other.named("identity-preview"), "assumeRolePolicy")).toMatchObject([
    { Principal: { Federated: identityProvider } },
  ]);
});

test("previews are allowed to read states and nothing else that has contents", () => {
  const given = policy("identity-preview-policy");
  const allowed = given.filter(({ Effect }) => Effect === "Allow").flatMap(actions);
  expect(allowed).toEqual(["s3:ListBucket", "s3:GetObject", "kms:Decrypt"]);
  const denied = given.filter(({ Effect }) => Effect === "Deny").flatMap(actions);
  expect(denied).toEqual(expect.arrayContaining(["secretsmanager:GetSecretValue", "sts:AssumeRole"]));
  expect(given.find(({ Sid }) => Sid === "NoOtherObjects")).toMatchObject({
    Action: "s3:GetObject*",
    NotResource: "arn:aws:s3:::platform-state-123456789012-eu-west-1/*",
  });
});

describe("whoever deploys", () => {
  test("is bounded by the policy that it has", () => {
    expect(recording.named("identity-deploy").inputs["permissionsBoundary"]).toBe(boundary);
    expect(recording.named("identity-deploy-policy").inputs["policyArn"]).toBe(boundary);
  });

  test("can give rights only to roles with the same boundary", () => {
    const grants = /^iam:(CreateRole|Put(RolePolicy|RolePermissionsBoundary)|AttachRolePolicy)$/;
    const given = policy("identity-boundary").filter(
      (statement) => statement.Effect === "Allow" && actions(statement).some((action) => grants.test(action)),
    );
    expect(given).toHaveLength(1);
    expect(given[0]).toMatchObject({
      Resource: "arn:aws:iam::123456789012:role/platform/*",
      Condition: { StringEquals: { "iam:PermissionsBoundary": boundary } },
    });
  });

  test("can't take a role, make users, or do all there is to do in IAM", () => {
    const allowed = policy("identity-boundary")
      .filter(({ Effect }) => Effect === "Allow")
      .flatMap(actions);
    expect(
      allowed.filter((action) => /^(\*|sts:|organizations:|iam:\*|iam:.*(User|AccessKey))/.test(action)),
    ).toEqual([]);
  });

  test("may hand every role that the platform makes to the service that it is for", async () => {
    const platform = await withFolder({ Dockerfile: "FROM scratch\n" }, (context) =>
      record(() => platformOn(withContext(specificationOn("aws", "prod"), context))),
    );
    const services = platform
      .ofType("aws:iam/role:Role")
      .flatMap((role) => statements(role, "assumeRolePolicy"))
      .flatMap(({ Principal }) => list((Principal as { Service: string | string[] }).Service));
    expect(services).toContain("ecs-tasks.amazonaws.com");
    const pass = policy("identity-boundary").find(({ Action }) => Action === "iam:PassRole");
    expect(pass?.Condition).toEqual({
      StringEquals: { "iam:PassedToService": expect.arrayContaining(services) as unknown },
    });
  });

  test("works in its regions only", () => {
    expect(policy("identity-boundary")[0]).toMatchObject({
      Condition: { StringEquals: { "aws:RequestedRegion": ["eu-west-1", "eu-central-1", "us-east-1"] } },
    });
  });

  test("can't touch what it stands on", () => {
    const denied = policy("identity-boundary").filter(({ Effect }) => Effect === "Deny");
    expect(denied.find(({ Sid }) => Sid === "NotWhatItStandsOn")?.Resource).toEqual(
      expect.arrayContaining([
        "arn:aws:iam::123456789012:role/bootstrap/*",
        "arn:aws:iam::123456789012:policy/bootstrap/*",
      ]),
    );
    const [states] = denied.filter(({ Sid }) => Sid === "StatesAreWrittenOnly");
    expect(states).toMatchObject({
      NotAction: ["s3:DeleteObject", "s3:GetBucket*", "s3:GetObject", "s3:ListBucket", "s3:PutObject"],
    });
  });

  test("has a policy that fits in one", () => {
    const text = JSON.stringify(policy("identity-boundary"));
    expect(text.length).toBeLessThan(6000);
  });
});

test("states are kept for 90 days after they were written over, under a key, and nobody deletes a version", () => {
  expect(recording.named("state-store-lifecycle").inputs["rules"]).toMatchObject([
    { noncurrentVersionExpiration: { noncurrentDays: 90 } },
  ]);
  expect(recording.named("state-store-encryption").inputs["rules"]).toMatchObject([
    { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } },
  ]);
  expect(policy("state-store-policy").find(({ Sid }) => Sid === "Kept")).toMatchObject({
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:DeleteBucket", "s3:DeleteObjectVersion"],
  });
  for (const name of ["state-store-bucket", "state-key", "secrets-key"])
    expect(recording.named(name)).toMatchObject({ protect: true, retainOnDelete: true });
});

test("what it tells is what the CLI takes", async () => {
  expect(await valueOf(recording.result.backend)).toBe(
    "s3://platform-state-123456789012-eu-west-1?region=eu-west-1",
  );
  expect(await valueOf(recording.result.secretsProvider)).toBe(
    "awskms://alias/platform-secrets?region=eu-west-1",
  );
});

describe("the platform's roles", () => {
  const seen = (type: string, given?: string) =>
    permissionsBoundary(given)[0]?.({ custom: true, type, name: "role", props: { name: "x" }, opts: {} });

  test("get the boundary that the stack file names, and a path of their own", async () => {
    expect(await seen("aws:iam/role:Role", boundary)).toEqual({
      props: { name: "x", path: "/platform/", permissionsBoundary: boundary },
      opts: {},
    });
    expect(await seen("aws:iam/policy:Policy", boundary)).toBeUndefined();
  });

  test("are as they are where none is named", () => {
    expect(permissionsBoundary()).toEqual([]);
  });
});
