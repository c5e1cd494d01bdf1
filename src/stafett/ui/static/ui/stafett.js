// Small comforts. Every page works in full without this file.

// A fold at the top closes with Escape, and when somebody presses outside it.
const openFolds = () => document.querySelectorAll(".drop[open], .top-narrow[open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const fold of openFolds()) {
    const inside = fold.contains(document.activeElement);
    fold.open = false;
    if (inside) fold.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  for (const fold of openFolds()) {
    if (!fold.contains(event.target)) fold.open = false;
  }
});

// The story beside a baton goes away with Escape, until somebody comes back to it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const pill of document.querySelectorAll(".pill:is(:hover, :focus)")) {
    pill.dataset.quiet = "";
    for (const leaves of ["mouseleave", "blur"]) {
      pill.addEventListener(leaves, () => delete pill.dataset.quiet, { once: true });
    }
  }
});

// A link in an error summary puts the cursor in the answer, also inside a closed fold.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".ds-error-summary a");
  const answer = link && document.getElementById(link.hash.slice(1));
  if (!answer) return;
  event.preventDefault();
  for (let fold = answer.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    fold.open = true;
  }
  answer.focus();
});

// A form that was sent once is not sent again by a second press.
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post" || event.target.matches("[data-hx-post]")) return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
});

// Coming back with the browser's button, the form can be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// On paper every fold of a round is open. Newer browsers do this by the style sheet alone.
const foldsOnPaper = () => document.querySelectorAll(".round details:not([open])");
let openedForPaper = [];

window.addEventListener("beforeprint", () => {
  openedForPaper = [...foldsOnPaper()];
  for (const fold of openedForPaper) fold.open = true;
});

window.addEventListener("afterprint", () => {
  for (const fold of openedForPaper) fold.open = false;
});
