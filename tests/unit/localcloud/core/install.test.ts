import { execFileSync, spawn } from "child_process";
import { once } from "events";
import * as fs from "fs";
import * as path from "path";
import { installPlugins } from "../../../../localcloud/install";
import { newHome, project, removeHomes } from "./fixture";

afterAll(removeHomes);

const versionOf = (name: string): string =>
  (
    JSON.parse(fs.readFileSync(path.join(project, "node_modules/@pulumi", name, "package.json"), "utf8")) as {
      version: string;
    }
  ).version;

describe("installing", () => {
  it("gives every SDK its plugin under the SDK's own version, also for two at once", async () => {
    const homes = [newHome(), newHome()];
    await Promise.all(homes.map((pulumiHome) => installPlugins({ pulumiHome })));
    for (const home of homes) {
      for (const name of ["aws", "docker", "random"]) {
        const file = path.join(
          home,
          "plugins",
          `resource-${name}-v${versionOf(name)}`,
          `pulumi-resource-${name}`,
        );
        expect(fs.statSync(file).mode & 0o111).not.toBe(0);
      }
    }
  }, 120_000);

  it("leaves alone what is up to date, and says nothing then", async () => {
    const pulumiHome = newHome();
    await installPlugins({ pulumiHome });
    const plugins = fs.readdirSync(path.join(pulumiHome, "plugins"));
    const lines: string[] = [];
    await installPlugins({ pulumiHome, progress: (line) => lines.push(line) });
    expect(lines).toEqual([]);
    expect(fs.readdirSync(path.join(pulumiHome, "plugins"))).toEqual(plugins);
  }, 120_000);

  it("repairs a plugin that was damaged", async () => {
    const pulumiHome = newHome();
    await installPlugins({ pulumiHome });
    const folder = path.join(pulumiHome, "plugins", `resource-random-v${versionOf("random")}`);
    const file = path.join(folder, "pulumi-resource-random");
    const script = fs.readFileSync(file, "utf8");
    fs.writeFileSync(file, "");
    await installPlugins({ pulumiHome });
    expect(fs.readFileSync(file, "utf8")).toBe(script);
  }, 120_000);

  it("makes plugins that start from a path with spaces and print their port", async () => {
    const pulumiHome = newHome();
    expect(pulumiHome).toContain(" ");
    await installPlugins({ pulumiHome });
    const file = path.join(
      pulumiHome,
      "plugins",
      `resource-random-v${versionOf("random")}`,
      "pulumi-resource-random",
    );
    execFileSync("sh", ["-n", file]);
    const plugin = spawn(file, ["127.0.0.1:1"], { stdio: ["ignore", "pipe", "inherit"], detached: true });
    try {
      const [line] = (await once(plugin.stdout, "data")) as [Buffer];
      expect(line.toString()).toMatch(/^\d+\n$/);
    } finally {
      plugin.kill("SIGKILL");
    }
  }, 120_000);
});
