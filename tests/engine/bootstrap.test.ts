import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Store } from "../../localcloud/store";
import { command } from "../../tools/bootstrap/command";
import { localPlace, passphrase, type Place } from "../../tools/bootstrap/place";
import { Problem } from "../../tools/engine/problem";
import { S3 } from "../real/s3";
import { Kms } from "./kms";

jest.setTimeout(10 * 60_000);

let root: string;
/** All that was told. */
let told: string[];
let place: Place;

const bootstrap = async (...args: string[]): Promise<void> => {
  told = [];
  await command(args, {
    progress: { say: (line) => told.push(line), status: () => undefined },
    out: { write: (text) => told.push(text) },
    terminal: false,
    place: () => Promise.resolve(place),
  });
};
const files = (): string[] =>
  readdirSync(root, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
const made = (packageName: string): string[] =>
  new Store(join(root, "cloud"), packageName).list().map(({ type, id }) => `${type} ${id}`);
const quiet = { say: () => undefined, status: () => undefined };

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "platform-bootstrap-"));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

describe("on AWS, with the CLI's own backend in S3 and key in KMS", () => {
  const args = ["--cloud", "aws", "--region", "eu-west-1", "--repository", "acme/platform"];
  let s3: S3;
  let kms: Kms;

  beforeEach(async () => {
    [s3, kms] = await Promise.all([S3.start(), Kms.start()]);
    const cradle = join(root, "cradle");
    const env = (backend: string) => ({
      ...s3.environment,
      ...kms.environment,
      ...passphrase(cradle, backend),
    });
    place = { ...(await localPlace(root, quiet, env)), cradle, target: (of) => of };
  });
  afterEach(() => Promise.all([s3.stop(), kms.stop()]));

  test("a move that is killed goes on where it stopped, and a second run finds nothing to change", async () => {
    const whole = place;
    // The machine dies when the state has arrived, before anything here knows of it.
    place = {
      ...whole,
      pulumi: async (command, call) => {
        const finished = await whole.pulumi(command, call);
        if (command[1] === "import") throw new Error("killed");
        return finished;
      },
    };
    await expect(bootstrap(...args)).rejects.toThrow("killed");
    const secret = readFileSync(join(place.cradle, "passphrase"), "utf8");

    place = whole;
    await bootstrap("--cloud", "aws");
    expect(told).toContain("  34 unchanged");
    expect(existsSync(place.cradle)).toBe(false);
    const stored = s3.objects.get(".pulumi/stacks/bootstrap/bootstrap-aws.json")?.toString() ?? "{}";
    expect(JSON.parse(stored)).toMatchObject({
      checkpoint: {
        latest: {
          secrets_providers: {
            type: "cloud",
            state: { url: "awskms://alias/platform-secrets?region=eu-west-1" },
          },
        },
      },
    });

    const before = made("aws");
    await bootstrap("--cloud", "aws");
    expect(told).toContain("  34 unchanged");
    expect(made("aws")).toEqual(before);
    expect(told.join("\n")).toContain(
      "pulumi stack init dev --secrets-provider='awskms://alias/platform-secrets?region=eu-west-1'",
    );

    // The key of the secrets was in KMS's hands alone, and the passphrase of the first days has gone.
    expect(kms.plaintexts.length).toBeGreaterThan(0);
    const places = [...files().map((file) => readFileSync(file, "latin1")), ...told].concat(
      [...s3.objects.values()].map((object) => object.toString("latin1")),
    );
    for (const plaintext of [...kms.plaintexts, secret])
      expect(places.filter((text) => text.includes(plaintext))).toEqual([]);
  });

  test.each([
    [
      "bad settings",
      ["--cloud", "aws", "--region", "nowhere", "--repository", "acme"],
      ["--region", "--repository"],
    ],
    ["another region than before", ["--cloud", "aws", "--name", "Other"], ["--name", "--region is missing"]],
    ["no cloud", [], ["Which cloud?"]],
    ["an unknown flag", ["--clod", "aws"], ["Did you mean --cloud?"]],
  ])("%s are refused in sentences, and nothing is made", async (_, wrong, words) => {
    const refusal = await bootstrap(...wrong).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Problem);
    for (const word of words) expect(String(refusal)).toContain(word);
    expect(made("aws")).toEqual([]);
    expect(existsSync(place.cradle)).toBe(false);
  });
});

describe.each([
  [
    "Azure",
    "azure-native",
    ["--cloud", "azure", "--region", "westeurope", "--subscription", "00000000-0000-4000-8000-000000000001"],
    ["azblob://state?storage_account=platformstate", "AZURE_DEPLOY_CLIENT_ID"],
  ],
  [
    "Google Cloud",
    "gcp",
    ["--cloud", "gcp", "--region", "europe-west1", "--project", "local-project"],
    ["gs://platform-state-local-project", "GCP_WORKLOAD_IDENTITY_PROVIDER"],
  ],
] as const)("on %s, with a folder in place of the bucket", (_, packageName, args, words) => {
  beforeEach(async () => {
    place = await localPlace(root, quiet);
  });

  test("it comes up under the policies, moves, and finds nothing to change afterwards", async () => {
    await bootstrap(...args, "--repository", "acme/platform");
    for (const word of words) expect(told.join("\n")).toContain(word);
    expect(existsSync(place.cradle)).toBe(false);
    const before = made(packageName);
    expect(before.length).toBeGreaterThan(20);

    await bootstrap("--cloud", args[1]);
    expect(told.filter((line) => /^ {2}\d+ unchanged$/.test(line))).toHaveLength(1);
    expect(made(packageName)).toEqual(before);
    expect(files().filter((file) => readFileSync(file, "latin1").includes(`"plaintext"`))).toEqual([]);
  });
});
