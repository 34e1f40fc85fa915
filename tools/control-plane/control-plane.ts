import {
  Health,
  KubeConfig,
  KubernetesObjectApi,
  type V1Node,
  type V1ServiceAccount,
} from "@kubernetes/client-node";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { screenProgress, type Progress } from "../engine/progress";
import { Credentials } from "./credentials";
import { Metrics, type Usage } from "./metrics";
import { nodeObjects, type NodeOptions } from "./nodes";
import { controlPlanePrograms } from "./programs";
import { stagesFile } from "./stages";
import { Supervised } from "./supervised";
import { eventually, freePort } from "./waiting";

/** Seconds that a start may take, on a busy machine. */
const startLimit = 120;

export interface ControlPlaneOptions extends NodeOptions {
  /** From a container's creation until its pod is ready, in milliseconds. Default 300. */
  readonly readyMilliseconds?: number;
  /** Told about the build, the first time. Default: standard error. */
  readonly progress?: Progress;
}

/**
 * A Kubernetes control plane on loopback: etcd, API server (RBAC and admission on), controllers and scheduler, all real.
 * Nodes and pods are simulated by kwok: no container runs, no probe is sent; pods turn ready unless {@link Fault} says how
 * they fail. It ends with this process at the latest.
 */
export class ControlPlane {
  private constructor(
    /** File that gives everything the right to everything. */
    readonly kubeconfig: string,
    private readonly programs: readonly Supervised[],
    private readonly metrics: Metrics,
  ) {}

  /**
   * Starts one and waits until nodes are ready and controllers work.
   *
   * @param folder for its data, credentials and logs; made if it does not exist
   * @throws Problem where it can't be built
   */
  static async start(folder: string, options: ControlPlaneOptions = {}): Promise<ControlPlane> {
    const paths = await controlPlanePrograms(options.progress ?? screenProgress(process.stderr));
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const running: Supervised[] = [];
    const start = (program: keyof typeof paths, args: readonly string[]): void => {
      running.push(Supervised.start(program, paths[program], args, join(folder, `${program}.log`)));
    };
    const until = <T>(what: string, probe: () => Promise<T | undefined>): Promise<T> =>
      eventually(
        what,
        () => {
          for (const program of running) program.assertRuns();
          return probe();
        },
        startLimit,
      );
    try {
      const credentials = new Credentials(folder);
      const etcd = `unix://${join(folder, "etcd.socket")}:0`;
      const port = await freePort();
      start("etcd", etcdArguments(folder, etcd));
      start("apiServer", apiServerArguments(folder, credentials, etcd, port));
      const certificate = join(folder, "apiserver.crt");
      const key = join(folder, "apiserver.key");
      // Written once the certificate is whole: a client that read half of one would keep it.
      await until("the API server's certificate", () => Promise.resolve(existsSync(key) ? true : undefined));
      const configs = credentials.kubeconfigs(`https://127.0.0.1:${String(port)}`, certificate);
      const config = new KubeConfig();
      config.loadFromFile(configs.admin);
      const health = new Health(config);
      await until("the API server's start", async () => ((await health.readyz({})) ? true : undefined));
      const stages = join(folder, "stages.yaml");
      writeFileSync(stages, stagesFile(options.readyMilliseconds ?? 300));
      start("controllers", controllerArguments(configs.controllers, credentials, certificate));
      start("scheduler", ["--kubeconfig", configs.scheduler, "--leader-elect=false", "--secure-port=0"]);
      start("kwok", kwokArguments(configs.kwok, stages, await freePort()));
      const api = KubernetesObjectApi.makeApiClient(config);
      for (const node of nodeObjects(options)) await api.create(node);
      await until("the nodes' readiness", async () => {
        const { items } = await api.list<V1Node>("v1", "Node");
        return items.every(isReady) ? true : undefined;
      });
      // The controllers make it, and no pod is admitted without.
      await until("the controllers' start", () =>
        api.read<V1ServiceAccount>({
          apiVersion: "v1",
          kind: "ServiceAccount",
          metadata: { name: "default", namespace: "default" },
        }),
      );
      const metrics = await Metrics.start(config, certificate, key);
      return new ControlPlane(configs.admin, running, metrics);
    } catch (error) {
      await stopAll(running);
      throw error;
    }
  }

  /** Says what each container of a namespace's pods uses from now on, for autoscalers. Default: next to nothing. */
  use(namespace: string, usage: Usage): void {
    this.metrics.use(namespace, usage);
  }

  /** Ends all programs. The folder stays. */
  async stop(): Promise<void> {
    this.metrics.stop();
    await stopAll(this.programs);
  }
}

async function stopAll(programs: readonly Supervised[]): Promise<void> {
  await Promise.all(programs.map((program) => program.stop()));
}

const isReady = ({ status }: V1Node): boolean =>
  status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") === true;

const etcdArguments = (folder: string, address: string): string[] => [
  `--data-dir=${join(folder, "etcd")}`,
  `--listen-client-urls=${address}`,
  `--advertise-client-urls=${address}`,
  `--listen-peer-urls=unix://${join(folder, "etcd-peer.socket")}:0`,
  "--unsafe-no-fsync",
  "--log-level=warn",
];

const apiServerArguments = (
  folder: string,
  { tokens, serviceAccountKey }: Credentials,
  etcd: string,
  port: number,
): string[] => [
  `--etcd-servers=${etcd}`,
  "--bind-address=127.0.0.1",
  `--secure-port=${String(port)}`,
  `--cert-dir=${folder}`,
  `--token-auth-file=${tokens}`,
  "--authorization-mode=Node,RBAC",
  "--enable-admission-plugins=NodeRestriction",
  // As in every managed cluster: Pod Security says who may.
  "--allow-privileged",
  "--service-account-issuer=https://kubernetes.default.svc",
  `--service-account-key-file=${serviceAccountKey}`,
  `--service-account-signing-key-file=${serviceAccountKey}`,
  "--service-cluster-ip-range=10.96.0.0/16",
  // Loopback is no address of an endpoint.
  "--endpoint-reconciler-type=none",
];

const controllerArguments = (
  kubeconfig: string,
  { serviceAccountKey }: Credentials,
  certificate: string,
): string[] => [
  `--kubeconfig=${kubeconfig}`,
  `--service-account-private-key-file=${serviceAccountKey}`,
  `--root-ca-file=${certificate}`,
  "--use-service-account-credentials",
  "--leader-elect=false",
  "--secure-port=0",
  // 15 s, 30 s and 5 minutes by default, which tests would wait for.
  "--horizontal-pod-autoscaler-sync-period=1s",
  "--horizontal-pod-autoscaler-initial-readiness-delay=1s",
  "--horizontal-pod-autoscaler-cpu-initialization-period=1s",
];

const kwokArguments = (kubeconfig: string, stages: string, port: number): string[] => [
  `--kubeconfig=${kubeconfig}`,
  `--config=${stages}`,
  "--manage-all-nodes=true",
  "--node-lease-duration-seconds=40",
  `--server-address=127.0.0.1:${String(port)}`,
];
