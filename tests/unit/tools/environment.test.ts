import { localEnvironment } from "../../../tools/local/environment";
import { layout } from "../../../tools/local/layout";

const places = layout("/project/.local");

describe("the environment of the local clouds", () => {
  const mine = {
    PATH: "/usr/bin",
    HOME: "/home/me",
    LANG: "C",
    NO_COLOR: "1",
    LOCALCLOUD_FAULT: "fail",
    PULUMI_ACCESS_TOKEN: "token",
    PULUMI_BACKEND_URL: "s3://mine",
    PULUMI_STACK: "prod",
    PULUMI_HOME: "/home/me/.pulumi",
    PULUMI_CONFIG_PASSPHRASE: "mine",
    PULUMI_CONFIG_PASSPHRASE_FILE: "/mine",
    PULUMI_K8S_CLIENT_BURST: "1",
    AWS_PROFILE: "prod",
    AWS_SECRET_ACCESS_KEY: "key",
    ARM_CLIENT_SECRET: "secret",
    AZURE_CLIENT_SECRET: "secret",
    GOOGLE_APPLICATION_CREDENTIALS: "/key.json",
    CLOUDSDK_CONFIG: "/gcloud",
    KUBECONFIG: "/kube",
    DOCKER_HOST: "tcp://mine",
    LOCALCLOUD_HOME: "/elsewhere",
  };
  const env = localEnvironment(mine, places, "/cache/engine/pulumi");

  it("has nothing that leads to a user's accounts, login or settings", () => {
    const values = new Set(Object.values(env));
    for (const name of [
      "PULUMI_ACCESS_TOKEN",
      "PULUMI_STACK",
      "PULUMI_CONFIG_PASSPHRASE_FILE",
      "PULUMI_K8S_CLIENT_BURST",
    ])
      expect(env).not.toHaveProperty(name);
    expect(
      Object.keys(env).filter((name) => /^(AWS|AZURE|ARM|GOOGLE|CLOUDSDK|KUBE|DOCKER)/.test(name)),
    ).toEqual([]);
    for (const value of ["token", "s3://mine", "/home/me/.pulumi", "mine", "/elsewhere"])
      expect(values).not.toContain(value);
  });

  it("keeps the home, backend and clouds below one folder", () => {
    expect(env).toMatchObject({
      PULUMI_HOME: "/project/.local/pulumi",
      PULUMI_BACKEND_URL: "file:///project/.local/state",
      LOCALCLOUD_HOME: "/project/.local/cloud",
    });
  });

  it("finds no plugin outside that home", () => {
    expect(env).toMatchObject({
      PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    });
  });

  it("keeps the rest, faults of the local clouds among it, and finds the engine's language host first", () => {
    expect(env).toMatchObject({ HOME: "/home/me", LANG: "C", NO_COLOR: "1", LOCALCLOUD_FAULT: "fail" });
    expect(env.PATH).toBe("/cache/engine:/usr/bin");
  });
});
