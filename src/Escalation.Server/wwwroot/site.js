// Ctrl+Enter (or Cmd+Enter) sends; a form that is on its way is not sent twice.
document.addEventListener("keydown", event => {
  const form = event.target.closest?.("form[data-send]");
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  }
});

document.addEventListener("submit", event => {
  const buttons = event.target.querySelectorAll("button");
  // Not before the form was read: a disabled button would leave its value out.
  setTimeout(() => buttons.forEach(button => button.disabled = true));
});

// A page that comes back from the browser's memory can be sent again.
addEventListener("pageshow", () => document.querySelectorAll("button:disabled").forEach(button => button.disabled = false));
