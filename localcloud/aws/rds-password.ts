import { refuse } from "../reading";
import type { Check, Problem } from "../rules";

/** The master password: 8 to 128 printable characters, none of / @ " and space (RDS API, CreateDBInstance). */
export function passwordProblems(path: string, value: unknown): readonly Problem[] {
  if (typeof value !== "string") return [];
  if (value.length < 8 || value.length > 128)
    return refuse(path, "InvalidParameterValue: the master user password has 8 to 128 characters");
  return /^[!#-.0-?A-~]*$/.test(value)
    ? []
    : refuse(
        path,
        "InvalidParameterValue: only printable ASCII characters besides '/', '@', '\"', ' ' may be used",
      );
}

/** A new database needs a master user, with one kind of password. */
export const credentialCheck: Check = (inputs) => {
  const managed = inputs["manageMasterUserPassword"] === true;
  const restored = ["snapshotIdentifier", "replicateSourceDb", "restoreToPointInTime"].some(
    (each) => inputs[each] !== undefined,
  );
  const given = ["password", "passwordWo"].filter((path) => inputs[path] !== undefined);
  if (managed && given[0] !== undefined)
    return refuse(
      given[0],
      "InvalidParameterCombination: give a password, or manageMasterUserPassword, not both",
    );
  if (!restored && !managed && given.length === 0)
    return refuse(
      "password",
      "InvalidParameterValue: a new database needs password or manageMasterUserPassword",
    );
  if (!restored && inputs["username"] === undefined)
    return refuse("username", "InvalidParameterValue: a new database needs the name of its master user");
  return passwordProblems("password", inputs["password"]);
};
