import { failingImage, type ImageFault } from "../image-fault";
import { randomText } from "../interpreter/template";
import { at, list, record, refuse, shown, text } from "../reading";
import type { Check, FunctionRules, Properties, StoredResource } from "../rules";
import { idIn } from "./subscription";
import { types } from "./types";

/** The newest revision: another with each change of the template. */
export function revisionOf({ id, inputs }: StoredResource): string {
  const given = text(at(inputs, "template.revisionSuffix"));
  const suffix = given ?? randomText(`${id} ${JSON.stringify(inputs["template"] ?? null)}`, true, 7);
  return `${text(inputs["containerAppName"]) ?? ""}--${suffix}`;
}

const faultOf = (inputs: Properties) =>
  failingImage(list(at(inputs, "template.containers")).flatMap((each) => text(record(each)["image"]) ?? []));

/** An image is looked up before a revision is made of it. */
export const imageCheck: Check = (inputs, world) => {
  const failing = faultOf(inputs);
  // Only the cloud itself can look: a preview sees no registry.
  return failing?.fault === "unpullable" && world.all(types.environment).length > 0
    ? refuse(
        "template.containers",
        `InvalidParameterValueInContainerTemplate: Field 'image' is invalid with details: 'Invalid value: "${failing.image}": MANIFEST_UNKNOWN: manifest is not found'`,
      )
    : [];
};

const reasons: Readonly<Record<ImageFault, string>> = {
  unpullable: "the image can't be pulled",
  crashing: "the container terminated with exit code 1",
  unready: "the startup probe got no answer",
};

/** Why the newest revision does not become ready; the one before then goes on serving. */
export function revisionError(app: StoredResource): string | undefined {
  const failing = faultOf(app.inputs);
  return failing && `Revision ${revisionOf(app)} failed: ${reasons[failing.fault]}`;
}

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
