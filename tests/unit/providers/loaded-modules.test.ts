import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { capabilitiesOf } from "../../../components/cloud";
import { clouds } from "../../../providers";

const sdks: Readonly<Record<string, string>> = {
  aws: "@pulumi/aws",
  azure: "@pulumi/azure-native",
  gcp: "@pulumi/gcp",
  kubernetes: "@pulumi/kubernetes",
};

const places = Object.entries(clouds).map(([cloud, { description }]) => {
  const offered = (["containers", "kubernetes"] as const).filter(
    (runtime) => capabilitiesOf(description, runtime)[runtime] === true,
  );
  return [cloud, offered] as const;
});

/** In a process of its own, as `pulumi` runs the program; what containers loaded is still there when Kubernetes has its turn. */
test.each(places)(
  "a stack on %s loads the SDKs of its own cloud and runtime and no other",
  (cloud, runtimes) => {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ["--import", "tsx", join(__dirname, "loaded-modules.ts"), cloud, ...runtimes],
      { encoding: "utf8" },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const loaded = JSON.parse(stdout) as Record<string, string[]>;
    const own = { containers: [sdks[cloud]], kubernetes: [...new Set([sdks[cloud], sdks["kubernetes"]])] };
    expect(runtimes).not.toEqual([]);
    for (const runtime of runtimes)
      expect(loaded[runtime]?.filter((name) => Object.values(sdks).includes(name))).toEqual(own[runtime]);
  },
);
