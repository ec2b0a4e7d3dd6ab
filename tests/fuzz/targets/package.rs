//! Any bytes as an archive: opened within the limits, and written again with the same parts.

use xlcheck::excel::package::Package;

use super::parts;

/// An archive that opens and whose parts inflate has the same parts once it was written.
pub fn run(data: &[u8]) {
    let Ok(package) = Package::open(data.to_vec()) else { return };
    let _ = package.workbook();
    let Some(before) = parts(&package) else { return };
    let Ok(written) = package.write() else { return };
    let again = Package::open(written).expect("what we have written");
    assert_eq!(parts(&again), Some(before));
}
