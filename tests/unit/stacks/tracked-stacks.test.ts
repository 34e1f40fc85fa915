import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { clouds } from "../../../providers";
import { read, type Reading } from "../../../stacks/read";
import { asPulumiGivesIt } from "./configuration";

const root = join(__dirname, "..", "..", "..");
const text = (stack: string) => readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8");

function readTracked(stack: string, secrets: readonly string[]): Reading {
  const file: unknown = parse(text(stack));
  if (typeof file !== "object" || file === null || !("config" in file)) throw new Error("no config");
  const { config }: { config: unknown } = file;
  if (typeof config !== "object") throw new Error("no map of keys");
  const values = asPulumiGivesIt({
    ...config,
    ...Object.fromEntries(secrets.map((name) => [name, "stand-in"])),
  });
  return read(
    { values, secrets: secrets.map((name) => `platform:${name}`), project: "platform", stack },
    clouds,
  );
}

describe.each(["dev", "staging", "prod"])("%s", (stack) => {
  test("loads once its one secret is set", () => {
    const { problems, specification } = readTracked(stack, ["openaiApiKey"]);
    expect(problems).toBeUndefined();
    expect(specification?.environment).toBe(stack);
    expect(Object.keys(specification?.services ?? {})).toEqual(["api", "worker"]);
  });

  test("asks for nothing but its secret on a fresh clone", () => {
    const { problems } = readTracked(stack, []);
    expect(problems?.map(({ key }) => key)).toEqual(["platform:openaiApiKey"]);
  });

  test("holds no secret value and no salt", () => {
    expect(text(stack)).not.toMatch(/secure:|encryptionsalt|encryptedkey/);
  });
});

test.each(["x".repeat(5000), "a\0b", "package.json/inside", "no/such/folder"])(
  "a context that is no path is a problem, not a crash (%#)",
  (context) => {
    const digest = "0".repeat(64);
    const services = { api: { build: context }, other: { image: `other@sha256:${digest}` } };
    const values = asPulumiGivesIt({ environment: "dev", cloud: "aws", region: "eu-west-1", services });
    const { problems } = read({ values, secrets: [], project: "platform", stack: "dev" }, clouds);
    expect(problems?.map(({ key }) => key)).toEqual(["platform:services.api.build"]);
  },
);

test("dev builds its images from this project, the others run ready ones by digest", () => {
  const imagesOf = (stack: string) =>
    Object.values(readTracked(stack, ["openaiApiKey"]).specification?.services ?? {}).map(
      ({ image }) => image,
    );
  for (const image of imagesOf("dev")) expect(image).toHaveProperty("build.context", ".");
  for (const image of [...imagesOf("staging"), ...imagesOf("prod")]) {
    expect(image).toHaveProperty("reference", expect.stringMatching(/@sha256:[0-9a-f]{64}$/));
  }
});
