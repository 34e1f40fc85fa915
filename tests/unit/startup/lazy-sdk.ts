/* Run by lazy-sdk.test.ts in a process of its own: which files are loaded before and after the SDK's parts are used. */
import "../../../startup/lazy-sdk";
import * as pulumi from "@pulumi/pulumi";

const files = (): string[] => Object.keys(require.cache);
const before = files();
const used = {
  automation: typeof pulumi.automation.LocalWorkspace.createStack,
  parts: Object.keys(pulumi.automation).includes("LocalWorkspace"),
};
process.stdout.write(JSON.stringify({ before, used, after: files() }));
