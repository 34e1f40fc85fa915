import { record, valueOf } from "../mocks";
import { GcpEncryptionKey } from "../../../providers/gcp/encryption-key";
import { key, project } from "./fixture";
import { NUMBER, PROJECT } from "./mock-outputs";

const KEY = "gcp:kms/cryptoKey:CryptoKey";
const RING = "gcp:kms/keyRing:KeyRing";
const MEMBER = "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember";

describe("the encryption key", () => {
  test("rotates every 90 days, and waits 30 days before it is gone", async () => {
    const recording = await record(() => key());
    expect(recording.only(KEY).inputs).toMatchObject({
      purpose: "ENCRYPT_DECRYPT",
      rotationPeriod: "7776000s",
      destroyScheduledDuration: "2592000s",
    });
  });

  test("is in the stack's region, in a ring whose name can't be taken from an earlier stack", async () => {
    const recording = await record(() => key("data"));
    expect(recording.only(RING).inputs).toMatchObject({
      location: "europe-west1",
      name: "data-key-x7k2qm",
    });
    expect(recording.only(RING).dependencies).toContain(recording.named("project-api-cloudkms").urn);
    expect(await valueOf(recording.result.reference)).toBe(
      `projects/${PROJECT}/locations/europe-west1/keyRings/data-key-x7k2qm/cryptoKeys/data`,
    );
  });

  test("can be in another region, for what is copied there", async () => {
    const recording = await record(
      () =>
        new GcpEncryptionKey(
          "backup-key",
          { purpose: "data", protection: true, project: project(), location: "europe-west4" },
          {},
        ),
    );
    expect(recording.only(RING).inputs["location"]).toBe("europe-west4");
    expect(recording.result.location).toBe("europe-west4");
  });

  test("lets nobody use it that was not granted it", async () => {
    const recording = await record(() => key("data"));
    expect(recording.registrations.filter(({ type }) => /iam/i.test(type))).toEqual([]);
  });

  test("lets Google's own account of an interface use it, once, and knows what that waits for", async () => {
    const recording = await record(() => {
      const made = key("data");
      return [made.grant("secretmanager"), made.grant("secretmanager")];
    });
    expect(recording.only(MEMBER).inputs).toEqual({
      cryptoKeyId: `projects/${PROJECT}/locations/europe-west1/keyRings/data-key-x7k2qm/cryptoKeys/data`,
      role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
      member: `serviceAccount:service-${NUMBER}@gcp-sa-secretmanager.iam.gserviceaccount.com`,
    });
    const [first, second] = recording.result;
    expect(first).toHaveLength(1);
    expect(second).toEqual(first);
  });

  test.each([true, false])("refuses its deletion: %s, as asked for", async (protection) => {
    const recording = await record(() => key("data", protection));
    for (const type of [KEY, RING])
      expect(recording.only(type)).toMatchObject({ protect: protection, retainOnDelete: protection });
  });
});
