import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { lines, placeOf } from "../../../../tools/delivery/place";
import { testFolder } from "./folder";

const folder = testFolder();
const variables = {
  AWS_REGION: "eu-west-1",
  AWS_PREVIEW_ROLE: "arn:aws:iam::1:role/preview",
  AWS_DEPLOY_ROLE: "arn:aws:iam::1:role/deploy",
  AWS_PULUMI_BACKEND_URL: "s3://state?region=eu-west-1",
  AZURE_TENANT_ID: "tenant",
  AZURE_SUBSCRIPTION_ID: "subscription",
  AZURE_PREVIEW_CLIENT_ID: "looking",
  AZURE_DEPLOY_CLIENT_ID: "changing",
  AZURE_PULUMI_BACKEND_URL: "azblob://state?storage_account=state",
  GCP_PROJECT: "acme",
  GCP_WORKLOAD_IDENTITY_PROVIDER: "projects/1/locations/global/workloadIdentityPools/github/providers/github",
  GCP_PREVIEW_SERVICE_ACCOUNT: "preview@acme.iam.gserviceaccount.com",
  GCP_DEPLOY_SERVICE_ACCOUNT: "deploy@acme.iam.gserviceaccount.com",
  GCP_PULUMI_BACKEND_URL: "gs://state",
};

function on(cloud: string, region = "a-region"): string {
  writeFileSync(
    join(folder, "Pulumi.x.yaml"),
    `config:\n  platform:cloud: ${cloud}\n  platform:region: ${region}\n`,
  );
  return folder;
}

describe("where a stack is", () => {
  it.each(["preview", "deploy"] as const)("gives the job of a stack on AWS the role for %s", (identity) => {
    expect(placeOf(on("aws", "eu-west-1"), "x", identity, variables)).toEqual({
      outputs: { cloud: "aws", region: "eu-west-1", role: `arn:aws:iam::1:role/${identity}` },
      environment: { PULUMI_BACKEND_URL: "s3://state?region=eu-west-1", PULUMI_SKIP_UPDATE_CHECK: "true" },
    });
  });

  it("tells Azure's provider to sign in by itself, as the same identity", () => {
    const { outputs, environment } = placeOf(on("azure"), "x", "preview", variables);
    expect(outputs).toMatchObject({
      "client-id": "looking",
      "tenant-id": "tenant",
      "subscription-id": "subscription",
    });
    expect(environment).toMatchObject({
      ARM_USE_OIDC: "true",
      ARM_CLIENT_ID: "looking",
      ARM_TENANT_ID: "tenant",
      ARM_SUBSCRIPTION_ID: "subscription",
      PULUMI_BACKEND_URL: "azblob://state?storage_account=state",
    });
  });

  it("names Google's service account and provider", () => {
    const { outputs } = placeOf(on("gcp"), "x", "deploy", variables);
    expect(outputs).toMatchObject({
      account: "deploy@acme.iam.gserviceaccount.com",
      provider: variables.GCP_WORKLOAD_IDENTITY_PROVIDER,
    });
  });

  it("lists all variables that are missing, and none that is there", () => {
    const rest = { ...variables, AWS_PREVIEW_ROLE: "", AWS_PULUMI_BACKEND_URL: "" };
    expect(() => placeOf(on("aws"), "x", "preview", rest)).toThrow(
      /AWS_PREVIEW_ROLE, AWS_PULUMI_BACKEND_URL:/,
    );
    expect(() => placeOf(on("aws"), "x", "deploy", rest)).toThrow(/variables AWS_PULUMI_BACKEND_URL:/);
  });

  it("refuses a cloud that it can't sign in to, and a file that names none", () => {
    expect(() => placeOf(on("meadow"), "x", "preview", variables)).toThrow(
      /aws, azure, gcp, and x is on meadow/,
    );
    writeFileSync(join(folder, "Pulumi.y.yaml"), "config: {}\n");
    expect(() => placeOf(folder, "y", "preview", variables)).toThrow(/does not say/);
  });

  it("lets no variable smuggle a second one into GitHub's files", () => {
    const smuggled = { ...variables, AWS_PULUMI_BACKEND_URL: "s3://x\nPATH=/tmp" };
    expect(() => placeOf(on("aws"), "x", "preview", smuggled)).toThrow(/more than one line/);
    expect(lines({ cloud: "aws", region: "eu-west-1" })).toBe("cloud=aws\nregion=eu-west-1\n");
  });
});
