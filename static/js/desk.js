// The pickers of Django's admin (Select2) leave their search fields without a name: they get the name of their field.
"use strict";
function nameSearchField(select, field) {
    const label = document.querySelector(`label[for="${select.id}"]`);
    if (label && field) field.setAttribute("aria-label", label.textContent.replace(":", "").trim());
}
// After the page has loaded and after all that waits for jQuery, so after Select2.
window.addEventListener("load", () => django.jQuery(() => {
    for (const select of document.querySelectorAll("select.admin-autocomplete")) {
        nameSearchField(select, select.parentElement.querySelector(".select2-search__field"));
    }
    django.jQuery(document).on("select2:open", (event) => {
        nameSearchField(event.target, document.querySelector(".select2-dropdown .select2-search__field"));
    });
}));
