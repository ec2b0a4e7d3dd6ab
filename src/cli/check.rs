//! `xlcheck check`

use anyhow::Result;

use super::CLEAN;
use super::arguments::Check;
use crate::form::Library;

pub(super) fn run(_: Library, _: &Check) -> Result<u8> {
    Ok(CLEAN)
}
