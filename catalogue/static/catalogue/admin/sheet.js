'use strict';
/* What makes the rows of a sheet comfortable; without it every box is a plain input and still works. */
{
    const $ = django.jQuery;

    const labelOf = (box) => box.getAttribute('aria-label') || (box.labels && box.labels[0] ? box.labels[0].textContent : '');

    /* Select2 hides the box that carries the label: say it on what takes the focus instead. */
    const speak = (select, label) => {
        const shown = $(select).data('select2').$selection[0];
        const named = document.createElement('span');
        named.className = 'visually-hidden';
        named.id = `${select.id}-name`;
        named.textContent = label;
        shown.parentElement.append(named);
        /* What is chosen is text that belongs to the name, not an empty text box of its own. */
        const chosen = shown.querySelector('.select2-selection__rendered');
        chosen.removeAttribute('role');
        chosen.removeAttribute('aria-readonly');
        shown.setAttribute('aria-labelledby', `${named.id} ${shown.getAttribute('aria-labelledby')}`);
        $(select).on('select2:open', () => {
            const search = document.querySelector('.select2-container--open .select2-search__field');
            if (search) {
                search.setAttribute('aria-label', label);
                search.focus();
            }
        });
    };

    const searchTerms = (select) => {
        if (select.name.includes('__prefix__') || $(select).data('select2')) {
            return;
        }
        const label = labelOf(select);
        $(select).select2({theme: 'admin-autocomplete', width: '100%', placeholder: '', allowClear: !select.required});
        speak(select, label);
    };

    /* The value that a search depends on: the property of the same row, or a field of the head. */
    const dependedOn = (box, name) => {
        const prefix = box.name.includes('-') ? box.name.slice(0, box.name.lastIndexOf('-') + 1) : '';
        const other = document.getElementsByName(prefix + name)[0];
        return other ? other.value : '';
    };

    const searchRecords = (input) => {
        if (input.name.includes('__prefix__') || input.disabled) {
            return;
        }
        const label = labelOf(input);
        const select = document.createElement('select');
        for (const name of ['id', 'name', 'required', 'aria-invalid', 'aria-describedby']) {
            if (input.hasAttribute(name)) {
                select.setAttribute(name, input.getAttribute(name));
            }
        }
        select.setAttribute('aria-label', label);
        select.add(new Option('', ''));
        if (input.value) {
            select.add(new Option(input.dataset.shown || input.value, input.value, true, true));
        }
        const {url, kinds, scheme, depends} = input.dataset;
        input.replaceWith(select);
        $(select).select2({
            theme: 'admin-autocomplete',
            width: '100%',
            placeholder: '',
            allowClear: true,
            ajax: {
                url,
                delay: 200,
                data: (params) => ({
                    term: params.term || '',
                    page: params.page || 1,
                    kinds: kinds || '',
                    scheme: scheme || (depends === 'scheme' ? dependedOn(select, depends) : ''),
                    relation: depends === 'type' ? dependedOn(select, depends) : '',
                    property: depends === 'property' ? dependedOn(select, depends) : '',
                }),
            },
        });
        speak(select, label);
    };

    /* A date typed in words shows the EDTF that it means before it is saved. */
    const understand = async (input) => {
        let told = input.parentElement.querySelector('.understood');
        if (!told) {
            told = document.createElement('span');
            told.className = 'understood';
            told.setAttribute('aria-live', 'polite');
            input.after(told);
        }
        if (!input.value.trim()) {
            told.textContent = '';
            return;
        }
        const calendar = document.getElementsByName('date_calendar')[0];
        const query = new URLSearchParams({date: input.value, calendar: calendar ? calendar.value : ''});
        const answer = await fetch(`${document.querySelector('[data-understand]').dataset.understand}?${query}`);
        if (answer.ok) {
            const date = await answer.json();
            told.textContent = date.error || (date.edtf === input.value.trim() ? date.words : `${date.edtf}: ${date.words}`);
            told.classList.toggle('refused', Boolean(date.error));
        }
    };

    const prepare = (part) => {
        part.querySelectorAll('select.searchable').forEach(searchTerms);
        part.querySelectorAll('input.reference').forEach(searchRecords);
        part.querySelectorAll('input[name="date"], input[name$="-date"], input[name="issued"]').forEach((input) => {
            input.addEventListener('change', () => understand(input));
        });
    };

    const addRow = (group) => {
        const total = group.querySelector('input[name$="-TOTAL_FORMS"]');
        const index = Number(total.value);
        const html = group.querySelector('template').innerHTML;
        const body = group.querySelector('.rows-body');
        const holder = document.createElement(body.tagName === 'TBODY' ? 'tbody' : 'div');
        holder.innerHTML = html.replaceAll('__prefix__', index).replaceAll('__number__', index + 1);
        const row = holder.firstElementChild;
        body.append(row);
        total.value = index + 1;
        row.dispatchEvent(new CustomEvent('row:added', {bubbles: true}));
        const first = row.querySelector('.select2-selection, input:not([type=hidden]), select, textarea');
        if (first) {
            first.focus();
        }
    };

    document.addEventListener('row:added', (event) => prepare(event.target));

    window.legajo = {addRow};

    document.addEventListener('DOMContentLoaded', () => {
        prepare(document);
        document.querySelectorAll('.rows').forEach((group) => {
            const button = group.querySelector('button.addlink');
            if (button) {
                button.hidden = false;
                button.addEventListener('click', () => addRow(group));
            }
        });
    });
}
