import { html, type Markup } from "../html";

/** A message with its line breaks. */
export function messageOf(text: string): Markup {
  return html`<span class="message">${text}</span>`;
}
