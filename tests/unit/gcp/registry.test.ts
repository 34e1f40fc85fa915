import { isSecret, record, valueOf } from "../mocks";
import { registry } from "./fixture";
import { PROJECT } from "./mock-outputs";

describe("the registry", () => {
  test("has immutable tags, is scanned, and is encrypted with our key, which Google may use by then", async () => {
    const recording = await record(() => registry());
    const repository = recording.named("api-registry-repository");
    expect(repository.inputs).toMatchObject({
      location: "europe-west1",
      repositoryId: "api-registry-x7k2qm",
      format: "DOCKER",
      dockerConfig: { immutableTags: true },
      vulnerabilityScanningConfig: { enablementConfig: "INHERITED" },
      kmsKeyName: `projects/${PROJECT}/locations/europe-west1/keyRings/data-key-x7k2qm/cryptoKeys/data`,
    });
    for (const name of [
      "data-key-use-artifactregistry",
      "project-api-artifactregistry",
      "project-api-containerscanning",
    ])
      expect(repository.dependencies).toContain(recording.named(name).urn);
  });

  test("deletes what has no tag after 7 days, and nothing that has one", async () => {
    const recording = await record(() => registry());
    expect(recording.named("api-registry-repository").inputs).toMatchObject({ cleanupPolicyDryRun: false });
    expect(recording.named("api-registry-repository").inputs["cleanupPolicies"]).toEqual([
      {
        id: "untagged-after-7-days",
        action: "DELETE",
        condition: { tagState: "UNTAGGED", olderThan: "604800s" },
      },
    ]);
  });

  test.each([true, false])("refuses its deletion: %s, as asked for", async (protection) => {
    const recording = await record(() => registry(protection));
    expect(recording.named("api-registry-repository")).toMatchObject({
      protect: protection,
      retainOnDelete: protection,
      // Its name is fixed, so that a second one can't be made while the first is there.
      deleteBeforeReplace: true,
    });
  });

  test("says how to push to it, with a password that is a secret", async () => {
    const { result } = await record(() => registry());
    expect(await valueOf(result.repository)).toBe(
      `europe-west1-docker.pkg.dev/${PROJECT}/api-registry-x7k2qm/image`,
    );
    expect(await valueOf(result.credentials.server)).toBe("europe-west1-docker.pkg.dev");
    expect(await valueOf(result.credentials.username)).toBe("oauth2accesstoken");
    expect(await valueOf(result.credentials.password)).toBe("google-login-token");
    expect(await isSecret(result.credentials.password)).toBe(true);
  });
});
