import { z } from "zod";
import { Problem } from "../engine/problem";
import { run } from "../engine/run";
import { marker } from "./summaries";

/** Who posts what a workflow posts with its own token. Anyone may write a comment that begins with the mark. */
const author = "github-actions[bot]";

const posts = z.array(
  z.array(
    z.object({
      id: z.number(),
      number: z.number().optional(),
      body: z.string().nullable(),
      user: z.object({ login: z.string() }).nullable(),
    }),
  ),
);

/** What of GitHub the pipeline writes, by `gh` and the token in its environment. */
export class GitHub {
  /** @param repository `OWNER/NAME` */
  constructor(
    private readonly repository: string,
    private readonly env: NodeJS.ProcessEnv = process.env,
  ) {}

  /** Puts a text under a pull request in the place of the one that was there. */
  async comment(pullRequest: number, subject: string, body: string): Promise<"created" | "updated"> {
    const found = await this.own(`issues/${String(pullRequest)}/comments?per_page=100`, subject);
    if (found === undefined) {
      await this.write("POST", `issues/${String(pullRequest)}/comments`, { body });
      return "created";
    }
    await this.write("PATCH", `issues/comments/${String(found.id)}`, { body });
    return "updated";
  }

  /** Opens an issue, or puts a new text into the one that is open. */
  async open(subject: string, title: string, body: string): Promise<"created" | "updated"> {
    const found = await this.own("issues?state=open&per_page=100", subject);
    if (found === undefined) {
      await this.write("POST", "issues", { title, body });
      return "created";
    }
    await this.write("PATCH", `issues/${String(found.number)}`, { body });
    return "updated";
  }

  /** Closes the issue about a subject, if one is open. */
  async close(subject: string): Promise<"closed" | "none"> {
    const found = await this.own("issues?state=open&per_page=100", subject);
    if (found === undefined) return "none";
    await this.write("PATCH", `issues/${String(found.number)}`, {
      state: "closed",
      state_reason: "completed",
    });
    return "closed";
  }

  /** The first of this pipeline's posts about a subject. */
  private async own(path: string, subject: string) {
    const pages = posts.parse(JSON.parse(await this.api(["--paginate", "--slurp", this.path(path)])));
    return pages
      .flat()
      .find(({ body, user }) => user?.login === author && body?.startsWith(marker(subject)) === true);
  }

  private async write(method: "POST" | "PATCH", path: string, content: object): Promise<void> {
    await this.api(["--method", method, this.path(path), "--input", "-"], JSON.stringify(content));
  }

  private path(path: string): string {
    return `repos/${this.repository}/${path}`;
  }

  private async api(args: readonly string[], stdin?: string): Promise<string> {
    const { exitCode, stdout, stderr } = await run("gh", ["api", ...args], { env: this.env, stdin });
    if (exitCode !== 0) throw new Problem(`gh api ${args.join(" ")}:\n${stderr.trim()}`);
    return stdout;
  }
}
