import { parseArgs } from "node:util";
import { Problem } from "../engine/problem";

export const usage = `npm run delivery -- COMMAND …, the steps of the workflows (docs/delivery.md):

  lint [FILE]…                                   check the workflows with actionlint
  place --stack NAME --identity preview|deploy   where a stack is and who signs in, for GitHub's next steps;
                                                 reads the repository's variables (JSON) from VARIABLES
  images --stack NAME --services A,B --image REF give services an image by digest, in the stack file
  images --stack NAME --services A,B --deployed  give them the images that the stack was last brought up with
  update --stack NAME --plan FILE [--out FOLDER] make the update that a plan holds
  canary --stack NAME [--out FOLDER]             bring up the stack file in the steps that its services ask for, and go back
                                                 on an alert; exits with 1 then, or with 2 where somebody has to act
  stop --stack NAME [--out FOLDER] [--within S]  end what update left running, and take back its lock (240 s)
  smoke --stack NAME | --url URL [--within S]    health, readiness and a measured sample from outside (300 s)
        [--version V] [--objective MS]           of that version; within that time by the service's own measurement
        [--liveness /health] [--readiness /ready] [--metrics URL --service NAME]
  return --stack NAME [--out FOLDER]             after a failed update or smoke test: bring the last good version back, and
                                                 report; exits with 1, or with 2 where somebody has to act
  comment --pull-request N --from FOLDER         the stacks' summaries as one comment, in the old one's place
  drift --result RESULT --from FOLDER            open, update or close the issue about drift`;

const text = { type: "string" } as const;
const options = {
  stack: text,
  identity: text,
  services: text,
  image: text,
  deployed: { type: "boolean", default: false },
  plan: text,
  out: { type: "string", default: ".local/delivery" },
  within: text,
  url: text,
  version: text,
  liveness: { type: "string", default: "/health" },
  readiness: { type: "string", default: "/ready" },
  metrics: text,
  objective: text,
  service: text,
  "pull-request": text,
  from: text,
  result: text,
} as const;

type Flags = ReturnType<typeof parse>["values"];

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options, allowPositionals: true });
}

/** A command line of `npm run delivery`. */
export class Arguments {
  private constructor(
    readonly command: string,
    readonly files: readonly string[],
    readonly flags: Flags,
  ) {}

  /** @throws Problem that says how it is used */
  static read(args: readonly string[]): Arguments {
    try {
      const { positionals, values } = parse(args);
      const [command = "help", ...files] = positionals;
      return new Arguments(command, files, values);
    } catch (error) {
      throw new Problem(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    }
  }

  /** @throws Problem if the flag was not given */
  need(flag: Exclude<keyof Flags, "deployed">): string {
    const value = this.flags[flag];
    if (value === undefined || value === "")
      throw new Problem(`${this.command} needs --${flag}.\n\n${usage}`);
    return value;
  }

  /** Milliseconds, given in seconds. */
  within(standard: number): number {
    const seconds = Number(this.flags.within ?? standard);
    if (!(seconds >= 0)) throw new Problem("--within takes a number of seconds.");
    return seconds * 1000;
  }

  /** Milliseconds that answers may take, if anything is asked of them. */
  objective(): number | undefined {
    if (this.flags.objective === undefined) return undefined;
    const milliseconds = Number(this.flags.objective);
    if (!(milliseconds > 0)) throw new Problem("--objective takes a number of milliseconds.");
    return milliseconds;
  }
}
