'use strict';
/* Finding and ticking claims; without scripts each is ticked by itself. */
{
    const fold = (words) => words.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();

    document.addEventListener('DOMContentLoaded', () => {
        const form = document.getElementById('cite-many');
        const tools = form.querySelector('.cite-many-tools');
        const lines = [...form.querySelectorAll('.cite-claims > li')];
        const told = tools.querySelector('output');
        const box = tools.querySelector('input');

        const count = () => {
            const ticked = form.querySelectorAll('input[name=claims]:checked').length;
            told.textContent = told.dataset.words.replace('{found}', ticked);
        };

        box.addEventListener('input', () => {
            const words = fold(box.value).split(/\s+/).filter(Boolean);
            lines.forEach((line) => {
                const text = words.length ? fold(line.textContent) : '';
                line.hidden = !words.every((word) => text.includes(word));
            });
        });
        box.addEventListener('keydown', (event) => {
            if (event.key === 'Enter') {
                event.preventDefault();
            }
        });
        tools.querySelector('.tick-all').addEventListener('click', () => {
            lines.filter((line) => !line.hidden).forEach((line) => {
                line.querySelector('input[name=claims]').checked = true;
            });
            count();
        });
        form.addEventListener('change', count);
        tools.hidden = !lines.length;
        count();
        form.querySelector('[name=marks]').focus();
    });
}
