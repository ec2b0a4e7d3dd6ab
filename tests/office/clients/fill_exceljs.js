// Fills workbooks with ExcelJS: fill_exceljs.js JOBS.json
const fs = require("fs");
const ExcelJS = require("exceljs");

(async () => {
  for (const job of JSON.parse(fs.readFileSync(process.argv[2], "utf8"))) {
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(job.blank);
    for (const { sheet, cell, kind, value } of job.cells) {
      book.getWorksheet(sheet).getCell(cell).value = kind === "day" ? new Date(`${value}T00:00:00Z`) : value;
    }
    await book.xlsx.writeFile(job.out);
  }
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
