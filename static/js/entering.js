// Typing sheets in: Enter goes on to the next field, Ctrl and Enter saves. Without it Tab goes on and the button saves.
"use strict";
const form = document.querySelector("[data-entering]");

// What is only asked after a certain answer is passed by; that answer stands in the first field of the row.
function isAsked(field) {
    if (!field.dataset.after || field.value) return true;
    const given = field.closest("tr").querySelector("input").value.split(/[\s,;]+/);
    return field.dataset.after.split(" ").some((number) => given.includes(number));
}

function next(field) {
    const fields = [...form.elements].filter((one) => one.type !== "hidden" && one.checkVisibility() && one.tabIndex >= 0);
    return fields.slice(fields.indexOf(field) + 1).find((one) => one.tagName !== "FIELDSET" && isAsked(one));
}

form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || event.isComposing) return;
    if (event.ctrlKey) {
        event.preventDefault();
        form.requestSubmit(form.elements.save[0] ?? form.elements.save);
    } else if (field.tagName === "INPUT") {
        event.preventDefault();
        next(field)?.focus();
    }
});
