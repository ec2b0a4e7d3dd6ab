"""A workbook on paper: what is printed, as Excel and WPS would show it."""
import uno

from office import properties, sheets, url


def printed_areas(document):
    """What each visible sheet prints."""
    for sheet in sheets(document):
        if sheet.IsVisible:
            area = sheet.getPrintAreas()[0]
            yield sheet.getCellRangeByPosition(area.StartColumn, area.StartRow, area.EndColumn, area.EndRow)


def grow(area):
    """Makes rows as high as their words. Excel and WPS do so when they open a file; LibreOffice does not."""
    for row in (area.Rows.getByIndex(index) for index in range(area.Rows.Count)):
        if row.OptimalHeight:
            row.OptimalHeight = True


def pdf(document, area, file):
    """Prints an area of a sheet into a file, fitted to the width of a page."""
    area.Spreadsheet.setPrintAreas((area.RangeAddress,))
    data = uno.Any("[]com.sun.star.beans.PropertyValue", properties(Selection=area, ExportNotes=False))
    document.storeToURL(url(file), properties(FilterName="calc_pdf_Export", FilterData=data))
