'use strict';
/* Citing: "@" offers sources, the comma offers places, "@@" cites again what was cited last. */
{
    const legajo = window.legajo;
    const FEW = 5;
    const REMEMBERED = 20;
    let asking = null;
    let timer = 0;

    const formOf = (box) => box.dataset.cites;
    const isBox = (target) => target instanceof Element && target.matches('[data-cites]:not(:disabled)');
    const nameOf = (box) => box.getAttribute('aria-label') || box.labels?.[0]?.textContent.trim().replace(/:$/, '') || '';

    /* -- what was cited last ------------------------------------------------------------------------ */

    const shelf = () => `legajo:cited:${legajo.desk().dataset.user}`;
    let fromServer = null;

    const cited = () => [...new Set([...(legajo.recall(shelf()) || []), ...(fromServer || [])])];

    const marksIn = (box) => legajo.marks.items(box.value, formOf(box)).map((item) => legajo.marks.bare(item.text));

    /* The citations that are new in a box become the last ones cited; the one at the caret is still being typed. */
    const remember = (box, {typing = false} = {}) => {
        const here = typing ? legajo.marks.itemAt(box.value, box.selectionStart, formOf(box)) : null;
        const skip = here ? legajo.marks.bare(here.text) : null;
        const known = box.citedBefore || [];
        const fresh = marksIn(box).filter((mark) => mark !== skip && mark.length > 1 && !known.includes(mark));
        if (fresh.length) {
            const others = (legajo.recall(shelf()) || []).filter((mark) => !fresh.includes(mark));
            legajo.keep(shelf(), [...fresh.reverse(), ...others].slice(0, REMEMBERED));
            box.citedBefore = [...known, ...fresh];
        }
    };

    const askLast = async () => {
        if (fromServer === null && cited().length < FEW) {
            fromServer = [];
            fromServer = (await ask('cited', {})).map((offer) => offer.id);
        }
        return cited();
    };

    /* -- asking the catalogue ------------------------------------------------------------------------ */

    const ask = async (what, query) => {
        asking?.abort();
        asking = new AbortController();
        const url = legajo.desk().dataset.suggest.replace('/cites/', `/${what}/`);
        try {
            const answer = await fetch(`${url}?${new URLSearchParams(query)}`, {signal: asking.signal, redirect: 'manual'});
            return answer.ok ? (await answer.json()).results : [];
        } catch {
            return [];
        }
    };

    const keysCited = () => [...new Set(cited().map((mark) => /^@([^\s,]+)/.exec(mark)?.[1]).filter(Boolean))];

    /* -- writing into a box --------------------------------------------------------------------------- */

    /* Through the browser's own command where it has one, so that what was written can be undone with Ctrl+Z. */
    const write = (box, start, end, text, from, to = from) => {
        box.focus();
        box.setSelectionRange(start, end);
        if (!document.execCommand('insertText', false, text) || box.value.slice(start, start + text.length) !== text) {
            box.setRangeText(text, start, end, 'end');
            box.dispatchEvent(new Event('input', {bubbles: true}));
        }
        box.setSelectionRange(from, to);
        told(box);
    };

    const insertKey = (box, start, key) => {
        const rest = /^[^\s@;,[\]]*/.exec(box.value.slice(box.selectionEnd))[0].length;
        const end = box.selectionEnd + rest;
        const brackets = legajo.marks.needsBrackets(box.value, start, formOf(box));
        const comma = !/^\s*,/.test(box.value.slice(end));
        const lead = gap(box, start, brackets);
        const text = `${lead}${brackets ? '[' : ''}@${key}${comma ? ', ' : ''}${brackets ? ']' : ''}`;
        write(box, start, end, text, start + text.length - (brackets ? 1 : 0));
        offer(box);
    };

    /* A mark of its own stands after a space, unless it opens the line. */
    const gap = (box, start, brackets) => (brackets && start > 0 && !/[\s([]/.test(box.value[start - 1]) ? ' ' : '');

    /* The whole citation, with its place selected: typing another place replaces it. */
    const insertMark = (box, start, end, mark) => {
        const brackets = legajo.marks.needsBrackets(box.value, start, formOf(box));
        const lead = gap(box, start, brackets);
        const plain = formOf(box) === 'one' ? '' : lead;
        const text = `${plain}${brackets ? '[' : ''}${mark}${brackets ? ']' : ''}`;
        const at = start + plain.length + (brackets ? 1 : 0);
        const place = /^@[^\s,]+,\s*/.exec(mark);
        const from = place ? at + place[0].length : at + mark.length;
        write(box, start, end, text, from, at + mark.length);
        /* What is selected is a place that was chosen already: no list over it. */
        legajo.list.close();
    };

    /* A new citation beside those that are there: in a row, after them. */
    const startOfNew = (box) => {
        if (formOf(box) === 'text') {
            return [box.selectionStart, box.selectionEnd, ''];
        }
        if (formOf(box) === 'one' || !box.value.trim()) {
            return [0, box.value.length, ''];
        }
        const closing = /\]\s*$/.exec(box.value);
        const at = closing ? closing.index : box.value.trimEnd().length;
        return [at, at, '; '];
    };

    const citeAgain = (box, mark) => {
        const [start, end, lead] = startOfNew(box);
        if (lead) {
            write(box, start, end, lead, start + lead.length);
        }
        insertMark(box, start + lead.length, end + lead.length, mark);
    };

    /* -- offering --------------------------------------------------------------------------------------- */

    const asLast = (mark) => ({sort: 'last', label: mark, note: legajo.say('last'), value: mark});
    const asSource = (each) => ({sort: 'source', label: `@${each.id}`, text: each.text, note: each.note, value: each.id});
    const asPlace = (each) => ({sort: 'place', label: each.text, note: each.note, value: each.id});
    const creating = () => ({sort: 'create', label: legajo.say('create'), note: legajo.say('create-note'), value: ''});

    const stillThere = (box, typed) => {
        const now = document.activeElement === box && legajo.marks.typedAt(box.value, box.selectionStart);
        return Boolean(now) && now.what === typed.what && now.term === typed.term && now.start === typed.start;
    };

    const offerSources = async (box, typed) => {
        const last = typed.term ? [] : (await askLast()).slice(0, FEW).map(asLast);
        const found = await ask('cites', {term: typed.term, recent: keysCited().join(',')});
        if (!stillThere(box, typed)) {
            return;
        }
        legajo.list.open(box, {
            label: legajo.say('sources'),
            options: [...last, ...found.map(asSource), creating()],
            at: typed.start,
            first: last.length > 0 || found.length > 0,
            onChoose: (option) => {
                if (option.sort === 'source') {
                    insertKey(box, typed.start, option.value);
                } else if (option.sort === 'last') {
                    insertMark(box, typed.start, box.selectionEnd, option.value);
                } else {
                    createSource(box, typed);
                }
            },
        });
    };

    const offerPlaces = async (box, typed) => {
        const found = await ask('places', {key: typed.key, term: typed.term});
        if (!stillThere(box, typed)) {
            return;
        }
        const options = found.filter((each) => each.id.trimEnd() !== typed.term.trimEnd()).map(asPlace);
        if (!options.length) {
            legajo.list.close();
            return;
        }
        legajo.list.open(box, {
            label: legajo.say('places'),
            options,
            at: typed.start,
            first: false,
            onChoose: (option) => {
                write(box, typed.start, box.selectionEnd, option.value, typed.start + option.value.length);
            },
        });
    };

    const offer = (box) => {
        clearTimeout(timer);
        const typed = box.selectionStart === box.selectionEnd && legajo.marks.typedAt(box.value, box.selectionStart);
        if (!typed) {
            legajo.list.close();
            return;
        }
        timer = setTimeout(() => (typed.what === 'key' ? offerSources : offerPlaces)(box, typed), 120);
    };

    /* "@@": the second sign asks for the last citation again. */
    const twice = async (box) => {
        const at = box.selectionStart;
        if (box.value.slice(at - 2, at) !== '@@') {
            return false;
        }
        box.setRangeText('', at - 1, at, 'end');
        remember(box, {typing: true});
        const [mark] = await askLast();
        if (mark) {
            insertMark(box, at - 2, at - 1, mark);
        } else {
            offer(box);
        }
        return true;
    };

    /* -- a source that is not there yet ------------------------------------------------------------------ */

    const createSource = (box, typed) => {
        const name = `cite_source_${Date.now()}`;
        const win = window.open(`${legajo.desk().dataset.addSource}?_popup=1`, name, 'popup,width=1000,height=800');
        if (!win) {
            return;
        }
        legajo.waiting = {name, box, start: typed.start, end: box.selectionEnd};
        win.addEventListener('load', () => {
            const key = win.document.getElementById('id_citekey');
            if (key && !key.value) {
                key.value = typed.term;
            }
        });
    };

    const dismiss = window.dismissAddRelatedObjectPopup;
    window.dismissAddRelatedObjectPopup = async (win, pk, words) => {
        const waiting = legajo.waiting;
        if (!waiting || win.name !== waiting.name) {
            dismiss?.(win, pk, words);
            return;
        }
        legajo.waiting = null;
        win.close();
        const [source] = await ask('cites', {pk});
        if (source) {
            waiting.box.focus();
            waiting.box.setSelectionRange(waiting.start, waiting.end);
            insertKey(waiting.box, waiting.start, source.id);
        }
    };

    /* -- the tools beside a box ---------------------------------------------------------------------------- */

    /* What the citation at the caret does to the claim, shown in the tools of its box. */
    const told = (box) => {
        const select = box.citeTools?.querySelector('select');
        if (select) {
            const item = legajo.marks.itemAt(box.value, box.selectionStart, formOf(box));
            select.hidden = !item;
            select.value = item ? legajo.marks.stanceOf(item.text) : 'supports';
        }
    };

    const changeStance = (box, stance) => {
        const item = legajo.marks.itemAt(box.value, box.selectionStart, formOf(box));
        if (item) {
            const text = legajo.marks.withStance(item.text, stance);
            const select = box.citeTools.querySelector('select');
            write(box, item.start, item.end, text, item.start + text.length);
            select.focus();
        }
    };

    const lastFive = async (box) => {
        remember(box);
        const options = (await askLast()).slice(0, FEW).map(asLast);
        box.focus();
        legajo.list.open(box, {
            label: legajo.say('last'),
            options,
            at: box.selectionStart,
            first: true,
            onChoose: (option) => citeAgain(box, option.value),
        });
    };

    const button = (words, help, work) => {
        /* The same is done in the box with "@" and "@@": the way with the tabulator key stays short. */
        const made = legajo.make('button', {type: 'button', title: help, 'aria-label': help, tabindex: '-1'}, words);
        made.addEventListener('click', work);
        return made;
    };

    const tools = (box) => {
        const parts = [
            button(formOf(box) === 'text' ? `@ ${legajo.say('cite')}` : '@', legajo.say('cite-help'), () => {
                const [start, end, lead] = startOfNew(box);
                write(box, start, end, `${lead || gap(box, start, true)}@`, start + (lead || gap(box, start, true)).length + 1);
                offer(box);
            }),
            button(legajo.say('again'), legajo.say('again-help'), async () => {
                remember(box);
                const [mark] = await askLast();
                if (mark) {
                    citeAgain(box, mark);
                }
            }),
            button('…', legajo.say('five'), () => lastFive(box)),
        ];
        if (formOf(box) !== 'one') {
            const options = ['supports', 'contradicts', 'mentions'].map((stance) => new Option(legajo.say(stance), stance));
            const select = legajo.make('select', {'aria-label': `${nameOf(box)}: ${legajo.say('stance')}`, title: legajo.say('stance')}, ...options);
            select.hidden = true;
            select.addEventListener('change', (event) => {
                event.stopPropagation();
                changeStance(box, select.value);
            });
            parts.push(select);
        }
        return legajo.make('div', {class: 'cite-tools', role: 'group', 'aria-label': `${legajo.say('tools')}: ${nameOf(box)}`}, ...parts);
    };

    const prepare = (part) => {
        part.querySelectorAll('[data-cites]').forEach((box) => {
            if (box.disabled || box.citeTools || (box.name || '').includes('__prefix__')) {
                return;
            }
            box.citedBefore = marksIn(box);
            box.setAttribute('autocomplete', 'off');
            box.setAttribute('aria-autocomplete', 'list');
            box.setAttribute('aria-haspopup', 'listbox');
            if (box.tagName === 'INPUT') {
                box.setAttribute('role', 'combobox');
                box.setAttribute('aria-expanded', 'false');
            }
            box.citeTools = tools(box);
            box.after(box.citeTools);
            told(box);
        });
    };

    document.addEventListener('DOMContentLoaded', () => legajo.desk() && prepare(document));
    document.addEventListener('row:added', (event) => prepare(event.target));
    document.addEventListener('input', async (event) => {
        if (isBox(event.target) && event.target === document.activeElement && !event.isComposing) {
            if (event.inputType !== 'insertText' || !(await twice(event.target))) {
                offer(event.target);
            }
            told(event.target);
        }
    });
    document.addEventListener('keydown', (event) => legajo.list.press(event), true);
    document.addEventListener('selectionchange', () => isBox(document.activeElement) && told(document.activeElement));
    document.addEventListener('click', (event) => isBox(event.target) && legajo.list.close());
    document.addEventListener('focusout', (event) => {
        const box = event.target;
        if (isBox(box)) {
            clearTimeout(timer);
            legajo.list.close();
            const tidied = legajo.marks.tidy(box.value, formOf(box));
            if (tidied !== box.value && !box.citeTools?.contains(event.relatedTarget)) {
                box.value = tidied;
                box.dispatchEvent(new Event('input', {bubbles: true}));
            }
            remember(box);
        }
    });
}
