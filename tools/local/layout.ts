import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import type { Place } from "./derivation";

/** The project that this file is part of. */
export const ownProject = resolve(__dirname, "..", "..");

/** Name in Pulumi.yaml: part of the paths in a file backend. */
export const projectName = "platform";

/** The stack of `npm run local` and of commands that name none. */
export const defaultStack = "dev";

/** Where a local session finds the project, and keeps what below its root (`.local/` of the project). */
export interface Layout {
  readonly project: string;
  /** Where its stacks run, if not where their files say. */
  readonly place?: Place | undefined;
  readonly root: string;
  /** PULUMI_HOME: plugins and the selected stack. */
  readonly home: string;
  /** Pulumi's file backend. */
  readonly state: string;
  /** What exists in the local clouds. */
  readonly cloud: string;
  /** Stack files made from the tracked ones. */
  readonly stacks: string;
  /** A project of the same name without stack files, in which stacks are created. */
  readonly scratch: string;
}

export function layout(root: string, project: string = ownProject, place?: Place): Layout {
  return {
    project,
    place,
    root,
    home: join(root, "pulumi"),
    state: join(root, "state"),
    cloud: join(root, "cloud"),
    stacks: join(root, "stacks"),
    scratch: join(root, "scratch"),
  };
}

/** The checkpoint of a stack in the file backend. */
export function stateFile(places: Layout, stack: string): string {
  return join(places.state, ".pulumi", "stacks", projectName, `${stack}.json`);
}

/** Folder of the locks that updates of a stack hold in the file backend. */
export function lockFolder(places: Layout, stack: string): string {
  return join(places.state, ".pulumi", "locks", "organization", projectName, stack);
}

/** The file in which Pulumi keeps the stack that was selected for the project. */
export function selectionFile(places: Layout): string {
  const hash = createHash("sha1").update(join(places.project, "Pulumi.yaml")).digest("hex");
  return join(places.home, "workspaces", `${projectName}-${hash}-workspace.json`);
}

/** The tracked file of a stack. */
export function trackedStackFile(places: Layout, stack: string): string {
  return join(places.project, `Pulumi.${stack}.yaml`);
}
