import { all, type Answer, compliant, every, violation } from "../../mechanism/answer";
import type { Property } from "../../mechanism/property";
import { everyObject, typesOf } from "../../subjects/kubernetes-object";
import { everyContainerOf, podOf, podTypes } from "../../subjects/kubernetes-pod";
import { secretIn } from "../../subjects/secret-text";
import type { ResourceRule } from "../../mechanism/rule";

function judge(where: string, name: string, text: string): Answer {
  // `$(NAME)` stands for another variable.
  const found = /^\$\(\w+\)$/.test(text) ? undefined : secretIn(name, text);
  return found === undefined ? compliant : violation(`${where} holds what looks like ${found}`);
}

/** An argument such as `--password=…` has a name, others have none. */
function judgeArgument(where: string, argument: Property): Answer {
  const text = argument.text() ?? "";
  const [, name = "", value = text] = /^-{0,2}([\w.-]+)=(.*)$/s.exec(text) ?? [];
  return judge(where, name, value);
}

/** No secret stands in a pod's description or in a ConfigMap as text. */
export const rule: ResourceRule = {
  id: "kubernetes-no-secret-in-environment",
  title: "No secret stands in a pod's description or in a ConfigMap as text.",
  severity: "critical",
  controls: { checkov: ["CKV_SECRET_6"] },
  enforcement: "always",
  reason: "Everybody who may look at pods or ConfigMaps reads it, and it stays in every old revision.",
  remedy:
    "Keep it in a Secret object, or in the cloud's own store, and refer to it (valueFrom.secretKeyRef).",
  types: [...podTypes, ...typesOf({ ConfigMap: ["core/v1"] })],
  scope: "resource",
  check: (resource) =>
    everyObject(resource, (object) => {
      if (object.kind === "ConfigMap") {
        return every(object.properties.get("data").entries(), ([name, value]) =>
          judge(`${object.where}${name}`, name, value.text() ?? ""),
        );
      }
      return everyContainerOf(podOf(object), ({ name: container, settings }) =>
        all(
          () =>
            every(settings.get("env").items(), (variable) => {
              const name = variable.get("name").text() ?? variable.path;
              return judge(`${container}: ${name}`, name, variable.get("value").text() ?? "");
            }),
          () =>
            every([...settings.get("command").items(), ...settings.get("args").items()], (argument) =>
              judgeArgument(`${container}: ${argument.path}`, argument),
            ),
        ),
      );
    }),
};
