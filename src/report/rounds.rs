//! How the rounds of a file are told, in the review and on the terminal alike.

use crate::facts::{Finding, State, Touched};
use crate::outcome::Judged;
use crate::report::cells::or_nothing;

/// The heading over what is there no more.
pub const CORRECTED: &str = "上次提出、已改";
/// The heading over what was changed without being asked for.
pub const TOUCHED: &str = "未要求修改而有变动";

/// `上次提出12处，已改9处、未改2处、改后仍有问题0处，新增1处`; nothing in a first round.
pub(super) fn counts(judged: &Judged) -> Option<String> {
    let found_before = judged.rounds.found_before?;
    let findings = || judged.outcome.findings.iter().filter(|finding| !finding.is_reminder());
    let of = |state: State| findings().filter(|finding| finding.state == state).count();
    let kept = [State::Unchanged, State::Changed].map(|state| (state.word(), of(state)));
    let kept = kept.into_iter().filter(|(_, count)| *count > 0);
    let kept = kept.fold(String::new(), |kept, (word, count)| kept + &format!("、{word}{count}处"));
    let new = of(State::New);
    let new = if new > 0 { format!("，{}{new}处", State::New.word()) } else { String::new() };
    Some(format!("上次提出{found_before}处，已改{}处{kept}{new}", judged.rounds.corrected.len()))
}

/// `【未改】`, in front of what is asked in a second or later round.
pub(super) fn state(judged: &Judged, finding: &Finding) -> String {
    match judged.rounds.found_before {
        Some(_) if !finding.is_settled() => format!("【{}】", finding.state.word()),
        Some(_) | None => String::new(),
    }
}

/// What stood in a cell before it was changed.
pub(super) fn before(touched: &Touched) -> &str {
    touched.before.as_deref().map_or("（另一段文字）", or_nothing)
}

/// What stands there now.
pub(super) fn now(touched: &Touched) -> &str {
    or_nothing(&touched.now)
}
