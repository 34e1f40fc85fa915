/** Commands that read a stack's configuration, by every name that they have, and take `--config-file`. */
const configured = new Set([
  "up",
  "update",
  "preview",
  "pre",
  "destroy",
  "down",
  "dn",
  "refresh",
  "import",
  "watch",
  "config",
]);

/** Commands that work on a stack without its configuration. */
const onStack = new Set(["state", "cancel", "stack", "policy", "logs"]);

/** Subcommands of `stack` that need no stack to exist. */
const withoutStack = new Set(["ls", "list", "init", "new", "unselect"]);

/** Flags whose value is the next argument and that may stand before a command's words. */
const valued = new Set([
  ...["--stack", "-s", "--config-file", "--cwd", "-C", "--color", "--verbose", "-v", "--tracing"],
  ...["--profiling", "--memprofilerate", "--otel-traces", "--policy-pack", "--policy-pack-config"],
  ...["--config", "-c", "--message", "-m", "--parallel", "-p", "--target", "-t", "--exclude", "-x"],
  ...["--file", "--secrets-provider", "--copy-config-from", "--event-log", "--save-plan", "--plan"],
]);

/** What a `pulumi` command line is about. */
export interface Command {
  /** First word, for example `stack`; absent for `pulumi --help`. */
  readonly name: string | undefined;
  /** Words after it, in order. */
  readonly words: readonly string[];
  /** Value of `--stack` or `-s`, or the name that `stack select` and `cancel` take. */
  readonly stack: string | undefined;
  readonly configFile: string | undefined;
  /** Only help or the version is asked for: nothing has to be prepared. */
  readonly informative: boolean;
  /** Reads the stack's configuration. */
  readonly configured: boolean;
  /** Works on a stack, the selected one unless `stack` names it. */
  readonly onStack: boolean;
}

/** Reads a `pulumi` command line as far as the local runner must understand it. */
export function parseArguments(args: readonly string[]): Command {
  const words: string[] = [];
  const values = new Map<string, string>();
  let help = false;
  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? "";
    if (argument === "--") {
      words.push(...args.slice(index + 1));
      break;
    }
    if (!argument.startsWith("-") || argument === "-") {
      words.push(argument);
      continue;
    }
    const [flag = "", ...rest] = argument.split("=");
    if (["--help", "-h", "--version"].includes(flag)) help = true;
    if (rest.length > 0) values.set(flag, rest.join("="));
    else if (valued.has(flag)) values.set(flag, args[++index] ?? "");
    else if (/^-s./.test(argument)) values.set("-s", argument.slice(2));
  }
  const [name, ...others] = words;
  const informative =
    help || name === undefined || ["help", "version", "gen-completion", "completion"].includes(name);
  const positional =
    name === "stack" && others[0] === "select" ? others[1] : name === "cancel" ? others[0] : undefined;
  const needsNone = name === "stack" && others[0] !== undefined && withoutStack.has(others[0]);
  return {
    name,
    words: others,
    stack: values.get("--stack") ?? values.get("-s") ?? positional,
    configFile: values.get("--config-file"),
    informative,
    configured: !informative && configured.has(name),
    onStack: !informative && (configured.has(name) || onStack.has(name)) && !needsNone,
  };
}

/** Our own flags, by their names without hyphens. */
export interface PlaceFlags {
  readonly cloud?: string;
  readonly runtime?: string;
}

/**
 * Takes our own flags off the front of a command line: `--cloud azure --runtime kubernetes preview` is `preview` with the local
 * Azure, of a stack on Kubernetes. `pulumi` has no such flags.
 */
export function takePlace(
  args: readonly string[],
): PlaceFlags & { /** What is left. */ readonly args: readonly string[] } {
  const [first = "", ...rest] = args;
  const [, flag, value] = /^--(cloud|runtime)(?:=(.*))?$/.exec(first) ?? [];
  if (flag === undefined) return { args };
  const given = value ?? rest.shift() ?? "";
  return { [flag]: given, ...takePlace(rest) };
}

/** The flags as they are typed in front of a command. */
export function placeFlags({ cloud, runtime }: PlaceFlags): string {
  const typed = Object.entries({ cloud, runtime }).filter(([, value]) => value !== undefined);
  return typed.map(([flag, value]) => ` --${flag} ${String(value)}`).join("");
}

/** Puts flags right behind the command's name, where every command takes them, whatever follows. */
export function withFlags(args: readonly string[], name: string, flags: readonly string[]): string[] {
  const index = positionOf(args, name);
  return index < 0 ? [...args] : [...args.slice(0, index + 1), ...flags, ...args.slice(index + 1)];
}

function positionOf(args: readonly string[], name: string): number {
  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? "";
    if (argument === name) return index;
    if (valued.has(argument)) index++;
  }
  return -1;
}

/** Changes the values of a flag, given as `--flag value` or `--flag=value`. */
export function mapFlag(args: readonly string[], flag: string, change: (value: string) => string): string[] {
  return args.map((argument, index) => {
    if (args[index - 1] === flag) return change(argument);
    return argument.startsWith(`${flag}=`) ? `${flag}=${change(argument.slice(flag.length + 1))}` : argument;
  });
}
