import type { Viz } from "@viz-js/viz";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { html, Markup } from "../html";
import { operations, signs, words } from "../operations";
import { overview } from "../picture";
import { changing, type Report } from "../report";
import { dangers, dangerSentence, policySentence, timeSentence, titleOf, verdict } from "../sentences";
import { componentSections } from "./components";
import { messageOf } from "./message";
import { costSection, policySection, timeSection } from "./sections";

const style = readFileSync(join(__dirname, "style.css"), "utf8");
const script = readFileSync(join(__dirname, "script.js"), "utf8");

/** A report as one HTML page that needs nothing else: the browser is told to refuse every request that it would make. */
export function page(report: Report, viz: Viz, made: Date): string {
  const { sign, text } = verdict(report);
  const title = `${titleOf(report)}: ${report.preview ? "preview" : "update"}`;
  const allowed = `default-src 'none'; img-src data:; style-src '${hash(style)}'; script-src '${hash(script)}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${allowed}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        ${new Markup(`<style>${style}</style>`)}
      </head>
      <body>
        <a class="skip" href="#components">Skip to the components</a>
        <header>
          <h1>${title}</h1>
          <p class="${report.succeeded ? "" : "failed"}">${sign} ${text}</p>
          <p class="quiet">
            Made ${made.toISOString().slice(0, 16).replace("T", " ")} UTC; the engine took ${report.seconds}
            s.
          </p>
        </header>
        <main>
          ${warnings(report)}
          <ul class="tiles">
            <li><strong>Changes</strong>${chips(report)}</li>
            <li><strong>Policies</strong>${policySentence(report)}</li>
            <li><strong>Time</strong>${timeSentence(report)}</li>
          </ul>
          ${picture(report, viz)} ${componentSections(report, viz)} ${policySection(report)}
          ${costSection(report)} ${timeSection(report)}
        </main>
        ${new Markup(`<script>${script}</script>`)}
      </body>
    </html> `.text;
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

function chips({ counts, preview }: Report): Markup {
  const present = operations.filter((operation) => (counts.get(operation) ?? 0) > 0);
  return html`${present.map(
    (operation) =>
      html`<span class="chip ${operation}"
        >${signs[operation]} ${counts.get(operation)} ${words(operation, preview)}</span
      >`,
  )}`;
}

function warnings(report: Report): Markup {
  const lost = dangers(report);
  return html`${
    report.errors.length > 0 &&
    html`<section class="alert" aria-labelledby="errors">
      <h3 id="errors">Errors</h3>
      <ul>
        ${report.errors.map(
          ({ resource, message }) =>
            html`<li>${resource !== "" && html`<code>${resource}</code>: `}${messageOf(message)}</li>`,
        )}
      </ul>
    </section>`
  }${
    lost.length > 0 &&
    html`<section class="alert" aria-labelledby="dangers">
      <h3 id="dangers">Look twice</h3>
      <ul>
        ${lost.map((one) => html`<li><code>${one.name}</code> ${dangerSentence(one, report.preview)}</li>`)}
      </ul>
    </section>`
  }`;
}

function picture(report: Report, viz: Viz): Markup {
  const { components, graphKnown } = report;
  const unchanged = components.filter((component) => changing(component) === 0).length;
  return html`<h2 id="picture">The stack</h2>
    <p>
      ${components.length} components, ${unchanged} of them unchanged. An arrow leads from a component to what
      it needs; Enter or a click opens
      one${graphKnown ? "" : ". What needs what is not in the events alone, so there are no arrows"}.
    </p>
    <div class="legend" aria-hidden="true">
      ${operations
        .filter((operation) => (report.counts.get(operation) ?? 0) > 0)
        .map(
          (operation) =>
            html`<span class="chip ${operation}"
              >${signs[operation]} ${words(operation, report.preview)}</span
            >`,
        )}
    </div>
    <div
      class="picture overview"
      role="group"
      aria-label="The components and what they need of each other; the same as text below"
    >
      ${new Markup(overview(viz, report))}
    </div>`;
}
