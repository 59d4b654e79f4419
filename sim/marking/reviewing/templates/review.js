"use strict";
// Keys for marking. Without this script the page works with the mouse and Tab.
const criteria = [...document.querySelectorAll("fieldset.criterion")];
const decision = document.getElementById("decision");
const points = decision && decision.querySelector("input[name=points]");
const comment = decision && decision.querySelector("textarea");
let now = 0;

function go(to) {
  if (!criteria.length) return;
  now = Math.max(0, Math.min(criteria.length - 1, to));
  criteria.forEach((one, n) => one.classList.toggle("now", n === now));
  criteria[now].scrollIntoView({ block: "nearest" });
}

function insert(text) {
  const before = comment.value.trim();
  if (!before.includes(text)) comment.value = before ? before + " " + text : text;
}

document.querySelectorAll("[data-comment]").forEach((one) => one.addEventListener("click", () => insert(one.dataset.comment)));

criteria.forEach((one, n) => one.addEventListener("change", () => go(n + 1))); // chosen with the mouse

document.addEventListener("keydown", (event) => {
  if (!decision) return;
  const given = [...document.querySelectorAll("[data-comment]")];
  if (event.altKey && /^Digit[1-9]$/.test(event.code)) {
    const one = given[Number(event.code.slice(5)) - 1];
    if (one) insert(one.dataset.comment);
    event.preventDefault();
    return;
  }
  if (event.key === "Enter" && event.ctrlKey && event.target === comment) { decision.requestSubmit(); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.repeat && /^(Enter|[a-z0-9])$/i.test(event.key) && !event.target.matches("textarea, input[type=text]")) {
    event.preventDefault(); // a key held down decides, or takes back, once
    return;
  }
  const typing = event.target.matches("textarea, input[type=text]");
  if (event.key === "Escape") { document.activeElement.blur(); return; }
  if (typing) return;
  const follow = (id) => { const link = document.getElementById(id); if (link) link.click(); };
  if (/^[1-9]$/.test(event.key) && criteria.length) {
    const level = criteria[now].querySelectorAll("input")[Number(event.key) - 1];
    if (level) { level.checked = true; go(now + 1); }
  } else if (/^[0-9]$/.test(event.key) && points) {
    points.select(); // the digit goes into the field
    return;
  } else if (event.key === "ArrowDown") go(now + 1);
  else if (event.key === "ArrowUp") go(now - 1);
  else if (event.key === "ArrowLeft") follow("before");
  else if (event.key === "ArrowRight") follow("after");
  else if (event.key.toLowerCase() === "c") comment.focus();
  else if (event.key.toLowerCase() === "u") document.getElementById("undo").requestSubmit();
  else if (event.key === "Enter" && !event.target.matches("a, button, summary")) decision.requestSubmit();
  else return;
  event.preventDefault();
});

go(0);
