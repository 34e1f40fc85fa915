import { refuse } from "../reading";
import type { Problem, Properties } from "../rules";

/** A database that keeps a final snapshot needs that snapshot's name. */
export const finalCheck = (inputs: Properties): readonly Problem[] =>
  inputs["skipFinalSnapshot"] !== true && inputs["finalSnapshotIdentifier"] === undefined
    ? refuse(
        "finalSnapshotIdentifier",
        "is needed when skipFinalSnapshot is not true: without it the database can't be deleted",
      )
    : [];

/** Refuses the deletion of a protected database. */
export const protectedFrom = (what: string) => (resource: { inputs: Properties }) =>
  resource.inputs["deletionProtection"] === true
    ? refuse(
        "deletionProtection",
        `InvalidParameterCombination: Cannot delete protected ${what}, please disable deletion protection and try again`,
      )
    : finalCheck(resource.inputs);
