import { copyFileSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { imagesOf, servicesOf, setImages, setServices } from "../../../../tools/delivery/images";
import { lastDeployed } from "../../../../tools/delivery/last-good";
import { testFolder } from "./folder";

const folder = testFolder();
const image = `ghcr.io/acme/platform/service@sha256:${"a".repeat(64)}`;
const config = z.object({
  config: z.object({ "platform:services": z.record(z.string(), z.record(z.string(), z.unknown())) }),
});

const textOf = (stack: string) => readFileSync(join(folder, `Pulumi.${stack}.yaml`), "utf8");
const services = (text: string) => config.parse(parse(text)).config["platform:services"];

describe("images in a stack file", () => {
  beforeEach(() => {
    for (const stack of ["dev", "staging", "prod"])
      copyFileSync(resolve(`Pulumi.${stack}.yaml`), join(folder, `Pulumi.${stack}.yaml`));
  });

  it.each(["dev", "staging", "prod"])("changes the images of %s and not one other thing", (stack) => {
    const before = textOf(stack);
    setImages(
      folder,
      stack,
      new Map([
        ["api", image],
        ["worker", image],
      ]),
    );
    const [old, now] = [services(before), services(textOf(stack))];
    for (const service of ["api", "worker"]) {
      const { build, ...kept } = old[service] ?? {};
      expect(build !== undefined).toBe(stack === "dev");
      expect(now[service]).toEqual({ ...kept, image });
    }
    const others = (text: string) =>
      text
        .split("\n")
        .map((line) => line.trimEnd().replace(/\[ (.*) \]/, "[$1]"))
        .filter((line) => !/^ {6}(image|build):/.test(line));
    expect(others(textOf(stack))).toEqual(others(before));
  });

  it("leaves services alone that it was not asked to change", () => {
    const before = services(textOf("prod"));
    setImages(folder, "prod", new Map([["api", image]]));
    expect(services(textOf("prod"))["worker"]).toEqual(before["worker"]);
  });

  it("takes services from elsewhere, all else in the file as it was", () => {
    const before = textOf("prod");
    const { worker, ...others } = servicesOf(folder, "prod");
    setServices(folder, "prod", { ...others, batch: { image, scaling: { min: 2 } } });
    expect(worker).toBeDefined();
    expect(servicesOf(folder, "prod")).toEqual({ ...others, batch: { image, scaling: { min: 2 } } });
    const rest = (text: string) => {
      const { config: found } = z.object({ config: z.record(z.string(), z.unknown()) }).parse(parse(text));
      return { ...found, "platform:services": undefined };
    };
    expect(rest(textOf("prod"))).toEqual(rest(before));
  });

  it.each([
    ["a tag", new Map([["api", "ghcr.io/acme/service:1"]]), /no image by digest/],
    [
      "a service that is not there",
      new Map([
        ["api", image],
        ["apj", image],
      ]),
      /no service apj/,
    ],
  ])("refuses %s and leaves the file alone", (_, images, message) => {
    const before = textOf("prod");
    expect(() => {
      setImages(folder, "prod", images);
    }).toThrow(message);
    expect(textOf("prod")).toBe(before);
  });
});

describe("the services that a stack was last brought up with", () => {
  const entry = (kind: string, result: string, services: object) => ({
    kind,
    result,
    config: { "platform:services": { value: JSON.stringify(services), secret: false } },
  });

  it("are those of the last update that succeeded", () => {
    const printed = JSON.stringify([
      entry("update", "failed", { api: { image: "of-a-failure" } }),
      entry("refresh", "succeeded", { api: { image: "of-a-refresh" } }),
      entry("update", "succeeded", { api: { image }, worker: { build: "." } }),
      entry("update", "succeeded", { api: { image: "old" } }),
    ]);
    const deployed = lastDeployed(printed) ?? {};
    expect(deployed).toEqual({ api: { image }, worker: { build: "." } });
    expect(imagesOf(deployed)).toEqual(new Map([["api", image]]));
  });

  it("are unknown before the first one", () => {
    expect(lastDeployed("[]")).toBeUndefined();
  });
});
