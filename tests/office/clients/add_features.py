"""Puts into a filled workbook what a unit may put there itself, with excelize: add_features.py FILLED ADDED"""
import sys

import excelize

SHEET = "收支情况"

filled, added = sys.argv[1:]
book = excelize.open_file(filled)
# The first of these cells gets a note of ours too.
for cell in ("B17", "C18"):
    book.add_comment(SHEET, excelize.Comment(cell=cell, author="张三", text="已与会计核对。"))
look = excelize.Style(
    font=excelize.Font(bold=True, color="006100"), fill=excelize.Fill(type="pattern", color=["C6EFCE"], pattern=1)
)
rule = excelize.ConditionalFormatOptions(type="formula", criteria="B17>1000", format=book.new_conditional_style(look))
book.set_conditional_format(SHEET, "B17:F22", [rule])
book.set_defined_name(excelize.DefinedName(name="本单位合计", refers_to=f"{SHEET}!$B$17"))
# Not the first sheet opens.
book.set_active_sheet(book.get_sheet_index(SHEET))
book.save_as(added)
book.close()
