import { randomText } from "../interpreter/template";
import { at, list, record, shown, text } from "../reading";
import type { FunctionRules, StoredResource } from "../rules";
import { idIn } from "./subscription";
import { types } from "./types";

/** The newest revision: another with each change of the template. */
export function revisionOf({ id, inputs }: StoredResource): string {
  const given = text(at(inputs, "template.revisionSuffix"));
  const suffix = given ?? randomText(`${id} ${JSON.stringify(inputs["template"] ?? null)}`, true, 7);
  return `${text(inputs["containerAppName"]) ?? ""}--${suffix}`;
}

/** Images whose repository is called `never-ready` start, and answer no probe. */
export const neverReady = ({ inputs }: StoredResource): boolean =>
  list(at(inputs, "template.containers")).some((each) =>
    /(^|\/)never-ready[^/]*$/.test(text(record(each)["image"]) ?? ""),
  );

/** What can be asked about apps. */
export const appFunctions: readonly FunctionRules[] = [
  {
    token: "azure-native:app:getContainerApp",
    result: (inputs, world) => {
      const [group, app] = [shown(inputs["resourceGroupName"]), shown(inputs["containerAppName"])];
      return (
        world.find(types.containerApp, idIn(group, `Microsoft.App/containerApps/${app}`))?.outputs ?? {
          path: "containerAppName",
          reason: `ResourceNotFound: the resource 'Microsoft.App/containerApps/${app}' under resource group '${group}' was not found`,
        }
      );
    },
  },
];
