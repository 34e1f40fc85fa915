import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { clouds } from "../../../providers";

const sdks: Readonly<Record<string, string>> = {
  aws: "@pulumi/aws",
  azure: "@pulumi/azure-native",
  gcp: "@pulumi/gcp",
  kubernetes: "@pulumi/kubernetes",
};

/** In a process of its own, as `pulumi` runs the program. */
test.each(Object.keys(clouds))("a stack on %s loads its own cloud's SDK and no other", (cloud) => {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--import", "tsx", join(__dirname, "loaded-modules.ts"), cloud],
    { encoding: "utf8" },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const loaded = JSON.parse(stdout) as string[];
  expect(loaded.filter((name) => Object.values(sdks).includes(name))).toEqual([sdks[cloud]]);
});
