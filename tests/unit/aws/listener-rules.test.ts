import fc from "fast-check";
import type { Route } from "../../../components/load-balancer";
import { pathPatterns, rulePriorities } from "../../../providers/aws/listener-rules";

const route = (service: string, path: string): Route => ({ service, path, port: 8000, health: "/ready" });

const routes = fc
  .uniqueArray(
    fc.record({
      service: fc.stringMatching(/^[a-z][a-z0-9]{0,19}$/),
      path: fc.stringMatching(/^\/[a-z]{1,40}\/\*$/),
    }),
    { selector: ({ service }) => service, maxLength: 50 },
  )
  .map((all) => all.map(({ path, service }) => route(service, path)));

describe("the priorities of listener rules", () => {
  test("are all different, and ones that AWS takes", () => {
    fc.assert(
      fc.property(routes, (all) => {
        const priorities = Object.values(rulePriorities(all));
        expect(priorities).toHaveLength(all.length);
        expect(new Set(priorities).size).toBe(all.length);
        for (const priority of priorities) {
          expect(priority).toBeGreaterThanOrEqual(1);
          expect(priority).toBeLessThanOrEqual(50_000);
        }
      }),
    );
  });

  test("ask longer paths first", () => {
    fc.assert(
      fc.property(routes, (all) => {
        const priorities = rulePriorities(all);
        for (const a of all)
          for (const b of all)
            if (a.path.length > b.path.length)
              expect(priorities[a.service]).toBeLessThan(priorities[b.service] ?? 0);
      }),
    );
  });

  test("stay when a service with another length of path comes", () => {
    fc.assert(
      fc.property(routes, (all) => {
        const before = rulePriorities(all);
        const after = rulePriorities([
          route("newcomer-0", "/a/path/longer/than/forty/characters/is/this/*"),
          ...all,
        ]);
        expect(after).toMatchObject(before);
      }),
    );
  });

  test("do not depend on the order in the stack file", () => {
    fc.assert(
      fc.property(routes, (all) => {
        expect(rulePriorities([...all].reverse())).toEqual(rulePriorities(all));
      }),
    );
  });

  test("give two services in the same place different ones", () => {
    const all = Array.from({ length: 40 }, (_, index) => route(`service${String(index)}`, "/same/*"));
    expect(new Set(Object.values(rulePriorities(all))).size).toBe(40);
  });

  test("leave out what takes everything: that is the listener's default", () => {
    expect(rulePriorities([route("api", "/*")])).toEqual({});
  });

  test("refuse a path that AWS does not take", () => {
    expect(() => rulePriorities([route("api", `/${"x".repeat(128)}`)])).toThrow(
      'the path of "api" has 129 characters; AWS takes 128',
    );
  });

  test("match a prefix with and without what follows", () => {
    expect(pathPatterns("/reports/*")).toEqual(["/reports", "/reports/*"]);
    expect(pathPatterns("/reports")).toEqual(["/reports"]);
  });
});
