import { compliant, every, violation } from "../../mechanism/answer";
import type { Property } from "../../mechanism/property";
import { secretIn } from "../../subjects/secret-text";
import type { ResourceRule } from "../../mechanism/rule";

/** A reference to Key Vault. */
const reference = /^@microsoft\.keyvault\(/i;

interface Variable {
  /** What has it, for messages: `container "web": `. */
  readonly where: string;
  readonly name: string;
  readonly value: Property;
}

function inContainers(containers: readonly Property[], list: string): Variable[] {
  return containers.flatMap((container) => {
    const name = container.get("name");
    const where = `container "${(name.isKnown() ? name.text() : undefined) ?? container.path}": `;
    return pairs(container.get(list).items(), where);
  });
}

function pairs(list: readonly Property[], where = ""): Variable[] {
  return list.map((variable) => ({
    where,
    name: variable.get("name").text() ?? variable.path,
    value: variable.get("value"),
  }));
}

function ofApp(properties: Property): Variable[] {
  const template = properties.get("template");
  return inContainers(
    [...template.get("containers").items(), ...template.get("initContainers").items()],
    "env",
  );
}

function ofSite(properties: Property): Variable[] {
  return pairs(properties.get("siteConfig").get("appSettings").items());
}

function ofSettings(properties: Property): Variable[] {
  return properties
    .get("properties")
    .entries()
    .map(([name, value]) => ({ where: "", name, value }));
}

const variables: Readonly<Record<string, (properties: Property) => Variable[]>> = {
  "azure-native:app:ContainerApp": ofApp,
  "azure-native:app:Job": ofApp,
  "azure-native:containerinstance:ContainerGroup": (properties) =>
    inContainers(
      [...properties.get("containers").items(), ...properties.get("initContainers").items()],
      "environmentVariables",
    ),
  "azure-native:web:WebApp": ofSite,
  "azure-native:web:WebAppSlot": ofSite,
  "azure-native:web:WebAppApplicationSettings": ofSettings,
  "azure-native:web:WebAppApplicationSettingsSlot": ofSettings,
};

/** No secret stands in an environment variable as text. */
export const rule: ResourceRule = {
  id: "azure-no-secret-in-environment",
  title: "No secret stands in an environment variable as text.",
  severity: "critical",
  controls: { checkov: ["CKV_AZURE_235", "CKV_SECRET_6"] },
  enforcement: "always",
  reason: "Everybody who may look at the app reads it, and it stays in every old revision.",
  remedy: "Store it in Key Vault and refer to it (container apps: secretRef; web apps: @Microsoft.KeyVault).",
  types: Object.keys(variables),
  scope: "resource",
  check: ({ type, properties }) =>
    every(variables[type]?.(properties) ?? [], ({ where, name, value }) => {
      const text = value.text() ?? "";
      if (reference.test(text)) return compliant;
      const found = secretIn(name, text);
      return found === undefined ? compliant : violation(`${where}${name} holds what looks like ${found}`);
    }),
};
