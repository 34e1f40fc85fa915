import { chmodSync } from "node:fs";
import { join } from "node:path";
import { contentTag } from "../../../components/content-tag";
import { type Files, withFolder } from "../fixture";

const files = { Dockerfile: "FROM scratch\n", "index.js": "listen()\n", "lib/a.js": "1", "lib/b.js": "2" };

const tag = (changed: Files = {}, change: (folder: string) => void = () => undefined) =>
  withFolder({ ...files, ...changed }, (folder) => {
    change(folder);
    return contentTag(folder, join(folder, "Dockerfile"));
  });

const original = tag();

describe("the tag of a build context", () => {
  test("is 16 hexadecimal digits, the same in every folder", () => {
    expect(original).toMatch(/^[0-9a-f]{16}$/);
    expect(tag()).toBe(original);
  });

  test.each([
    ["a file's content", { "index.js": "listen(80)\n" }],
    ["a file more", { "extra.js": "" }],
    ["the Dockerfile", { Dockerfile: "FROM scratch\nUSER 65532\n" }],
  ])("changes with %s", (_, changed) => {
    expect(tag(changed)).not.toBe(original);
  });

  test("changes with a file's name", () => {
    const moved = { Dockerfile: files.Dockerfile, "main.js": files["index.js"] };
    const of = (given: Files) =>
      withFolder(given, (folder) => contentTag(folder, join(folder, "Dockerfile")));
    expect(of(moved)).not.toBe(of({ Dockerfile: files.Dockerfile, "index.js": files["index.js"] }));
  });

  test("changes when text moves from one file to the next", () => {
    expect(tag({ "lib/a.js": "12", "lib/b.js": "" })).not.toBe(tag({ "lib/a.js": "1", "lib/b.js": "2" }));
  });

  test("changes when a file becomes a program", () => {
    expect(
      tag({}, (folder) => {
        chmodSync(join(folder, "index.js"), 0o755);
      }),
    ).not.toBe(original);
  });

  test("does not see what .dockerignore leaves out, nor dependencies and history", () => {
    const ignoring = { ".dockerignore": "docs\n" };
    expect(tag({ ...ignoring, "docs/page.md": "new" })).toBe(tag(ignoring));
    expect(tag({ "node_modules/a/index.js": "1", ".git/HEAD": "main" })).toBe(original);
  });

  test("sees what .dockerignore takes back in", () => {
    const ignoring = { ".dockerignore": "docs\n!docs/api.md\n" };
    expect(tag({ ...ignoring, "docs/api.md": "new" })).not.toBe(tag(ignoring));
  });

  test("prefers the Dockerfile's own ignore file, as the builder does", () => {
    const both = { ".dockerignore": "lib\n", "Dockerfile.dockerignore": "docs\n" };
    expect(tag({ ...both, "lib/a.js": "new" })).not.toBe(tag(both));
    expect(tag({ ...both, "docs/page.md": "new" })).toBe(tag(both));
  });
});
