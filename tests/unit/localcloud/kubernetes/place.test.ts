import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realKubeconfig } from "../../../../localcloud/kubernetes/place";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kubeconfig-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  delete process.env["LOCALCLOUD_KUBECONFIG"];
  delete process.env["KUBECONFIG"];
});

const config = (server: string): string => JSON.stringify({ clusters: [{ cluster: { server } }] });

function file(text: string): string {
  const path = join(folder, "config");
  writeFileSync(path, text);
  return path;
}

const loopback = config("https://127.0.0.1:6443");
const remote = config("https://ABC.gr7.eu-west-1.eks.amazonaws.com");

describe("a real API server", () => {
  it.each([
    ["as text", () => loopback],
    ["as YAML", () => "clusters:\n- cluster:\n    server: https://localhost:6443\n"],
    ["as a file", () => file(loopback)],
  ])("is the one on loopback that the program's kubeconfig names %s", (_, given) => {
    const kubeconfig = given();
    expect(realKubeconfig({ kubeconfig })).toBe(kubeconfig.startsWith(folder) ? loopback : kubeconfig);
  });

  it.each([
    ["far away", { kubeconfig: remote }],
    [
      "at a host whose name only begins like loopback",
      { kubeconfig: config("https://127.0.0.1.example.com") },
    ],
    ["not known yet", { kubeconfig: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }],
    ["not named", {}],
  ])("is none that is %s", (_, configuration) => {
    expect(realKubeconfig(configuration)).toBeUndefined();
  });

  it("stands behind every cluster where a test says so", () => {
    process.env["LOCALCLOUD_KUBECONFIG"] = file(loopback);
    expect(realKubeconfig({ kubeconfig: remote })).toBe(loopback);
    expect(realKubeconfig({})).toBe(loopback);
  });

  it("is never a user's own, which only the environment names", () => {
    process.env["KUBECONFIG"] = file(loopback);
    expect(realKubeconfig({ kubeconfig: process.env["KUBECONFIG"] })).toBeUndefined();
  });
});
