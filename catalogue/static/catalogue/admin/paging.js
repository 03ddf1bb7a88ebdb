'use strict';
/* Long lists: a line becomes a form in its page, and a box finds rows by their words. Without scripts the same
   buttons send the page, which comes back with the forms and all that was typed. */
{
    const group = (button) => button.closest('.rows');

    const wordsOf = (row) => {
        const shown = [...row.querySelectorAll('input:not([type=hidden]), textarea')].map((box) => box.value);
        const chosen = [...row.querySelectorAll('select')].map((box) => (box.selectedOptions[0] || {}).textContent || '');
        return [...shown, ...chosen, row.textContent].join(' ');
    };

    const fold = (words) => words.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();

    const open = async (button, lines) => {
        const rows = group(button);
        const body = rows.querySelector('.rows-body');
        const total = rows.querySelector('input[name$="-TOTAL_FORMS"]');
        const query = new URLSearchParams(location.search);
        query.set('list', rows.dataset.prefix);
        query.set('start', total.value);
        lines.forEach((line) => query.append('uuid', line.dataset.uuid));
        const answer = await fetch(`${button.closest('.resting-rows').dataset.url}?${query}`, {credentials: 'same-origin'});
        if (!answer.ok || answer.redirected) {
            return false;
        }
        const holder = document.createElement(body.tagName === 'TBODY' ? 'tbody' : 'div');
        holder.innerHTML = await answer.text();
        const added = [...holder.children];
        total.value = Number(total.value) + added.length;
        body.append(...added);
        lines.forEach((line) => line.remove());
        added.forEach((row) => row.dispatchEvent(new CustomEvent('row:added', {bubbles: true})));
        if (!rows.querySelector('.resting li')) {
            rows.querySelector('.resting-rows').remove();
        }
        const first = added[0] && added[0].querySelector('.select2-selection, input:not([type=hidden]), select, textarea');
        if (first) {
            first.focus();
        }
        return true;
    };

    const press = async (event) => {
        const button = event.target.closest('button[name="_open"]');
        if (!button || button.dataset.plain) {
            return;
        }
        const line = button.closest('li');
        const all = [...group(button).querySelectorAll('.resting li:not([hidden])')];
        event.preventDefault();
        button.disabled = true;
        const done = await open(button, line ? [line] : all.slice(0, 20)).catch(() => false);
        button.disabled = false;
        if (!done) {
            /* The page itself is sent instead: what was typed comes back with it. */
            button.dataset.plain = 'yes';
            button.click();
        }
    };

    const find = (box) => {
        const words = fold(box.value).split(/\s+/).filter(Boolean);
        const rows = group(box).querySelectorAll('.rows-body > :not(.new-row), .resting > li');
        let found = 0;
        rows.forEach((row) => {
            const text = words.length ? fold(wordsOf(row)) : '';
            row.hidden = !words.every((word) => text.includes(word));
            found += row.hidden ? 0 : 1;
        });
        const told = box.closest('.find-row').querySelector('output');
        told.textContent = words.length ? told.dataset.words.replace('{found}', found).replace('{all}', rows.length) : '';
    };

    document.addEventListener('DOMContentLoaded', () => {
        document.addEventListener('click', press);
        document.querySelectorAll('.find-row').forEach((part) => {
            part.hidden = false;
            const box = part.querySelector('input');
            box.addEventListener('input', () => find(box));
            box.addEventListener('keydown', (event) => {
                if (event.key === 'Enter') {
                    event.preventDefault();
                }
            });
        });
    });
}
