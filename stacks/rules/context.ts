import type { Cloud, CloudDescription } from "../../components/cloud";
import type { Problem } from "../problem";
import type { Given, Settled } from "../settle";

/** What a rule across keys may look at. */
export interface Context {
  readonly given: Given;
  readonly settled: Settled;
  readonly clouds: Readonly<Record<string, Cloud>>;
  /** The cloud that the stack names, when there is such a one. */
  readonly cloud: CloudDescription | undefined;
  readonly secrets: SecretKeys;
  /** Whether a path, from the project's folder, is a file or a folder. */
  readonly kindOf: (path: string) => "file" | "folder" | undefined;
}

/** Keys under `platform:` that the schema does not know: secrets, or mistakes. */
export interface SecretKeys {
  readonly encrypted: readonly string[];
  readonly plain: readonly string[];
}

/** A rule yields every problem that it sees. It is not asked about a key that the schema already refused. */
export type Rule = (context: Context) => Iterable<Problem>;
