import * as fs from "fs";
import * as path from "path";
import { rules } from "../../../../localcloud/docker";
import { judgeInputs } from "../../../../localcloud/interpreter/input-rules";
import { UnseenWorld } from "../../../../localcloud/interpreter/world";
import type { Properties } from "../../../../localcloud/rules";
import { UNKNOWN } from "../../../../localcloud/values";
import { newHome, removeHomes } from "./fixture";

afterEach(removeHomes);

const [image] = rules.stateless ?? [];
if (image?.prepare === undefined || image.known === undefined) throw new Error("docker.Image has no rules");
const { make, known, prepare } = image;

function context(files: Record<string, string>): string {
  const folder = newHome();
  for (const [name, content] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), content);
  return folder;
}

const problems = (inputs: Properties): string[] =>
  judgeInputs({ ...image, id: "" }, inputs, new UnseenWorld("", "", {})).map(
    ({ path: place, reason }) => `${place} ${reason}`,
  );

const digest = (folder: string, build: Properties = {}): unknown =>
  make({ imageName: "registry.example.com/team/api:v1", build: { context: folder, ...build } }).outputs[
    "repoDigest"
  ];

describe("docker.Image", () => {
  it("gives the digest by repository, or alone when nothing is pushed", () => {
    const folder = context({ Dockerfile: "FROM scratch" });
    expect(digest(folder)).toMatch(/^registry\.example\.com\/team\/api@sha256:[0-9a-f]{64}$/);
    const inputs = { imageName: "api", skipPush: true, build: { context: folder } };
    expect(make(inputs).outputs["repoDigest"]).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it("changes its digest with content, Dockerfile, arguments and target, and with nothing else", () => {
    const folder = context({ Dockerfile: "FROM scratch", a: "1", ".dockerignore": "ignored" });
    const first = digest(folder);
    expect(digest(folder)).toBe(first);
    fs.writeFileSync(path.join(folder, "ignored"), "x");
    expect(digest(folder)).toBe(first);
    expect(digest(folder, { args: { A: "1" } })).not.toBe(first);
    expect(digest(folder, { target: "t" })).not.toBe(first);
    fs.writeFileSync(path.join(folder, "a"), "2");
    const second = digest(folder);
    expect(second).not.toBe(first);
    fs.writeFileSync(path.join(folder, "Dockerfile"), "FROM scratch\n");
    expect(digest(folder)).not.toBe(second);
  });

  it("makes a changed file a changed input", () => {
    const folder = context({ Dockerfile: "FROM scratch", a: "1" });
    const inputs = { imageName: "api", build: { context: folder } };
    const before = prepare(inputs);
    expect(prepare(inputs)).toEqual(before);
    fs.writeFileSync(path.join(folder, "a"), "2");
    expect(prepare(inputs)).not.toEqual(before);
  });

  it("refuses a missing context, a missing Dockerfile, a wrong name and empty credentials", () => {
    const folder = context({ Dockerfile: "FROM scratch" });
    const good = { imageName: "registry.example.com:5000/team/api:v1", build: { context: folder } };
    expect(problems(good)).toEqual([]);
    expect(problems({ ...good, build: { context: `${folder}/none` } })).toEqual([
      `build.context there is no folder ${folder}/none`,
    ]);
    expect(problems({ ...good, build: { context: folder, dockerfile: `${folder}/no` } })[0]).toContain(
      "build.dockerfile there is no readable file",
    );
    expect(problems({ ...good, imageName: "Team/API" })[0]).toContain(
      "imageName 'Team/API' is not an image name",
    );
    expect(problems({ ...good, registry: { server: "r", username: "u", password: "" } })).toEqual([
      "registry.password is empty: the registry would refuse the push",
    ]);
  });

  it("judges the context also while the name is not known", () => {
    expect(problems({ imageName: UNKNOWN, build: { context: "/nowhere" } })).toEqual([
      "build.context there is no folder /nowhere",
    ]);
  });

  it("knows in a preview what the name says", () => {
    expect(known({ imageName: "r.example.com/a:1" })).toMatchObject({
      imageName: "r.example.com/a:1",
      registryServer: "r.example.com",
    });
    expect(known({ imageName: "team/a" })["registryServer"]).toBe("docker.io");
    expect(known({})).not.toHaveProperty("imageName");
  });
});
