//! What several commands read alike: forms, settings, today.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use jiff::ZonedDateTime;
use jiff::civil::Date;

use crate::form::{Form, Library, Settings};
use crate::outcome::Roster;
use crate::template::{Source, rendered};

/// The settings in a file, or the form's own where there is none.
///
/// A bureau keeps one file for all its forms, so those that are embedded are known besides the ones that are used.
pub(super) fn read(path: Option<&Path>, library: Library, forms: &[&Form]) -> Result<Settings> {
    let Some(path) = path else { return Ok(Settings::default()) };
    let source = Arc::new(Source::read(path)?);
    let embedded = self::forms(library, None)?;
    let forms: Vec<&Form> = forms.iter().copied().chain(&embedded).collect();
    Ok(Settings::read(&source, &forms)?)
}

/// Says what of the settings has no effect: any more on this day, or on no unit of the roster.
pub(super) fn say_doubts(settings: &Settings, day: Date, roster: Option<&Roster>) -> Result<()> {
    let mut doubts = settings.expired(day);
    if let Some(roster) = roster {
        let codes: Vec<&str> = roster.units.iter().map(|unit| unit.code.as_str()).collect();
        doubts.extend(settings.of_strangers(&codes));
    }
    if !doubts.is_empty() {
        writeln!(std::io::stderr(), "{}\n", rendered(&doubts))?;
    }
    Ok(())
}

/// The forms that returns may be: the named one, or all that are embedded.
pub(super) fn forms(library: Library, template: Option<&str>) -> Result<Vec<Form>> {
    match template {
        Some(name) => Ok(vec![library.open(name)?]),
        None => Ok(library.editions().iter().map(|edition| library.edition(edition)).collect::<Result<_, _>>()?),
    }
}

/// Today where this machine is.
pub(super) fn today() -> Date {
    ZonedDateTime::now().date()
}

/// The years that can be evaluated.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;

/// The year, where it is one that can be evaluated.
pub(super) fn in_range(year: i16) -> Result<i16> {
    if !YEARS.contains(&year) {
        bail!("评价年度“{year}”应在{}到{}之间", YEARS.start(), YEARS.end());
    }
    Ok(year)
}

/// The year that is evaluated: the one that is given, or that of the form's edition.
pub(super) fn year(given: Option<i16>, form: &Form) -> Result<i16> {
    if let Some(year) = given {
        return in_range(year);
    }
    form.edition.parse().with_context(|| format!("请用 --year 写明评价年度（模板版本“{}”不是年度）", form.edition))
}
