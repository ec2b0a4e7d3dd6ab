//! x
use crate::facts::Book;
/// x
#[derive(Debug, thiserror::Error)]
#[error("x")]
pub struct LegacyError;
/// x
pub fn read_book(_: &[u8]) -> Result<Book, LegacyError> {
    Err(LegacyError)
}
