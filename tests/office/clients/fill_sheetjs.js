// Fills workbooks with SheetJS: fill_sheetjs.js JOBS.json
const fs = require("fs");
const XLSX = require("xlsx");

const EPOCH = Date.UTC(1899, 11, 30);
const DAY = 864e5;

for (const job of JSON.parse(fs.readFileSync(process.argv[2], "utf8"))) {
  const book = XLSX.readFile(job.blank, { cellStyles: true, cellFormula: true, cellNF: true });
  for (const { sheet, cell, kind, value } of job.cells) {
    const { z } = book.Sheets[sheet][cell] || {};
    const number = kind === "day" ? (Date.parse(`${value}T00:00:00Z`) - EPOCH) / DAY : value;
    book.Sheets[sheet][cell] = typeof number === "number" ? { t: "n", v: number, z } : { t: "s", v: value };
  }
  XLSX.writeFile(book, job.out, { compression: true, bookSST: true, cellStyles: true });
}
