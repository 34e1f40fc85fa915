import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stringify } from "yaml";
import { openSession, type LocalSession } from "../../tools/local/session";

jest.setTimeout(5 * 60_000);

/** A cloud that only this test knows, made of the public interface alone: no line of the program differs. */
describe("a fourth cloud", () => {
  let root: string;
  let session: LocalSession;

  const image = (name: string, digit: string) => `registry.example.com/${name}@sha256:${digit.repeat(64)}`;
  const configure = (changes: Readonly<Record<string, unknown>>): void => {
    const config = {
      "platform:environment": "dev",
      "platform:cloud": "meadow",
      "platform:region": "meadow-south",
      "platform:services": {
        api: { image: image("api", "1"), public: true, database: true, cache: true },
      },
      "platform:budget": false,
      ...changes,
    };
    writeFileSync(join(root, "project", "Pulumi.dev.yaml"), stringify({ config }));
  };
  const pulumi = (...args: string[]) => session.run([...args, "--stack", "dev"]);

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), "platform-fourth-cloud-"));
    const project = join(root, "project");
    mkdirSync(project);
    symlinkSync(resolve("node_modules"), join(project, "node_modules"));
    const options = { typescript: false, nodeargs: "--import tsx" };
    writeFileSync(
      join(project, "Pulumi.yaml"),
      stringify({ name: "platform", main: "index.js", runtime: { name: "nodejs", options } }),
    );
    writeFileSync(join(project, "package.json"), JSON.stringify({ name: "meadow", main: "index.js" }));
    const program = JSON.stringify(resolve("tests/engine/meadow/index.ts"));
    writeFileSync(join(project, "index.js"), `module.exports = require(${program});\n`);
    configure({});
    session = await openSession({ project, root: join(root, "session") });
  });
  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });

  test("brings a stack up, and changes nothing the second time", async () => {
    const up = await pulumi("up", "--yes", "--skip-preview");
    expect(up.stdout + up.stderr).toContain("platform:meadow:Service");
    expect(up.exitCode).toBe(0);
    const { stdout } = await pulumi("stack", "output", "url");
    expect(stdout).toMatch(/^https:\/\/[0-9a-f]{8}\.meadow\.example\.com$/m);
    expect((await pulumi("up", "--yes", "--skip-preview", "--expect-no-changes")).exitCode).toBe(0);
  });

  test("is refused what it lacks, by its own words, as every cloud is", async () => {
    configure({ "platform:backup": { lock: true } });
    const refused = await pulumi("preview");
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stdout).toContain("asks for what Meadow does not offer here");
    expect(refused.stdout).toContain("A meadow has no locks; leave it out.");
  });

  test("is taken down without a trace", async () => {
    configure({});
    expect((await pulumi("destroy", "--yes", "--skip-preview")).exitCode).toBe(0);
    const { stdout } = await pulumi("stack", "export");
    const state = JSON.parse(stdout) as { deployment: { resources?: { type: string }[] } };
    expect((state.deployment.resources ?? []).map(({ type }) => type)).toEqual([]);
  });
});
