// Shortens paths that work without it: nothing here is needed to buy, ask or read.
// No markup is ever made from text, so it runs under Trusted Types.

const $ = (selector, inside = document) => inside.querySelector(selector);
const $$ = (selector, inside = document) => inside.querySelectorAll(selector);

const made = (tag, attributes = {}, text = "") => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
};

/* --- After a failed submit ---------------------------------------------------- */

// The summary is read out and its links lead to the fields.
$(".errors")?.focus();

// A field in error is checked again as it is edited; the error goes once the answer
// has the form that was missing. Only the server decides whether it is right.
const looksMended = (input) => {
  if (input.type === "checkbox" || input.type === "radio") return input.checked;
  const text = input.value.trim();
  if (input.type === "email") return /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text);
  return text !== "" && text !== input.dataset.wrong;
};

const tidySummary = () => {
  for (const link of $$(".errors a")) {
    const target = document.getElementById(link.hash.slice(1));
    if (!target?.closest(".bad")) link.closest("li").remove();
  }
  if (!$(".errors li")) $(".errors")?.remove();
};

const clearError = (field, input) => {
  const error = $(".err", field);
  const ids = (input.getAttribute("aria-describedby") ?? "").split(" ");
  const left = ids.filter((id) => id && id !== error?.id).join(" ");
  for (const each of $$("[aria-invalid]", field)) each.removeAttribute("aria-invalid");
  if (left) input.setAttribute("aria-describedby", left);
  else input.removeAttribute("aria-describedby");
  field.classList.remove("bad");
  error?.remove();
  tidySummary();
};

for (const input of $$(".bad input, .bad select, .bad textarea")) {
  input.dataset.wrong = input.value.trim();
}

document.addEventListener("input", ({ target }) => {
  const field = target.closest?.(".field.bad");
  if (field && looksMended(target)) clearError(field, target);
});

/* --- Forms that are on their way ------------------------------------------------ */

// A second press is ignored; the button says why. The server refuses doubles anyway.
const sending = new WeakSet();

const holdButton = (button) => {
  const words = [...button.childNodes];
  button.setAttribute("aria-disabled", "true");
  button.replaceChildren("Sending…");
  return () => {
    button.removeAttribute("aria-disabled");
    button.replaceChildren(...words);
  };
};

const release = new Map();

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  // A file that is handed over leaves the page, and its button, as they are.
  if (form.method !== "post" || form.matches("[data-file]")) return;
  if (sending.has(form)) {
    event.preventDefault();
    return;
  }
  if (form.matches("[data-add]")) {
    event.preventDefault();
    addToBasket(form, submitter);
    return;
  }
  sending.add(form);
  // After the browser has read the form, since the button's own value is part of it.
  if (submitter) setTimeout(() => release.set(form, holdButton(submitter)));
});

// Back from the next page: the form as it stood may be sent again.
addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  for (const [form, free] of release) {
    sending.delete(form);
    free();
  }
  release.clear();
});

/* --- Basket ---------------------------------------------------------------------- */

for (const form of $$("form[data-add]")) form.after(made("p", { role: "status" }));

const showCount = (count) => {
  const link = $(".acts a:last-child");
  const badge = $(".count", link) ?? link.appendChild(made("span", { class: "count" }));
  badge.replaceChildren(String(count), made("span", { class: "vh" }, " in it"));
};

const addToBasket = async (form, button) => {
  const status = form.nextElementSibling;
  const free = holdButton(button);
  sending.add(form);
  try {
    const answer = await fetch(form.action, {
      method: "post",
      body: new URLSearchParams(new FormData(form)),
      headers: { Accept: "application/json" },
    });
    const { count, text, error } = await answer.json();
    status.className = error ? "note warn" : "note ok";
    status.replaceChildren(error ?? text, " ", made("a", { href: $(".acts a:last-child").href }, "View basket"));
    if (count) showCount(count);
  } catch {
    form.submit(); // Sends it without the script, and the server says what is wrong.
    return;
  }
  free();
  sending.delete(form);
};

/* --- The country decides the address fields -------------------------------------- */

// The same as pressing the button, but the page stays where it is. Without an answer
// nothing happens, and the button is still there.
const refreshAddress = (form, button) => {
  const body = new URLSearchParams(new FormData(form));
  body.set(button.name, button.value);
  const request = new XMLHttpRequest();
  request.responseType = "document";
  request.onload = () => {
    const fresh = request.response && $("[data-address]", request.response);
    if (!fresh) return button.click();
    $("[data-address]", form).replaceWith(document.adoptNode(fresh));
    tidySummary();
    $("select[autocomplete~=country]", form)?.focus();
  };
  request.open("post", form.action);
  request.send(body);
};

document.addEventListener("change", ({ target }) => {
  const form = target.matches?.("[data-address] select[autocomplete~=country]") && target.form;
  const button = form && $("[data-update-fields]", form);
  if (button) refreshAddress(form, button);
});

/* --- Passwords ----------------------------------------------------------------------- */

for (const input of $$("input[type=password]")) {
  const button = made("button", { type: "button", class: "btn quiet", "aria-pressed": "false" }, "Show");
  const row = made("div", { class: "reveal" });
  input.replaceWith(row);
  row.append(input, button);
  button.append(made("span", { class: "vh" }, " password"));
  button.addEventListener("click", () => {
    const hidden = input.type === "password";
    input.type = hidden ? "text" : "password";
    button.setAttribute("aria-pressed", String(hidden));
    button.firstChild.data = hidden ? "Hide" : "Show";
  });
  input.form?.addEventListener("submit", () => { input.type = "password"; });
}
