import * as fc from "fast-check";
import { registryOf, RemoteRegistries } from "../../../providers/gcp/remote-registry";
import { specificationOn, withContext, withFolder } from "../fixture";
import { record, valueOf } from "../mocks";
import { key, platformOnGcp } from "./fixture";
import { PROJECT } from "./mock-outputs";

const REPOSITORY = "gcp:artifactregistry/repository:Repository";
const digest = `@sha256:${"c".repeat(64)}`;

/** Where the images are pulled from, in a stack that runs all of them. */
const pulled = (...references: string[]) =>
  record(() => {
    const registries = new RemoteRegistries();
    const dataKey = key("data");
    return references.map((reference) => registries.image(reference, dataKey, { parent: dataKey }));
  });

describe("an image", () => {
  test.each([
    `docker.io/library/nginx${digest}`,
    `nginx${digest}`,
    `library/nginx${digest}`,
    `gcr.io/project/app${digest}`,
    `eu.gcr.io/project/app${digest}`,
    `europe-west1-docker.pkg.dev/project/repository/app${digest}`,
  ])("%s is pulled as it is", async (reference) => {
    const recording = await pulled(reference);
    expect(await Promise.all(recording.result.map((image) => valueOf(image)))).toEqual([reference]);
    expect(recording.ofType(REPOSITORY)).toEqual([]);
  });

  test("of another registry is pulled through one repository for all of that registry, by the same digest", async () => {
    const recording = await pulled(
      `registry.example.com/api${digest}`,
      `registry.example.com/team/worker${digest}`,
      `registry.example.org:5000/api${digest}`,
    );
    const here = (name: string) => `europe-west1-docker.pkg.dev/${PROJECT}/images-of-${name}-x7k2qm`;
    expect(await Promise.all(recording.result.map((image) => valueOf(image)))).toEqual([
      `${here("registry-example-com")}/api${digest}`,
      `${here("registry-example-com")}/team/worker${digest}`,
      `${here("registry-example-org-5000")}/api${digest}`,
    ]);
    expect(recording.ofType(REPOSITORY).map(({ inputs }) => inputs)).toEqual([
      expect.objectContaining({
        mode: "REMOTE_REPOSITORY",
        kmsKeyName: expect.stringContaining("data-key-x7k2qm") as string,
        remoteRepositoryConfig: {
          description: "registry.example.com",
          dockerRepository: { customRepository: { uri: "https://registry.example.com" } },
        },
      }),
      expect.objectContaining({
        remoteRepositoryConfig: {
          description: "registry.example.org:5000",
          dockerRepository: { customRepository: { uri: "https://registry.example.org:5000" } },
        },
      }),
    ]);
  });

  test("has a registry when its first part has a dot or a colon", () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
    fc.assert(
      fc.property(word, word, word, (first, last, path) => {
        expect(registryOf(`${first}.${last}/${path}${digest}`)).toEqual({
          host: `${first}.${last}`,
          path: `${path}${digest}`,
        });
        fc.pre(first !== "localhost");
        expect(registryOf(`${first}/${path}${digest}`)).toEqual({ path: `${first}/${path}${digest}` });
      }),
    );
  });
});

test("a stack file's images are pulled so by its services", async () => {
  const recording = await withFolder({ Dockerfile: "FROM scratch" }, (folder) =>
    record(() => platformOnGcp(withContext(specificationOn("gcp", "prod"), folder))),
  );
  for (const service of ["api-run", "worker-run"])
    expect(JSON.stringify(recording.named(service).inputs)).toMatch(
      /"image":"europe-west1-docker\.pkg\.dev\/acme-platform\/images-of-registry-example-com-x7k2qm\/\w+@sha256:/,
    );
  expect(recording.orphans()).toEqual([]);
});
