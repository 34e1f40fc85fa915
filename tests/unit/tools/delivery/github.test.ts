import { readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { z } from "zod";
import { GitHub } from "../../../../tools/delivery/github";
import { marker } from "../../../../tools/delivery/summaries";
import { program, testFolder } from "./folder";

const folder = testFolder();
const posts = join(folder, "posts.json");
const calls = join(folder, "calls.jsonl");
program(
  folder,
  "gh",
  `const fs = require("node:fs");
   const args = process.argv.slice(2);
   const input = args.includes("--input") ? fs.readFileSync(0, "utf8") : "";
   fs.appendFileSync(${JSON.stringify(calls)}, JSON.stringify({ args, input }) + "\\n");
   if (args.includes("--paginate")) {
     if (!args.includes("--slurp")) throw new Error("pages would be run together");
     process.stdout.write(fs.readFileSync(${JSON.stringify(posts)}));
   }`,
);
const github = new GitHub("acme/platform", { PATH: `${folder}${delimiter}${process.env["PATH"] ?? ""}` });
const call = z.object({ args: z.array(z.string()), input: z.string() });

/** What was written to GitHub: method, path and content. */
function written(): unknown[] {
  return readFileSync(calls, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => call.parse(JSON.parse(line)))
    .filter(({ args }) => args.includes("--method"))
    .map(({ args, input }) => [args[args.indexOf("--method") + 1], args[3], JSON.parse(input) as unknown]);
}

const bot = { login: "github-actions[bot]" };
const post = (id: number, body: string, user: { login: string } | null = bot) => ({
  id,
  number: id + 100,
  body,
  user,
});
function there(...pages: readonly object[][]): void {
  writeFileSync(posts, JSON.stringify(pages));
  writeFileSync(calls, "");
}

describe("a comment under a pull request", () => {
  it("is made when there is none", async () => {
    there([post(1, "Looks good")]);
    expect(await github.comment(7, "preview", "text")).toBe("created");
    expect(written()).toEqual([["POST", "repos/acme/platform/issues/7/comments", { body: "text" }]]);
  });

  it("takes the old one's place, on whichever page that is", async () => {
    there([post(1, "Looks good")], [post(2, `${marker("preview")}\n\nold`)]);
    expect(await github.comment(7, "preview", "text")).toBe("updated");
    expect(written()).toEqual([["PATCH", "repos/acme/platform/issues/comments/2", { body: "text" }]]);
  });

  it("never takes the place of what someone else wrote, nor of another subject", async () => {
    there([
      post(1, marker("preview"), { login: "mallory" }),
      post(2, marker("drift")),
      post(3, marker("preview"), null),
    ]);
    expect(await github.comment(7, "preview", "text")).toBe("created");
  });

  it("says what GitHub says against it", async () => {
    const lost = new GitHub("acme/platform", { PATH: join(folder, "nowhere") });
    await expect(lost.comment(7, "preview", "text")).rejects.toThrow(/gh api .*\n.*ENOENT/s);
  });
});

describe("the issue about drift", () => {
  it("is opened once", async () => {
    there([]);
    expect(await github.open("drift", "Drift", "text")).toBe("created");
    expect(written()).toEqual([["POST", "repos/acme/platform/issues", { title: "Drift", body: "text" }]]);
  });

  it("gets the new text while it is open", async () => {
    there([post(5, `${marker("drift")}\nold`)]);
    expect(await github.open("drift", "Drift", "text")).toBe("updated");
    expect(written()).toEqual([["PATCH", "repos/acme/platform/issues/105", { body: "text" }]]);
  });

  it("is closed when there is none any more", async () => {
    there([post(5, marker("drift"))]);
    expect(await github.close("drift")).toBe("closed");
    expect(written()).toEqual([
      ["PATCH", "repos/acme/platform/issues/105", { state: "closed", state_reason: "completed" }],
    ]);
    there([]);
    expect(await github.close("drift")).toBe("none");
    expect(written()).toEqual([]);
  });
});
