'use strict';
/* Citation marks as text: where the caret stands in one, and how one is written. Nothing here touches the page. */
{
    const SEPARATOR = /\{(?:[^\\}]|\\.)*\}|[[\];]|\n[ \t\r]*\n/g;
    const STANCE = /^(\s*)(?:(contra)|(cf\.?|see|v[eé]ase|vezi))\s+(?=@)/i;
    const KEY_TYPED = /(?:^|[\s[;(])@([^\s@;,[\]]*)$/;
    const PLACE_TYPED = /@([^\s@;,[\]]+),([^;[\]@]*)$/;
    const WRITTEN = {supports: '', contradicts: 'contra ', mentions: 'cf. '};

    /* The citations of a text with their places: in a narrative those between brackets, in a row all. */
    const items = (text, form) => {
        const found = [];
        let start = 0;
        let depth = 0;
        const take = (end) => {
            if ((form !== 'text' || depth > 0) && text.slice(start, end).includes('@')) {
                found.push({start, end, text: text.slice(start, end)});
            }
        };
        for (const separator of text.matchAll(SEPARATOR)) {
            const sign = separator[0];
            if (sign.startsWith('{')) {
                continue;
            }
            take(separator.index);
            if (sign === '[' && text[separator.index - 1] !== '\\') {
                depth = 1;
            } else if (sign !== ';') {
                depth = 0;
            }
            start = separator.index + sign.length;
        }
        depth = form === 'text' ? depth : 1;
        take(text.length);
        return found;
    };

    /* The citation at the caret; in a row, whose text is nothing but citations, else the nearest one. */
    const itemAt = (text, caret, form) => {
        const away = (item) => Math.max(item.start - caret, caret - item.end, 0);
        const [nearest] = items(text, form).sort((one, other) => away(one) - away(other));
        return nearest && (form !== 'text' || away(nearest) === 0) ? nearest : undefined;
    };

    const stanceOf = (item) => {
        const found = STANCE.exec(item);
        return found ? (found[2] ? 'contradicts' : 'mentions') : 'supports';
    };

    /* A citation without what it does to the claim: "@banu-2004, p. 28". */
    const bare = (item) => item.replace(STANCE, '').trim().replace(/,$/, '');

    const withStance = (item, stance) => {
        const space = /^\s*/.exec(item)[0];
        return space + WRITTEN[stance] + item.replace(STANCE, '').trimStart();
    };

    /* What is being typed at the caret: a key, a place after its comma, or nothing that can be completed. */
    const typedAt = (text, caret) => {
        const before = text.slice(0, caret);
        const key = KEY_TYPED.exec(before);
        if (key) {
            return {what: 'key', term: key[1], start: caret - key[1].length - 1};
        }
        const place = PLACE_TYPED.exec(before);
        if (place && !/(?:^|\s)via\s/.test(place[2])) {
            const typed = place[2].trimStart();
            return {what: 'place', key: place[1], term: typed, start: caret - typed.length};
        }
        return null;
    };

    /* Whether a citation at this place needs brackets of its own. */
    const needsBrackets = (text, at, form) => {
        if (form === 'one') {
            return false;
        }
        const paragraph = text.slice(0, at).split(/\n[ \t\r]*\n/).pop();
        const open = paragraph.lastIndexOf('[') > paragraph.lastIndexOf(']');
        return !open && (form === 'text' || !text.slice(0, at).replace(/\[[^\]]*\]/g, '').includes('@'));
    };

    /* A comma after which no place was typed: the source is cited as a whole. */
    const tidy = (text, form) => {
        const end = form === 'text' ? '(?=[\\];])' : '(?=[\\];]|\\s*$)';
        return text.replace(new RegExp(`(@[^\\s@;,[\\]]+),[ \\t]*${end}`, 'g'), '$1');
    };

    window.legajo.marks = {items, itemAt, stanceOf, bare, withStance, typedAt, needsBrackets, tidy};
}
