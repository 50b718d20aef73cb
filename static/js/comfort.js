// How wide, how large and how light one reads. The browser keeps it in a cookie, so that pages come like that.

const YEAR_S = 31536000;

class Comfort {
  /** @param {object} reader the Reader; a typed import here would be a circle of files */
  constructor(reader) {
    this.reader = reader;
    this.form = document.querySelector("#comfort form");
    this.form.addEventListener("change", () => this.apply());
  }

  open() {
    this.form.querySelector(":checked").focus();
  }

  /** What was read stays in sight. */
  apply() {
    const [width, size, theme] = ["width", "size", "theme"].map((name) => this.form.elements[name].value);
    const row = this.reader.walk.rowInSight();
    Object.assign(document.body.dataset, { width, size });
    document.documentElement.dataset.theme = theme;
    document.cookie = `comfort=${width}-${size}-${theme}; path=/; max-age=${YEAR_S}; samesite=lax`;
    row?.scrollIntoView({ block: "start" });
  }
}

/** @param {object} reader */
export const mount = (reader) => new Comfort(reader);
