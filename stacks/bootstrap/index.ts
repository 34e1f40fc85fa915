import * as pulumi from "@pulumi/pulumi";
import { clouds } from "../../providers";
import type { Result } from "./result";
import { read, type Settings } from "./settings";

/** Namespace of the configuration: the project's name. */
const namespace = "bootstrap:";

/** What a cloud's account needs before its first stack. A wrong configuration ends here; nothing has been registered. */
module.exports = async (): Promise<Result> => {
  const values = Object.fromEntries(
    Object.entries(pulumi.runtime.allConfig())
      .filter(([key]) => key.startsWith(namespace))
      .map(([key, value]) => [key.slice(namespace.length), value]),
  );
  const { settings, problems } = read(values, (key) => namespace + key, clouds);
  if (problems !== undefined)
    throw new pulumi.RunError(
      `nothing was changed: the configuration is wrong.\n${problems.map((problem) => `  ${problem}`).join("\n")}`,
    );
  return make(settings);
};

async function make(settings: Settings): Promise<Result> {
  switch (settings.cloud) {
    case "aws":
      return (await import("./aws")).make(settings);
    case "azure":
      return (await import("./azure")).make(settings);
    case "gcp":
      return (await import("./gcp")).make(settings);
  }
}
