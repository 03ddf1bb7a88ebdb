'use strict';
/* What a source says: only the boxes of the chosen sort of claim are shown, and the keys stay where the work goes on. */
{
    const boxes = '.select2-selection, input:not([type=hidden]):not([type=radio]), select, textarea';

    const show = (form) => {
        const chosen = form.querySelector('input[name=sort]:checked');
        form.querySelectorAll('.says-panel').forEach((panel) => {
            panel.hidden = !chosen || panel.dataset.sort !== chosen.value;
        });
    };

    const start = (form) => {
        const wrong = form.querySelector('.says-rival, .errors');
        const filled = form.querySelector('[name=record]').value;
        const chosen = form.querySelector('input[name=sort]:checked');
        if (wrong) {
            (wrong.querySelector(`input[type=radio], ${boxes}`) || wrong).focus();
        } else if (filled && chosen) {
            chosen.focus();
        } else {
            form.querySelector('[name=locator]').focus();
        }
    };

    document.addEventListener('DOMContentLoaded', () => {
        const form = document.getElementById('says');
        form.querySelectorAll('input[name=sort]').forEach((radio) => radio.addEventListener('change', () => show(form)));
        form.addEventListener('keydown', (event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
                event.preventDefault();
                form.requestSubmit();
            }
        });
        show(form);
        start(form);
    });
}
