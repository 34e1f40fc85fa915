import { costLines, directions } from "../cost-summary";
import { html, type Markup } from "../html";
import type { PolicyFinding, Report } from "../report";
import { messageOf } from "./message";
import { policySentence, timeSentence } from "../sentences";
import { type Link, roughly } from "../time-estimate";

/** Broken rules first, then those that are open, then all that were looked at. */
export function policySection(report: Report): Markup {
  const { violations, unjudged, policies } = report;
  return html`<h2 id="policies">Policies</h2>
    <p>${policySentence(report)}</p>
    ${violations.map((finding) => found(finding, true))}
    ${
      unjudged.length > 0 &&
      html`<h4>Judged only in the update</h4>
        <p class="quiet">These rules read values that the cloud gives only then.</p>
        ${unjudged.map((finding) => found(finding, false))}`
    }
    ${
      policies.length > 0 &&
      html`<details>
        <summary>All ${policies.length} rules that were evaluated</summary>
        <div class="body">
          <ul class="names">
            ${policies.map((policy) => html`<li><code>${policy}</code></li>`)}
          </ul>
        </div>
      </details>`
    }`;
}

function found({ policy, level, places }: PolicyFinding, broken: boolean): Markup {
  return html`<details class="always">
    <summary>
      ${broken && html`<span class="chip ${level === "mandatory" ? "delete" : "update"}">${level === "mandatory" ? "✖" : "!"} ${level}</span>`}
      <code>${policy}</code>
      <span class="quiet">${places.length} ${places.length === 1 ? "resource" : "resources"}</span>
    </summary>
    <div class="body">
      <ul>
        ${places.map(({ resource, message }) => html`<li><code>${resource}</code>: ${messageOf(message)}</li>`)}
      </ul>
    </div>
  </details>`;
}

export function costSection({ costs }: Report): Markup {
  const lines = costLines(costs);
  if (lines.length === 0)
    return html`<h2 id="cost">Cost</h2>
      <p>Nothing changes that a cloud charges for by itself.</p>`;
  return html`<h2 id="cost">Cost</h2>
    <p>What changes, not how much it costs: prices are your account's.</p>
    <div class="wide">
      <table>
        <thead>
          <tr>
            <th scope="col">direction</th>
            <th scope="col">what</th>
            <th scope="col">how</th>
            <th scope="col">where</th>
          </tr>
        </thead>
        <tbody>
          ${lines.map(
            ({ direction, what, details, names }) =>
              html`<tr>
                <td>
                  <span class="chip ${{ more: "delete", less: "create", different: "update" }[direction]}"
                    >${directions[direction]}</span
                  >
                </td>
                <td>${names.length} × ${what}</td>
                <td>${details.join(", ")}</td>
                <td><code>${names.join(", ")}</code></td>
              </tr> `,
          )}
        </tbody>
      </table>
    </div>`;
}

export function timeSection(report: Report): Markup {
  const { path, seconds, untimed } = report.time;
  return html`<h2 id="time">Time</h2>
    <p>${timeSentence(report)}</p>
    ${
      path.length > 0 &&
      html`<div class="wide">
        <table class="chain">
          <caption class="quiet">
            The longest chain: each waits for the one before.
          </caption>
          <thead>
            <tr>
              <th scope="col">work</th>
              <th scope="col">resource</th>
              <th scope="col" class="number">takes</th>
              <th scope="col">from start to end</th>
            </tr>
          </thead>
          <tbody>
            ${path.map(
              (link) =>
                html`<tr>
                  <td>${link.work}</td>
                  <td><code>${link.name}</code></td>
                  <td class="number">${roughly(link.seconds)}</td>
                  <td>${bar(link, seconds)}</td>
                </tr> `,
            )}
          </tbody>
        </table>
      </div>`
    }
    ${untimed.length > 0 && html`<p class="quiet">Counted as no time, for none is known: ${untimed.join(", ")}.</p>`}`;
}

function bar({ start, seconds }: Link, whole: number): Markup {
  const percent = (part: number): string => ((100 * part) / whole).toFixed(2);
  return html`<svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
    <rect x="${percent(start)}" y="0.5" height="3" width="${percent(Math.max(seconds, whole / 200))}" />
  </svg>`;
}
