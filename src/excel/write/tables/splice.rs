//! What `rust_xlsxwriter` does not write put into the package, in one pass over it: the rows that were written to the disk
//! into their sheets, and that every category of a chart is named.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Seek, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

use super::WriteError;
use super::rows::{Finished, Rows, copied};
use crate::excel::package::PackageError;

/// What stands behind the links of a sheet (ECMA-376 18.3.1.99 has the order).
const BEHIND_LINKS: &str = "<pageMargins";
const ROW: &str = "<row ";
const EXTENT: &str = "<dimension ref=\"";
const FIRST: &str = "A1";
/// Behind this stands which categories of a chart are named (ECMA-376 21.2.2.24); without it a client leaves out some that
/// it finds too near to one another. `rust_xlsxwriter` writes an interval of 2 or more only.
const LABELS: &str = "<c:lblOffset val=\"100\"/>";
const EVERY_LABEL: &str = "<c:tickLblSkip val=\"1\"/>";
/// From here on a part may need sizes of 64 bits, packed or not; what `zip` adds itself is far less than the rest.
const LARGE: u64 = u32::MAX as u64 - (1 << 24);
const RELATIONSHIPS: (&str, &str) = (
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    "</Relationships>",
);

/// Writes a package whose sheets, by their positions, get these rows: in front of their last row, which stands below. Its
/// charts name every category.
pub(super) fn write(
    package: Vec<u8>,
    mut rows: BTreeMap<usize, Rows>,
    out: impl Write + Seek,
) -> Result<(), WriteError> {
    let failed = |_| WriteError::Package(PackageError::Damaged);
    let mut archive = ZipArchive::new(Cursor::new(package)).map_err(failed)?;
    let mut writer = ZipWriter::new(out);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .system(System::Unix)
        .last_modified_time(DateTime::default());
    for number in 0..archive.len() {
        let mut file = archive.by_index(number).map_err(failed)?;
        let name = file.name().map_err(failed)?.into_owned();
        if name.starts_with("xl/charts/chart") {
            let mut text = String::new();
            file.read_to_string(&mut text)?;
            writer.start_file(name.as_str(), options).map_err(failed)?;
            writer.write_all(text.replace(LABELS, &format!("{LABELS}{EVERY_LABEL}")).as_bytes())?;
            continue;
        }
        let Some(of_sheet) = position(&name).and_then(|sheet| rows.remove(&sheet)) else {
            drop(file);
            writer.raw_copy_file(archive.by_index_raw(number).map_err(failed)?).map_err(failed)?;
            continue;
        };
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        drop(file);
        let text = with_all_rows(text);
        let finished = of_sheet.finish()?;
        // LibreOffice opens no workbook whose parts have the sizes of large files without being large.
        let large = finished.size()? + text.len() as u64 >= LARGE;
        let options = options.large_file(large);
        let Finished { mut cells, links } = finished;
        let last = text.rfind(ROW).unwrap_or(text.len());
        let behind = text.rfind(BEHIND_LINKS).unwrap_or(text.len());
        writer.start_file(name.as_str(), options).map_err(failed)?;
        writer.write_all(&text.as_bytes()[..last])?;
        copied(&mut cells, &mut writer)?;
        writer.write_all(&text.as_bytes()[last..behind])?;
        let Some((mut anchors, mut targets)) = links else {
            writer.write_all(&text.as_bytes()[behind..])?;
            continue;
        };
        writer.write_all(b"<hyperlinks>")?;
        copied(&mut anchors, &mut writer)?;
        writer.write_all(b"</hyperlinks>")?;
        writer.write_all(&text.as_bytes()[behind..])?;
        writer.start_file(name.replace("worksheets/", "worksheets/_rels/") + ".rels", options).map_err(failed)?;
        writer.write_all(RELATIONSHIPS.0.as_bytes())?;
        copied(&mut targets, &mut writer)?;
        writer.write_all(RELATIONSHIPS.1.as_bytes())?;
    }
    writer.finish().map_err(failed)?;
    Ok(())
}

/// The sheet with its extent from the first row on, where nothing but its last row was known.
fn with_all_rows(text: String) -> String {
    let Some((before, rest)) = text.split_once(EXTENT) else { return text };
    match rest.split_once('"') {
        Some((last, behind)) if !last.contains(':') && last != FIRST => {
            format!("{before}{EXTENT}{FIRST}:{last}\"{behind}")
        }
        _ => text,
    }
}

/// Which sheet a part is: `rust_xlsxwriter` numbers them from 1.
fn position(part: &str) -> Option<usize> {
    let number: usize = part.strip_prefix("xl/worksheets/sheet")?.strip_suffix(".xml")?.parse().ok()?;
    number.checked_sub(1)
}
