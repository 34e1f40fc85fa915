import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Change } from "./interpreter/difference";
import type { Autonaming } from "./interpreter/name";
import type { Problem, Properties } from "./rules";

/** Properties as the engine sends them. */
export function read(struct: Struct | undefined): Properties {
  return struct?.toJavaScript() ?? {};
}

/** Properties as the engine takes them. */
export function write(properties: Properties): Struct {
  return Struct.fromJavaScript(properties);
}

/** The path goes into the sentence: next to a property the engine would print its value, even a secret one. */
export function toFailures(problems: readonly Problem[]): proto.CheckFailure[] {
  return problems.map(({ path, reason }) =>
    new proto.CheckFailure().setReason(path === "" ? reason : `${path} ${reason}`),
  );
}

/** How the engine wants a name made, if it says so. */
export function autonamingOf(request: proto.CheckRequest): Autonaming | undefined {
  const options = request.getAutonaming();
  if (options === undefined) return undefined;
  const modes = ["propose", "enforce", "disable"] as const;
  return { proposed: options.getProposedName(), mode: modes[options.getMode()] };
}

/** Changes in the engine's terms. */
export function toDifference(
  changes: readonly Change[],
  deleteBeforeReplace: boolean,
  stable: readonly string[],
): proto.DiffResponse {
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = proto.PropertyDiff.Kind;
  const kinds = {
    add: [ADD, ADD_REPLACE],
    delete: [DELETE, DELETE_REPLACE],
    update: [UPDATE, UPDATE_REPLACE],
  } as const;
  const { DIFF_SOME, DIFF_NONE } = proto.DiffResponse.DiffChanges;
  const replaces = changes.filter((change) => change.replace);
  const response = new proto.DiffResponse()
    .setChanges(changes.length > 0 ? DIFF_SOME : DIFF_NONE)
    .setDiffsList([...new Set(changes.map((change) => String(change.steps[0])))])
    .setReplacesList([...new Set(replaces.map((change) => String(change.steps[0])))])
    .setStablesList(replaces.length > 0 ? [] : [...stable])
    .setDeletebeforereplace(replaces.length > 0 && deleteBeforeReplace)
    .setHasdetaileddiff(true);
  for (const { path, kind, replace } of changes) {
    const difference = new proto.PropertyDiff().setKind(kinds[kind][replace ? 1 : 0]).setInputdiff(true);
    response.getDetaileddiffMap().set(path, difference);
  }
  return response;
}
