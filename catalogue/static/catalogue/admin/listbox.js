'use strict';
/* One list of suggestions for the box in which somebody types: the focus stays in the box (ARIA combobox). */
{
    const legajo = window.legajo;
    const COPIED = [
        'boxSizing', 'width', 'paddingTop', 'paddingRight', 'paddingBottom', 'paddingLeft', 'borderTopWidth',
        'borderRightWidth', 'borderBottomWidth', 'borderLeftWidth', 'fontFamily', 'fontSize', 'fontWeight', 'fontStyle',
        'letterSpacing', 'lineHeight', 'textTransform', 'wordSpacing', 'tabSize',
    ];
    let panel = null;
    let list = null;
    let told = null;
    let shown = null;

    /* Where in the window a character of a box stands: measured in a copy of the box that nobody sees. */
    const placeOf = (box, index) => {
        const style = getComputedStyle(box);
        const copy = legajo.make('div', {class: 'caret-copy', 'aria-hidden': 'true'});
        COPIED.forEach((name) => {
            copy.style[name] = style[name];
        });
        copy.style.whiteSpace = box.tagName === 'TEXTAREA' ? 'pre-wrap' : 'pre';
        const caret = legajo.make('span', {}, box.value.slice(index) || '.');
        copy.append(box.value.slice(0, index), caret);
        document.body.append(copy);
        const bounds = box.getBoundingClientRect();
        const line = parseFloat(style.lineHeight) || parseFloat(style.fontSize) * 1.4;
        const top = bounds.top + caret.offsetTop - box.scrollTop;
        const left = bounds.left + caret.offsetLeft - box.scrollLeft;
        copy.remove();
        return {
            left: Math.min(Math.max(left, bounds.left), bounds.right - 20),
            top: Math.min(Math.max(top, bounds.top), bounds.bottom - line),
            line,
        };
    };

    const build = () => {
        list = legajo.make('ul', {id: 'cite-list', role: 'listbox', tabindex: '0'});
        told = legajo.make('div', {class: 'visually-hidden', role: 'status', 'aria-live': 'polite', id: 'cite-told'});
        panel = legajo.make('div', {id: 'cite-panel', hidden: ''}, list);
        (document.getElementById('content') || document.body).append(panel, told);
        /* The press would take the focus from the box before the click chooses. */
        panel.addEventListener('mousedown', (event) => event.preventDefault());
        list.addEventListener('click', (event) => {
            const option = event.target.closest('[role=option]');
            if (option && shown) {
                choose(Number(option.dataset.place));
            }
        });
    };

    const draw = (options) => {
        list.replaceChildren(...options.map((option, place) => {
            const item = legajo.make('li', {
                id: `cite-option-${place}`, role: 'option', 'aria-selected': 'false', 'data-place': place,
                class: `offer-${option.sort}`,
            }, legajo.make('span', {class: 'offer-id'}, option.label));
            if (option.text) {
                item.append(' ', legajo.make('span', {class: 'offer-text'}, option.text));
            }
            if (option.note) {
                item.append(' ', legajo.make('span', {class: 'offer-note'}, option.note));
            }
            return item;
        }));
    };

    const stand = () => {
        const {left, top, line} = placeOf(shown.box, shown.at);
        const width = Math.min(460, window.innerWidth - 16);
        panel.style.width = `${width}px`;
        panel.style.left = `${Math.max(8, Math.min(left, window.innerWidth - width - 8))}px`;
        const below = window.innerHeight - top - line - 12;
        const above = top - 12;
        const room = below < 220 && above > below ? above : below;
        list.style.maxHeight = `${Math.max(90, Math.min(330, room))}px`;
        panel.style.top = room === below ? `${top + line + 4}px` : '';
        panel.style.bottom = room === below ? '' : `${window.innerHeight - top + 4}px`;
    };

    const activate = (place) => {
        list.querySelector('[aria-selected=true]')?.setAttribute('aria-selected', 'false');
        shown.active = place;
        const option = list.children[place];
        if (option) {
            option.setAttribute('aria-selected', 'true');
            option.scrollIntoView({block: 'nearest'});
            shown.box.setAttribute('aria-activedescendant', option.id);
        } else {
            shown.box.removeAttribute('aria-activedescendant');
        }
    };

    const choose = (place) => {
        const {options, onChoose} = shown;
        close();
        onChoose(options[place]);
    };

    const close = () => {
        if (!shown) {
            return;
        }
        const {box} = shown;
        shown = null;
        panel.hidden = true;
        told.textContent = '';
        ['aria-activedescendant', 'aria-controls'].forEach((name) => box.removeAttribute(name));
        if (box.tagName === 'INPUT') {
            box.setAttribute('aria-expanded', 'false');
        }
    };

    /* Shows the options at a character of the box; the first is chosen beforehand where `first` says so. */
    const open = (box, {label, options, at, first, onChoose}) => {
        if (!panel) {
            build();
        }
        if (shown && shown.box !== box) {
            close();
        }
        shown = {box, options, at, onChoose, active: -1};
        draw(options);
        list.setAttribute('aria-label', label);
        panel.hidden = !options.length;
        told.textContent = options.length ? legajo.say('count', {n: options.length}) : legajo.say('none');
        if (!options.length) {
            close();
            return;
        }
        box.setAttribute('aria-controls', 'cite-list');
        if (box.tagName === 'INPUT') {
            box.setAttribute('aria-expanded', 'true');
        }
        stand();
        activate(first ? 0 : -1);
    };

    /* Whether a key was meant for the list. */
    const press = (event) => {
        if (!shown || event.target !== shown.box || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) {
            return false;
        }
        const count = shown.options.length;
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            const step = event.key === 'ArrowDown' ? 1 : -1;
            activate(shown.active < 0 ? (step > 0 ? 0 : count - 1) : (shown.active + step + count) % count);
        } else if ((event.key === 'Enter' || event.key === 'Tab') && shown.active >= 0 && !event.shiftKey) {
            choose(shown.active);
        } else if (event.key === 'Escape') {
            close();
        } else {
            return false;
        }
        event.preventDefault();
        event.stopPropagation();
        return true;
    };

    legajo.list = {open, close, press, isOpen: (box) => Boolean(shown) && (!box || shown.box === box)};
    window.addEventListener('scroll', (event) => {
        if (shown && event.target !== list) {
            stand();
        }
    }, {capture: true, passive: true});
    window.addEventListener('resize', () => shown && stand());
}
