import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, makeOnce } from "../engine/cache";
import { buildWithGo, pinsOf, whyGoCannotBuild } from "../engine/go-build";
import { Problem } from "../engine/problem";
import type { Progress } from "../engine/progress";

/** As pinned in `programs/go.mod`; kwok's release says which Kubernetes, so that what they share is compiled once. */
const kubernetesVersion = "1.36.1";

/** Names as `go build` gives them: that of a package's last element but a version. */
const files = {
  etcd: "server",
  apiServer: "kube-apiserver",
  controllers: "kube-controller-manager",
  scheduler: "kube-scheduler",
  kwok: "kwok",
} as const;

/** Absolute paths of the control plane's programs. */
export type Programs = Readonly<Record<keyof typeof files, string>>;

const packages = [
  "go.etcd.io/etcd/server/v3",
  "k8s.io/kubernetes/cmd/kube-apiserver",
  "k8s.io/kubernetes/cmd/kube-controller-manager",
  "k8s.io/kubernetes/cmd/kube-scheduler",
  "sigs.k8s.io/kwok/cmd/kwok",
];

const [major = "", minor = ""] = kubernetesVersion.split(".");
const version = "k8s.io/component-base/version.git";
const linkerFlags = `-s -w -X ${version}Version=v${kubernetesVersion} -X ${version}Major=${major} -X ${version}Minor=${minor}`;

/**
 * The programs of a control plane, built with Go once and kept in the user's cache beside the Pulumi CLI. Takes minutes and
 * needs a Go module proxy the first time.
 *
 * @throws Problem that says why they can't be built
 */
export async function controlPlanePrograms(
  progress: Progress,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Programs> {
  const module = join(__dirname, "programs");
  const folder = join(
    cacheFolder(env),
    `control-plane-${kubernetesVersion}-${process.platform}-${process.arch}-${pinsOf([module], linkerFlags)}`,
  );
  if (!existsSync(folder)) {
    const unable = await whyGoCannotBuild(env);
    if (unable !== "") throw new Problem(`There is no Kubernetes control plane: ${unable}.`);
    progress.say(
      `Building Kubernetes ${kubernetesVersion} with Go from pinned sources. This is done once, and takes some minutes and 2 GB of disk.`,
    );
    const build = { title: `Kubernetes ${kubernetesVersion}`, module, packages, linkerFlags };
    await makeOnce(
      folder,
      async (temporary) => {
        const reason = await buildWithGo({ ...build, output: `${temporary}/` }, env, progress);
        if (reason !== "") throw new Problem(`There is no Kubernetes control plane: ${reason}.`);
      },
      progress,
    );
  }
  return {
    etcd: join(folder, files.etcd),
    apiServer: join(folder, files.apiServer),
    controllers: join(folder, files.controllers),
    scheduler: join(folder, files.scheduler),
    kwok: join(folder, files.kwok),
  };
}
