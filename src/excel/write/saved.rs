//! A workbook as bytes, the same ones on every system.

use rust_xlsxwriter::{Workbook, XlsxError};

/// How an entry of the directory of an archive begins.
const ENTRY: [u8; 4] = *b"PK\x01\x02";
/// How the end of the directory begins; ours have no words behind it.
const END: [u8; 4] = *b"PK\x05\x06";
/// Bytes of an entry before its name, and of the end.
const ENTRY_SIZE: usize = 46;
const END_SIZE: usize = 22;
/// Where an entry says which system has made it: 3 is Unix (APPNOTE 4.4.2).
const SYSTEM: usize = 5;
const UNIX: u8 = 3;

/// The bytes of a workbook. `rust_xlsxwriter` says in each entry on which system it runs, which is nobody's business and
/// would make another file of the same form: 下发清单 holds digests of what was issued, wherever it was.
pub fn saved(workbook: &mut Workbook) -> Result<Vec<u8>, XlsxError> {
    let mut bytes = workbook.save_to_buffer()?;
    made_alike(&mut bytes);
    Ok(bytes)
}

/// Makes every entry one of Unix. What is no archive of ours stays as it is.
fn made_alike(bytes: &mut [u8]) {
    let end = bytes.len().saturating_sub(END_SIZE);
    if !bytes[end..].starts_with(&END) {
        return;
    }
    let mut at = number(bytes, end + 16, 4);
    while bytes.get(at..).is_some_and(|rest| rest.starts_with(&ENTRY) && rest.len() >= ENTRY_SIZE) {
        bytes[at + SYSTEM] = UNIX;
        // Its name, what else is said of it, and words about it follow.
        at += ENTRY_SIZE + [28, 30, 32].map(|length| number(bytes, at + length, 2)).iter().sum::<usize>();
    }
}

/// A number of so many bytes, the least first.
fn number(bytes: &[u8], at: usize, size: usize) -> usize {
    bytes[at..at + size].iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_is_the_same_bytes_whatever_system_has_made_it() {
        let mut workbook = Workbook::new();
        workbook.add_worksheet().write_string(0, 0, "收入").expect("written");
        let ours = saved(&mut workbook).expect("bytes");
        let entries: Vec<usize> = (0..ours.len()).filter(|at| ours[*at..].starts_with(&ENTRY)).collect();
        assert!(entries.len() > 5);
        let mut others = ours.clone();
        for at in &entries {
            // MS-DOS, as Windows is called there.
            others[at + SYSTEM] = 0;
        }
        assert_ne!(others, ours);
        made_alike(&mut others);
        assert_eq!(others, ours);
        for mut no_archive in [Vec::new(), b"PK".to_vec(), vec![0; 100]] {
            let before = no_archive.clone();
            made_alike(&mut no_archive);
            assert_eq!(no_archive, before);
        }
    }
}
