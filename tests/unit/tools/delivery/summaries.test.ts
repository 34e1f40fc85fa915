import fc from "fast-check";
import { joined, longest, marker } from "../../../../tools/delivery/summaries";

const run = "https://github.com/acme/platform/actions/runs/1";

describe("several summaries as one text", () => {
  it("has all of them as they are, behind the mark", () => {
    const text = joined("preview", ["## dev\n\nfine\n", "## prod\n\nnot fine\n"], run);
    expect(text.startsWith(marker("preview"))).toBe(true);
    expect(text).toContain("## dev\n\nfine\n");
    expect(text).toContain("## prod\n\nnot fine\n");
    expect(text).toContain(run);
  });

  it("never grows over what GitHub takes", () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 70_000 }), { maxLength: 6 });
    fc.assert(
      fc.property(lengths, (all) => {
        const text = joined(
          "preview",
          all.map((length) => "x".repeat(length)),
          run,
          "head",
        );
        expect(text.length).toBeLessThanOrEqual(longest);
      }),
    );
  });

  it("shortens only the long one, between two of its sections", () => {
    const sections = Array.from(
      { length: 30 },
      (_, index) => `### Section ${String(index)}\n\n${"x".repeat(3_000)}\n`,
    );
    const long = `## prod\n\n${sections.join("\n")}`;
    const short = `## dev\n\n${"y".repeat(20_000)}\n`;
    const text = joined("preview", [short, long], run);
    expect(text).toContain(short);
    const kept = sections.filter((section) => text.includes(section)).length;
    expect(kept).toBeGreaterThan(10);
    expect(kept).toBeLessThan(30);
    expect(text).toMatch(/x\n+_Shortened: the rest is in the page\._\n/);
    expect(text).not.toContain(`### Section ${String(kept)}\n`);
  });
});
