// Saves the minutes while somebody types. Without it the button saves.
"use strict";
const form = document.querySelector("[data-minutes]");
const said = form.querySelector("[data-said]");
const compare = form.querySelector("[data-compare]");
const SOON = 5_000, AGAIN = 15_000;
// Browsers let no more than 64 KiB go out of a page that is closing.
const MOST_WHEN_LEAVING = 20_000;
// Every change counts one up: what was typed, what has arrived.
let typed = 0, saved = 0;
let timer = null, isBusy = false, isAside = false, isTrouble = false;

// A screen reader says it once, not every five seconds.
function say(words) {
    if (said.textContent !== words) said.textContent = words;
}

// Signing in anew in another window changes the token.
function renewToken() {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (cookie) form.elements.csrfmiddlewaretoken.value = cookie[1];
}

function saveIn(milliseconds) {
    timer ??= setTimeout(() => { timer = null; save(false); }, milliseconds);
}

async function save(isLeaving) {
    // What is on its way when the page closes may be broken off: it is sent once more, the server keeps it once.
    if (isAside || typed === saved || (isBusy && !isLeaving)) return;
    const turn = typed;
    isBusy = true;
    renewToken();
    try {
        take(await fetch(form.action, {
            method: "POST",
            body: new FormData(form),
            headers: { Accept: "application/json" },
            redirect: "manual",
            keepalive: isLeaving && form.elements.content.value.length < MOST_WHEN_LEAVING,
        }).then(read), turn);
    } catch {
        trouble(said.dataset.failed);
    }
    isBusy = false;
    if (typed > turn) saveIn(SOON);
}

// Sent to the sign-in, or without a valid token: signed out.
async function read(answer) {
    if (answer.type === "opaqueredirect" || answer.status === 403) return { isSignedOut: true };
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
}

function take(told, turn) {
    if (told.isSignedOut) return trouble(said.dataset.signedOut);
    if (told.refusal) { isTrouble = true; return say(told.refusal); }
    saved = turn;
    if (told.aside) {
        isAside = isTrouble = true;
        compare.querySelector("a").href = told.aside;
        compare.hidden = false;
        return say(said.dataset.aside);
    }
    isTrouble = false;
    form.elements.based_on.value = told.number;
    say(said.dataset.saved.replace("{time}", told.saved_at));
}

function trouble(words) {
    isTrouble = true;
    say(words);
    saveIn(AGAIN);
}

form.addEventListener("input", () => { typed += 1; saveIn(SOON); });
form.addEventListener("submit", () => { renewToken(); saved = typed; });
// Another tab, another page, a phone put away, the window closed.
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(true); });
// What could not be saved isn't left without being asked.
window.addEventListener("beforeunload", (event) => { if (isTrouble && typed !== saved) event.preventDefault(); });
