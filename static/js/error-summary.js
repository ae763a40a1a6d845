// After a refused form, begin at the list of what is missing.
document.querySelector("[data-error-summary]")?.focus();
