'use strict';
/* What is typed is kept in this browser until it is saved: a session that ends, a lamp that goes out, lose nothing. */
{
    const legajo = window.legajo;
    const DAYS = 30;
    const DELAY = 500;
    let form = null;
    let initial = '';
    let sending = false;
    let checking = false;
    let timer = 0;
    let word = '';

    const own = () => `legajo:typed:${legajo.desk().dataset.user}:${location.pathname}:`;

    const isKept = (control) =>
        control.name && !control.disabled && !['csrfmiddlewaretoken', 'draft'].includes(control.name) &&
        !['submit', 'button', 'file', 'image', 'reset'].includes(control.type);

    /* Every box with what it holds, in the order of the page; of a list also the words shown for what is chosen. */
    const typed = () => [...form.elements].filter(isKept).map((control) => {
        if (control.type === 'checkbox' || control.type === 'radio') {
            return [control.name, control.checked, control.value];
        }
        const shown = control.tagName === 'SELECT' ? control.selectedOptions[0]?.textContent || '' : '';
        return shown ? [control.name, control.value, shown] : [control.name, control.value];
    });

    const stored = () => Object.keys(localStorage).filter((key) => key.startsWith(own()))
        .map((key) => ({key, ...legajo.recall(key)}))
        .sort((one, other) => String(other.at).localeCompare(String(one.at)));

    const sweep = () => {
        const oldest = new Date(Date.now() - DAYS * 86400000).toISOString();
        const saved = legajo.desk().dataset.saved.split(' ');
        for (const key of Object.keys(localStorage).filter((each) => each.startsWith('legajo:typed:'))) {
            const kept = legajo.recall(key);
            if (!kept || kept.at < oldest || saved.includes(kept.word)) {
                localStorage.removeItem(key);
            }
        }
    };

    const isDirty = () => JSON.stringify(typed()) !== initial;

    const keep = (sent = false) => {
        if (isDirty()) {
            const at = new Date().toISOString();
            legajo.keep(own() + word, {at, word, sent, values: typed()});
        } else {
            localStorage.removeItem(own() + word);
        }
    };

    /* -- bringing it back ------------------------------------------------------------------------------------ */

    /* As many rows as there were: new ones are added, those that somebody else has added meanwhile give way. */
    const matchRows = (values) => {
        for (const [name, value] of values.filter(([each]) => each.endsWith('-TOTAL_FORMS'))) {
            const total = form.elements[name];
            const group = total?.closest('.rows');
            const prefix = name.slice(0, -'-TOTAL_FORMS'.length);
            while (group?.querySelector('template') && Number(total.value) < Number(value)) {
                legajo.addRow(group);
            }
            for (let index = Number(value); total && index < Number(total.value); index += 1) {
                document.getElementById(`${prefix}-${index}`)?.remove();
            }
        }
    };

    const put = (control, value, more) => {
        if (control.type === 'checkbox' || control.type === 'radio') {
            control.checked = value;
        } else if (control.tagName === 'SELECT') {
            if (![...control.options].some((option) => option.value === value)) {
                control.add(new Option(more || value, value));
            }
            control.value = value;
            django.jQuery(control).trigger('change');
        } else {
            control.value = value;
            if (control.dataset.cites) {
                control.dispatchEvent(new Event('input', {bubbles: true}));
            }
        }
    };

    /* An entry that stood as a line has a row now. */
    const dropLines = () => form.querySelectorAll('.resting li[data-uuid]').forEach((line) => {
        if ([...form.querySelectorAll('input[name$="-uuid"]')].some((input) => input.value === line.dataset.uuid)) {
            line.remove();
        }
    });

    const restore = ({values}) => {
        matchRows(values);
        for (const [name, value, more] of values) {
            const controls = [...document.getElementsByName(name)].filter((control) => control.form === form);
            const choice = controls.find((control) => control.value === more) || controls[0];
            const control = ['checkbox', 'radio'].includes(controls[0]?.type) ? choice : controls[0];
            if (control && !control.disabled) {
                put(control, value, more);
            }
        }
        dropLines();
        keep();
    };

    const offer = () => {
        const kept = stored().find((draft) => draft.word !== word);
        if (!kept) {
            return;
        }
        const day = new Date(kept.at);
        const today = day.toDateString() === new Date().toDateString();
        const time = today ? day.toLocaleTimeString(document.documentElement.lang, {hour: '2-digit', minute: '2-digit'})
            : day.toLocaleString(document.documentElement.lang, {dateStyle: 'medium', timeStyle: 'short'});
        const words = legajo.make('p', {role: 'status', tabindex: '-1'}, legajo.say('typed', {time}));
        const back = legajo.make('button', {type: 'button', class: 'button default'}, legajo.say('restore', {time}));
        const discard = legajo.make('button', {type: 'button', class: 'button'}, legajo.say('discard'));
        const banner = legajo.make('div', {id: 'kept-banner'}, words, back, discard);
        form.before(banner);
        back.addEventListener('click', () => {
            restore(kept);
            localStorage.removeItem(kept.key);
            words.textContent = legajo.say('restored');
            back.remove();
            discard.remove();
            words.focus();
        });
        discard.addEventListener('click', () => {
            localStorage.removeItem(kept.key);
            banner.remove();
            offer();
        });
    };

    /* -- sending it -------------------------------------------------------------------------------------------- */

    const send = (submitter) => {
        sending = true;
        clearTimeout(timer);
        keep(true);
        form.requestSubmit(submitter && submitter.form === form ? submitter : null);
    };

    const submitted = async (event) => {
        if (event.defaultPrevented || sending) {
            return;
        }
        event.preventDefault();
        if (checking) {
            return;
        }
        checking = true;
        keep();
        const status = await legajo.check();
        checking = false;
        if (status === 'here') {
            send(event.submitter);
        } else {
            legajo.waitForLogin(status, () => send(event.submitter));
        }
    };

    const start = () => {
        form = legajo.form();
        word = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
        form.append(legajo.make('input', {type: 'hidden', name: 'draft', value: word}));
        initial = JSON.stringify(typed());
        sweep();
        if ('sent' in legajo.desk().dataset) {
            /* The page shows what was sent and not saved: that is now what is kept. */
            stored().filter((draft) => draft.sent).forEach((draft) => localStorage.removeItem(draft.key));
            initial = '';
            keep();
        } else {
            offer();
        }
        const soon = () => {
            clearTimeout(timer);
            timer = setTimeout(keep, DELAY);
        };
        form.addEventListener('input', soon);
        /* Lists made searchable tell their changes through jQuery alone. */
        django.jQuery(form).on('change', soon);
        form.addEventListener('row:added', soon);
        form.addEventListener('submit', submitted);
        window.addEventListener('pagehide', () => !sending && keep());
        window.addEventListener('pageshow', (event) => {
            /* Back from the next page: what is shown was sent, and may be sent again. */
            sending = event.persisted ? false : sending;
        });
        window.addEventListener('beforeunload', (event) => {
            if (!sending && isDirty()) {
                event.preventDefault();
                event.returnValue = '';
            }
        });
    };

    document.addEventListener('DOMContentLoaded', () => {
        if (legajo.desk() && legajo.form()?.querySelector('[type=submit]')) {
            start();
        }
    });
}
