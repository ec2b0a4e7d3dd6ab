//! The live formulas beside tables: 核对数, 差额, and a colour where they differ by more than rounding.

use std::collections::HashMap;
use std::sync::Arc;

use rust_xlsxwriter::{Color, ConditionalFormatFormula, Format, Worksheet, XlsxError};

use crate::facts::Slot;
use crate::form::{Form, Judged, Reference, Scope};
use crate::language::{Addresses, Live, Located, SheetArea};
use crate::layout::Layout;
use crate::plan::{Aside, Filling, Part, SheetPlan};
use crate::words::{Cell, areas};

/// The colour of a difference that is no rounding tail.
const WRONG: (Color, Color) = (Color::RGB(0x009C_0006), Color::RGB(0x00FF_C7CE));

/// The formulas of a layout's live checks.
#[derive(Debug, Default)]
pub struct LiveFormulas {
    checks: HashMap<(usize, usize), Live>,
}

impl LiveFormulas {
    /// Compiles every live check that stands in a layout.
    #[must_use]
    pub fn new(form: &Form, layout: &Layout) -> Self {
        let mut checks = HashMap::new();
        for (sheet, plan) in layout.sheets.iter().enumerate() {
            for planned in &plan.cells {
                let Filling::Aside(aside) = &planned.filling else { continue };
                if !checks.contains_key(&(aside.rule, aside.record)) {
                    checks.extend(compile(form, layout, sheet, *aside).map(|live| ((aside.rule, aside.record), live)));
                }
            }
        }
        Self { checks }
    }

    /// The formula of a live check, without `=`.
    #[must_use]
    pub fn get(&self, aside: Aside) -> Option<&str> {
        let live = self.checks.get(&(aside.rule, aside.record))?;
        Some(match aside.part {
            Part::Expected => &live.expected,
            Part::Difference => &live.difference,
        })
    }
}

fn compile(form: &Form, layout: &Layout, sheet: usize, aside: Aside) -> Option<Live> {
    let Judged::Cases { scope, cases, .. } = &form.rules[aside.rule].judged else { return None };
    cases.first()?.must.live(&Seen { layout, scope, sheet, record: aside.record }).ok()
}

/// The references of a record, seen from a sheet.
struct Seen<'a> {
    layout: &'a Layout,
    scope: &'a Scope,
    sheet: usize,
    record: usize,
}

impl Seen<'_> {
    fn slots(&self, reference: &Reference) -> Vec<Slot> {
        self.layout.slots_of(self.scope, self.record, reference)
    }
}

impl Addresses<Reference> for Seen<'_> {
    fn locate(&self, reference: &Reference) -> Located {
        let slots = self.slots(reference);
        let Some(first) = slots.first() else { return Located::Absent };
        let (sheet, _) = self.layout.cell(*first);
        let cells: Vec<Cell> = slots.iter().map(|slot| self.layout.cell(*slot).1).collect();
        let name = (sheet != self.sheet).then(|| Arc::clone(&self.layout.sheets[sheet].name));
        Located::Cells(areas(&cells).into_iter().map(|area| SheetArea { sheet: name.clone(), area }).collect())
    }
}

/// Colours differences that are no rounding tails.
pub(super) fn colour(plan: &SheetPlan, live: &LiveFormulas, worksheet: &mut Worksheet) -> Result<(), XlsxError> {
    let format = Format::new().set_font_color(WRONG.0).set_background_color(WRONG.1);
    for planned in &plan.cells {
        let Filling::Aside(aside) = &planned.filling else { continue };
        let Some(check) = live.checks.get(&(aside.rule, aside.record)) else { continue };
        if aside.part == Part::Difference {
            let rule =
                ConditionalFormatFormula::new().set_rule(format!("={}", check.fails).as_str()).set_format(&format);
            let Cell { row, column } = planned.cell;
            worksheet.add_conditional_format(row, column, row, column, &rule)?;
        }
    }
    Ok(())
}
