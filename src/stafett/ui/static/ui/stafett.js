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

// A long list of choices is narrowed to what somebody looks for. What is chosen stays in sight.
for (const narrow of document.querySelectorAll(".narrow")) narrow.hidden = false;

document.addEventListener("input", (event) => {
  const narrow = event.target.closest(".narrow");
  if (!narrow) return;
  const sought = event.target.value.toLocaleLowerCase().split(/\s+/);
  const list = document.getElementById(event.target.getAttribute("aria-controls"));
  for (const choice of list.children) {
    const words = choice.textContent.toLocaleLowerCase();
    choice.hidden = !choice.querySelector(":checked") && !sought.every((word) => words.includes(word));
  }
  const shown = list.querySelectorAll(":scope > :not([hidden])").length;
  const told = narrow.querySelector("[data-told]");
  told.textContent = told.dataset.told.replace("{shown}", shown).replace("{all}", list.children.length);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.closest(".narrow")) event.preventDefault();
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
