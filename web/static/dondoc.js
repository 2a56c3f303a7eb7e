/* What a page does beyond its links and forms. Each of them works without this file, and nothing is remembered. */
"use strict";

const DAY = 24 * 60 * 60 * 1000;

/* A date field with `min` and `max` in form[data-time] gets a slider beside it: drag, let go, and the page of that day comes. */
function addSlider(form) {
  const field = form.querySelector('input[type="date"][min][max]');
  if (!field) return;
  const first = Date.parse(field.min);
  const slider = document.createElement("input");
  slider.type = "range";
  slider.min = 0;
  slider.max = Math.round((Date.parse(field.max) - first) / DAY);
  slider.value = Math.round((Date.parse(field.value || field.max) - first) / DAY);
  slider.setAttribute("aria-label", "Kéo để xem ngày khác trong đợt");
  const tell = () => slider.setAttribute("aria-valuetext", field.value.split("-").reverse().join("/"));
  slider.addEventListener("input", () => {
    field.value = new Date(first + slider.valueAsNumber * DAY).toISOString().slice(0, 10);
    tell();
  });
  slider.addEventListener("change", () => form.requestSubmit());
  field.closest("label").after(slider);
  tell();
}

/* A dangerous button asks once more, in its own words where it has some. */
function isRefused(event) {
  const button = event.submitter;
  const question = button?.dataset.confirm || event.target.dataset.confirm;
  if (!question && !button?.classList.contains("danger")) return false;
  return !window.confirm(question || `Thực hiện việc này: “${button.textContent.trim()}”?`);
}

/* One press is enough. The button comes back where the page stays: an answer that is a file, or a line that broke. */
function holdButtons(form) {
  const buttons = [...form.querySelectorAll("button, [type=submit]")].filter((button) => !button.disabled);
  const hold = (held) => buttons.forEach((button) => { button.disabled = held; });
  setTimeout(hold, 0, true); // after the browser has read which button was pressed
  setTimeout(hold, 15000, false);
  addEventListener("pageshow", () => hold(false), { once: true });
}

document.addEventListener("submit", (event) => {
  if (isRefused(event)) event.preventDefault();
  else if (event.target.method === "post" && !event.defaultPrevented) holdButtons(event.target);
}, true);

/* What scrolls sideways can be reached by the keyboard. */
function letScroll(box) {
  if (box.scrollWidth <= box.clientWidth && box.scrollHeight <= box.clientHeight) return;
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", box.querySelector("caption")?.textContent.trim() || "Bảng, cuộn để xem hết");
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("form[data-time]").forEach(addSlider);
  document.querySelectorAll(".scroll").forEach(letScroll);
  document.querySelectorAll("button.print").forEach((button) => button.addEventListener("click", () => window.print()));
});
