'use strict';
/* Who is at work. A session that has ended is noticed before anything is sent, and the page waits for a new one. */
{
    const legajo = window.legajo;

    legajo.desk = () => document.getElementById('desk');
    legajo.form = () => legajo.desk().closest('form');

    /* A sentence of the page's language, with its blanks filled. */
    legajo.say = (name, blanks = {}) => {
        const sentence = legajo.desk().getAttribute(`data-say-${name}`) || '';
        return Object.entries(blanks).reduce((said, [key, value]) => said.replaceAll(`{${key}}`, value), sentence);
    };

    legajo.make = (tag, attributes = {}, ...inside) => {
        const made = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) {
            made.setAttribute(name, value);
        }
        made.append(...inside);
        return made;
    };

    /* Where nothing can be kept (a private window that forbids it), the page works all the same. */
    legajo.recall = (key) => {
        try {
            return JSON.parse(localStorage.getItem(key));
        } catch {
            return null;
        }
    };
    legajo.keep = (key, value) => {
        try {
            localStorage.setItem(key, JSON.stringify(value));
            return true;
        } catch {
            return false;
        }
    };

    const tokens = () => document.querySelectorAll('input[name="csrfmiddlewaretoken"]');

    /* 'here', 'ended', 'other' (another account) or 'offline'; the form gets the token of the present session. */
    legajo.check = async () => {
        try {
            const answer = await fetch(legajo.desk().dataset.atWork, {redirect: 'manual', cache: 'no-store'});
            if (answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 403) {
                return 'ended';
            }
            if (!answer.ok) {
                return 'offline';
            }
            const {user, token} = await answer.json();
            tokens().forEach((input) => {
                input.value = token;
            });
            return user === legajo.desk().dataset.user ? 'here' : 'other';
        } catch {
            return 'offline';
        }
    };

    /* Posts small things (previews); a token that a new login has changed is renewed once. */
    legajo.post = async (url, values, signal) => {
        const send = () => {
            const body = new URLSearchParams({...values, csrfmiddlewaretoken: legajo.form().elements.csrfmiddlewaretoken.value});
            return fetch(url, {method: 'POST', body, signal, redirect: 'manual'});
        };
        const answer = await send();
        if (answer.status === 403 && (await legajo.check()) === 'here') {
            return send();
        }
        return answer;
    };

    let dialog = null;

    const build = () => {
        const title = legajo.make('h2', {id: 'session-title'}, legajo.say('over-title'));
        const words = legajo.make('p', {id: 'session-words', role: 'status'});
        const logIn = legajo.make('button', {type: 'button', class: 'button default'}, legajo.say('log-in'));
        const goOn = legajo.make('button', {type: 'button', class: 'button'}, legajo.say('go-on'));
        const stay = legajo.make('button', {type: 'button', class: 'button'}, legajo.say('stay'));
        const made = legajo.make(
            'dialog',
            {id: 'session-dialog', 'aria-labelledby': 'session-title', 'aria-describedby': 'session-words'},
            title, words, legajo.make('p', {class: 'session-buttons'}, logIn, goOn, stay),
        );
        document.body.append(made);
        const again = async () => {
            const status = await legajo.check();
            if (status === 'here' && made.open) {
                made.close();
                made.onBack();
            } else {
                words.textContent = legajo.say(status === 'ended' ? 'over' : status);
            }
        };
        logIn.addEventListener('click', () => window.open(legajo.desk().dataset.login, 'legajo-login', 'popup,width=620,height=640'));
        goOn.addEventListener('click', again);
        stay.addEventListener('click', () => made.close());
        window.addEventListener('focus', () => made.open && again());
        if ('BroadcastChannel' in window) {
            new BroadcastChannel('legajo-session').addEventListener('message', () => made.open && again());
        }
        made.words = words;
        return made;
    };

    /* Asks to log in again, and does what was to be done when that has happened. */
    legajo.waitForLogin = (status, onBack) => {
        dialog = dialog || build();
        dialog.onBack = onBack;
        dialog.words.textContent = legajo.say(status === 'ended' ? 'over' : status === 'other' ? 'other' : 'offline');
        if (!dialog.open) {
            dialog.showModal();
        }
    };
}
