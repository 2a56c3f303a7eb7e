/* Sends files piece by piece and goes on where a bad line broke off. Without this file the form sends them in one go. */
"use strict";

const SMALLEST = 16 * 1024;
const LONGEST_WAIT = 30 * 1000;

/* One hand-in: the server knows how much of each file is there, and is asked after every break. */
class Upload {
  constructor(form) {
    this.form = form;
    this.box = document.querySelector("[data-progress]");
    this.told = this.box.querySelector("[data-told]");
    this.bar = this.box.querySelector("progress");
    this.button = this.box.querySelector("[data-pause]");
    this.largest = Number(form.dataset.piece);
    this.piece = this.largest;
    this.kept = `upload:${form.dataset.begin}`;
    this.isPaused = false;
    this.isRunning = false;
    this.wake = null;
    this.button.addEventListener("click", () => this.turn());
    addEventListener("online", () => this.wake?.());
    this.remind();
  }

  files() {
    return ["report", "annexes"].flatMap((name) => [...this.form.elements[name].files]);
  }

  /* After a reload the browser has forgotten the files but not which they were: chosen again, they go on from there. */
  remind() {
    const before = this.remembered();
    if (!before) return;
    this.box.hidden = false;
    this.button.hidden = true;
    this.tell(`Lần trước tải lên chưa xong. Hãy chọn lại đúng các tệp ${before.files.map((one) => `“${one.name}”`).join(", ")} để tải tiếp.`);
  }

  remembered() {
    try {
      return JSON.parse(localStorage.getItem(this.kept));
    } catch {
      return null;
    }
  }

  remember(value) {
    try {
      if (value) localStorage.setItem(this.kept, JSON.stringify(value));
      else localStorage.removeItem(this.kept);
    } catch { /* a browser that keeps nothing begins anew after a reload */ }
  }

  async run() {
    if (this.isRunning) return;
    this.isRunning = true;
    const files = this.files();
    this.form.querySelector("[type=submit]").disabled = true;
    this.box.hidden = false;
    this.button.hidden = false;
    const plan = await this.plan(files);
    if (!plan) return;
    for (const [place, one] of plan.files.entries()) await this.send(files[place], one, plan);
    this.remember(null);
    location.assign(plan.next);
  }

  /* Where to send what: the hand-in of before where the files are the same, otherwise a new one. */
  async plan(files) {
    const described = files.map((file) => ({ name: file.name, size: file.size }));
    const before = this.remembered();
    if (before && JSON.stringify(before.files) === JSON.stringify(described)) {
      const answer = await this.patiently(() => fetch(`${this.form.dataset.files}${before.key}/files`));
      if (answer.ok) return answer.json();
    }
    const answer = await this.patiently(() => fetch(this.form.dataset.begin, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ files: described }),
    }));
    const plan = await answer.json().catch(() => ({}));
    if (!answer.ok) return this.refuse(plan.error || "Không tải lên được; hãy mở lại trang rồi thử lại.");
    this.remember({ key: plan.key, files: described });
    return plan;
  }

  async send(file, one, plan) {
    while (one.received < one.size) {
      await this.unpaused();
      const end = Math.min(one.received + this.piece, one.size);
      const answer = await this.patiently(() => fetch(one.url, {
        method: "PATCH",
        headers: { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(one.received) },
        body: file.slice(one.received, end),
      }), () => this.ask(one));
      if (answer.status !== 204 && answer.status !== 409) {
        this.remember(null);
        this.refuse("Không tải lên được; hãy mở lại trang rồi chọn tệp lần nữa.");
        throw new Error(`upload refused: ${answer.status}`);
      }
      one.received = Number(answer.headers.get("Upload-Offset"));
      this.piece = Math.min(this.piece * 2, this.largest);
      this.show(plan);
    }
  }

  /* Tries until there is an answer; a lost one may have arrived, so `again` asks before anything is sent twice. */
  async patiently(call, again = null) {
    for (let wait = 1000; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      try {
        const answer = await call();
        if (answer.status < 500 && answer.status !== 408) return answer;
      } catch { /* the line is broken */ }
      this.piece = Math.max(this.piece / 2, SMALLEST);
      this.tell("Mạng đang ngắt; sẽ tự tải tiếp khi có mạng lại.");
      await new Promise((resolve) => { this.wake = resolve; setTimeout(resolve, wait); });
      await this.unpaused();
      if (again) await again().catch(() => null);
    }
  }

  async ask(one) {
    const answer = await fetch(one.url, { method: "HEAD" });
    if (answer.ok) one.received = Number(answer.headers.get("Upload-Offset"));
  }

  turn() {
    this.isPaused = !this.isPaused;
    this.button.textContent = this.isPaused ? "Tải tiếp" : "Tạm dừng";
    if (this.isPaused) this.tell("Đã tạm dừng.");
    else this.resume?.();
    this.wake?.();
  }

  async unpaused() {
    if (this.isPaused) await new Promise((resolve) => { this.resume = resolve; });
  }

  show(plan) {
    const sum = (name) => plan.files.reduce((total, one) => total + one[name], 0);
    const percent = Math.floor((100 * sum("received")) / sum("size"));
    this.bar.value = percent;
    if (!this.isPaused) this.tell(`Đã tải lên ${percent}%`);
  }

  refuse(sentence) {
    this.box.classList.add("error");
    this.tell(sentence);
    this.button.hidden = true;
    this.isRunning = false;
    this.form.querySelector("[type=submit]").disabled = false;
  }

  tell(sentence) {
    this.told.textContent = sentence;
  }
}

for (const form of document.querySelectorAll("form[data-upload]")) {
  const upload = new Upload(form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    upload.run();
  });
}
