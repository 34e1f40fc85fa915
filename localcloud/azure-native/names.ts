import { refuse } from "../reading";
import type { Problem, StoredResource, Value } from "../rules";
import { canonicalLocation } from "./regions";

/** Names of nearly everything in Microsoft.Network ("Naming rules and restrictions for Azure resources"). */
export const networkName = {
  maximum: 80,
  pattern: /^[A-Za-z0-9](?:[\w.-]*\w)?$/,
  alphabet:
    "letters, digits, underscores, periods and hyphens; it begins with a letter or digit and ends with one or an underscore",
} as const;

/** Problems of something that must be where another thing is. */
export function sameLocation(
  path: string,
  own: Value | undefined,
  other: StoredResource | undefined,
): readonly Problem[] {
  const [here, there] = [own, other?.outputs["location"]].map((each) =>
    typeof each === "string" ? canonicalLocation(each) : undefined,
  );
  return here === undefined || there === undefined || here === there
    ? []
    : refuse(
        path,
        `InvalidResourceReference: ${other?.id ?? ""} is in ${there}, but must be in ${here}, where this is`,
      );
}
