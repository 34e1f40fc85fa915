import { AwsRegistry } from "../../../providers/aws/registry";
import { containing, isSecret, json, record, valueOf } from "../mocks";
import { key } from "./fixture";

const registry = (protection = true) => new AwsRegistry("api-registry", { key: key("data"), protection }, {});

describe("the registry", () => {
  test("has immutable tags, scans on push, and is encrypted with our key", async () => {
    const recording = await record(() => registry());
    expect(recording.named("api-registry-repository").inputs).toMatchObject({
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: containing("key/data-key-key") }],
    });
  });

  test("keeps the newest 50 images, and untagged ones for 7 days", async () => {
    const recording = await record(() => registry());
    const policy = json(recording.named("api-registry-lifecycle"), "policy");
    expect(policy).toMatchObject({
      rules: [
        {
          selection: {
            tagStatus: "untagged",
            countType: "sinceImagePushed",
            countUnit: "days",
            countNumber: 7,
          },
        },
        { selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 50 } },
      ],
    });
  });

  test.each([true, false])("refuses its deletion while it holds images: %s", async (protection) => {
    const recording = await record(() => registry(protection));
    const repository = recording.named("api-registry-repository");
    expect(repository).toMatchObject({ protect: protection, retainOnDelete: protection });
    expect(repository.inputs["forceDelete"]).toBe(!protection);
  });

  test("says how to push to it, with a password that is a secret", async () => {
    const { result } = await record(() => registry());
    expect(await valueOf(result.repository)).toBe(
      "123456789012.dkr.ecr.eu-west-1.amazonaws.com/api-registry-repository",
    );
    expect(await valueOf(result.credentials.server)).toBe("123456789012.dkr.ecr.eu-west-1.amazonaws.com");
    expect(await valueOf(result.credentials.username)).toBe("AWS");
    expect(await valueOf(result.credentials.password)).toBe("ecr-login-password");
    expect(await isSecret(result.credentials.password)).toBe(true);
    expect(await isSecret(result.credentials.username)).toBe(false);
  });
});
