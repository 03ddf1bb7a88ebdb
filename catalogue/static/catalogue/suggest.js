/* Suggestions under a search box: the combobox pattern of ARIA 1.2. Without this script the box is a plain search. */
(() => {
  "use strict";

  const PAUSE = 120;
  const SHORTEST = 2;

  class Combobox {
    constructor(input, number) {
      this.input = input;
      this.options = [];
      this.active = -1;
      this.list = document.createElement("ul");
      this.list.id = `suggestions-${number}`;
      this.list.className = "suggestions";
      this.list.hidden = true;
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", input.dataset.suggestions);
      this.status = document.createElement("p");
      this.status.className = "unseen";
      this.status.setAttribute("role", "status");
      // A search field may not play a combobox, and its own cross to clear it would need no script.
      input.type = "text";
      input.setAttribute("enterkeyhint", "search");
      input.setAttribute("role", "combobox");
      input.setAttribute("aria-autocomplete", "list");
      input.setAttribute("aria-expanded", "false");
      input.setAttribute("aria-controls", this.list.id);
      const place = document.createElement("span");
      place.className = "combobox";
      input.replaceWith(place);
      place.append(input, this.list, this.status);
      input.addEventListener("input", () => this.wait());
      input.addEventListener("keydown", (event) => this.press(event));
      input.addEventListener("blur", () => this.close());
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => this.click(event));
    }

    wait() {
      clearTimeout(this.timer);
      this.request?.abort();
      const words = this.input.value.trim();
      if (words.length < SHORTEST) {
        this.close();
      } else {
        this.timer = setTimeout(() => this.ask(words), PAUSE);
      }
    }

    async ask(words) {
      const request = new AbortController();
      this.request = request;
      const address = new URL(this.input.dataset.suggest, document.baseURI);
      address.searchParams.set("q", words);
      try {
        const answer = await fetch(address, { signal: request.signal, headers: { Accept: "application/json" } });
        const found = answer.ok ? (await answer.json()).results : [];
        if (request === this.request && document.activeElement === this.input) this.show(found);
      } catch (error) {
        // No suggestions, then: the box itself still searches.
        if (error.name !== "AbortError") this.close();
      }
    }

    show(found) {
      this.options = found.map((each, place) => this.option(each, place));
      this.list.replaceChildren(...this.options);
      this.activate(-1);
      const open = this.options.length > 0;
      this.list.hidden = !open;
      this.input.setAttribute("aria-expanded", String(open));
      this.status.textContent = `${this.input.dataset.suggestions}: ${this.options.length}`;
    }

    option(found, place) {
      const option = document.createElement("li");
      option.id = `${this.list.id}-${place}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.url = found.page_url;
      const title = document.createElement("span");
      title.textContent = found.title;
      option.append(title);
      const aside = [found.name !== found.title ? found.name : "", kindName(found.kind)];
      const words = aside.filter(Boolean).join(" · ");
      if (words) {
        const rest = document.createElement("span");
        rest.className = "aside";
        rest.textContent = words;
        option.append(" ", rest);
      }
      return option;
    }

    activate(place) {
      this.options[this.active]?.setAttribute("aria-selected", "false");
      this.active = place;
      const option = this.options[place];
      if (option) {
        option.setAttribute("aria-selected", "true");
        option.scrollIntoView({ block: "nearest" });
        this.input.setAttribute("aria-activedescendant", option.id);
      } else {
        this.input.removeAttribute("aria-activedescendant");
      }
    }

    close() {
      clearTimeout(this.timer);
      this.request?.abort();
      this.options = [];
      this.list.hidden = true;
      this.list.replaceChildren();
      this.status.textContent = "";
      this.input.setAttribute("aria-expanded", "false");
      this.activate(-1);
    }

    press(event) {
      const last = this.options.length - 1;
      if (event.isComposing || last < 0) return;
      const step = { ArrowDown: this.active === last ? -1 : this.active + 1, ArrowUp: this.active < 0 ? last : this.active - 1 };
      if (event.key in step) {
        event.preventDefault();
        this.activate(step[event.key]);
      } else if (event.key === "Escape") {
        event.preventDefault();
        this.close();
      } else if (event.key === "Enter" && this.options[this.active]) {
        event.preventDefault();
        this.go(this.options[this.active]);
      }
    }

    click(event) {
      const option = event.target.closest("[role=option]");
      if (option) this.go(option);
    }

    go(option) {
      window.location.assign(option.dataset.url);
    }
  }

  // What a kind is called in the language of the page, as the navigation names it.
  function kindName(kind) {
    return document.querySelector(`.masthead [data-kind="${CSS.escape(kind || "")}"]`)?.dataset.name || "";
  }

  document.querySelectorAll("input[data-suggest]").forEach((input, number) => new Combobox(input, number));
})();
