import { KubeConfig } from "@kubernetes/client-node";
import { join } from "node:path";
import { ApiRefusal, Cluster } from "../../localcloud/kubernetes/live/cluster";
import type { Properties, Value } from "../../localcloud/rules";
import { isObject } from "../../localcloud/values";
import { ControlPlane } from "../../tools/control-plane/control-plane";
import { object, type ObjectMistake } from "../unit/localcloud/kubernetes/cluster";
import { objectMistakes } from "../unit/localcloud/kubernetes/object-mistakes";
import { workloadMistakes } from "../unit/localcloud/kubernetes/workload-mistakes";
import { removeFolder, temporaryFolder } from "./processes";

/** The mistakes that the local cluster refuses, judged by a real API server: it invents no refusal. */
const folder = temporaryFolder();
let plane: ControlPlane;
let cluster: Cluster;

beforeAll(async () => {
  plane = await ControlPlane.start(join(folder, "plane"), { nodes: 1 });
  const config = new KubeConfig();
  config.loadFromFile(plane.kubeconfig);
  cluster = Cluster.connect(config);
  const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
  await cluster.apply(object("namespace", "team", { metadata: { name: "team", labels } }), real);
}, 1_200_000);

afterAll(async () => {
  await plane.stop();
  removeFolder(folder);
});

const real = { dryRun: false, force: false };
const asked = { dryRun: true, force: false };

/** As the engine sends it: what is `null` is not given. */
function given(value: Value): Value {
  if (Array.isArray(value)) return value.map(given);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== null);
  return Object.fromEntries(entries.map(([key, each]) => [key, given(each)]));
}

function inputs({ kind, namespace }: ObjectMistake, change: Properties): Properties {
  const metadata = { name: "it", ...(namespace !== undefined && { namespace: "team" }) };
  const whole = given(object(kind, "it", { metadata, ...change }));
  return isObject(whole) ? whole : {};
}

async function refusal(inputs: Properties): Promise<string> {
  try {
    await cluster.apply(inputs, asked);
    return "";
  } catch (error) {
    if (error instanceof ApiRefusal) return error.message;
    throw error;
  }
}

describe.each(Object.entries({ ...workloadMistakes, ...objectMistakes }))(
  "a real API server on %s",
  (_, mistakes) => {
    it.each(mistakes.map((each) => [each.mistake, each] as const))("agrees about %s", async (__, mistake) => {
      expect(await refusal(inputs(mistake, mistake.right))).toBe("");
      const wrong = await refusal(inputs(mistake, { ...mistake.right, ...mistake.wrong }));
      if (mistake.taken === undefined) expect(wrong).not.toBe("");
      else expect(wrong).toBe("");
    });
  },
);
