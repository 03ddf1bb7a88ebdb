'use strict';
/* The text as readers will see it, beside the box in which it is written, with its notes and what is wrong. */
{
    const legajo = window.legajo;
    const DELAY = 400;

    const isBox = (target) => target instanceof Element && target.matches('[data-cites="text"], [data-cites="row"]') && !target.disabled;

    /* The claim whose text it is: its notes that lose their mark are told. */
    const claimOf = (box) => {
        const prefix = box.name.includes('-') ? box.name.slice(0, box.name.lastIndexOf('-') + 1) : '';
        return prefix ? document.getElementsByName(`${prefix}uuid`)[0]?.value || '' : legajo.desk().dataset.claim;
    };

    const placeFor = (box) => {
        if (!box.previewPlace) {
            const whole = box.dataset.cites === 'text';
            const name = box.getAttribute('aria-label') || box.labels?.[0]?.textContent.trim() || '';
            const inside = legajo.make('div', {class: 'preview-inside'});
            box.previewPlace = legajo.make('div', {class: whole ? 'preview' : 'preview compact', role: 'region', 'aria-label': `${legajo.say('preview')}: ${name}`});
            if (whole) {
                box.previewPlace.append(legajo.make('p', {class: 'preview-title'}, legajo.say('preview')));
                inside.append(legajo.make('p', {class: 'preview-empty'}, legajo.say('empty')));
                box.parentElement.classList.add('with-preview');
            }
            box.previewPlace.append(inside);
            box.previewPlace.addEventListener('click', (event) => toLine(box, event));
            (box.citeTools || box).after(box.previewPlace);
        }
        return box.previewPlace.querySelector('.preview-inside');
    };

    const toLine = (box, event) => {
        const button = event.target.closest('.to-line');
        if (button) {
            const lines = box.value.split('\n').slice(0, Number(button.dataset.line) - 1);
            const start = lines.reduce((sum, line) => sum + line.length + 1, 0);
            const end = box.value.indexOf('\n', start);
            box.focus();
            box.setSelectionRange(start, end < 0 ? box.value.length : end);
        }
    };

    const show = async (box) => {
        const place = placeFor(box);
        box.previewing?.abort();
        if (!box.value.trim() && !claimOf(box)) {
            place.replaceChildren();
            return;
        }
        box.previewing = new AbortController();
        const {signal} = box.previewing;
        const values = {text: box.value, form: box.dataset.cites, claim: claimOf(box) || '', prefix: `${box.id}-`};
        try {
            const answer = await legajo.post(legajo.desk().dataset.preview, values, signal);
            if (answer.ok && !signal.aborted) {
                place.innerHTML = await answer.text();
                place.classList.toggle('failing', Boolean(place.querySelector('.refused')));
            }
        } catch {
            /* Typing goes on, or the catalogue cannot be reached: what was shown last stays. */
        }
    };

    const soon = (box) => {
        clearTimeout(box.previewSoon);
        box.previewSoon = setTimeout(() => show(box), DELAY);
    };

    document.addEventListener('input', (event) => isBox(event.target) && soon(event.target));
    document.addEventListener('focusin', (event) => {
        if (isBox(event.target) && !event.target.previewPlace && event.target.value.trim()) {
            show(event.target);
        }
    });
    document.addEventListener('row:added', (event) => event.target.querySelectorAll('[data-cites="text"]').forEach(placeFor));
    document.addEventListener('DOMContentLoaded', () => {
        document.querySelectorAll('.preview-sent').forEach((sent) => sent.remove());
        document.querySelectorAll('[data-cites="text"]').forEach((box) => {
            if (isBox(box)) {
                placeFor(box);
                if (box.value.trim()) {
                    show(box);
                }
            }
        });
    });
}
