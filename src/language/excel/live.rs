//! What a demand shows in the workbook while it is filled: both sides, the difference, the verdict.

use std::sync::Arc;

use super::compile::{Cells, Compiler, Part, cents, rounded};
use super::formula::Formula;
use super::lint::lint;
use super::literal;
use super::{Addresses, NotAFormula, SheetArea};
use crate::language::evaluate::NUMBER_PLACES;
use crate::language::expression::{Expression, Must, Node, Sides};
use crate::language::judge::{FAILS, HOLDS, TAIL, UNFILLED, UNKNOWN};
use crate::language::types::Type;
use crate::words::{Cell, areas};

/// A demand on one record, with the cells that say whether there is anything to judge.
#[derive(Debug)]
pub struct Demand<'a, R> {
    /// What must hold.
    pub must: &'a Must<R>,
    /// Where it is judged at all; where not, it holds.
    pub when: Option<&'a Must<R>>,
    /// Groups of cells: the record is there where one of each is filled. None asks the cells of the demand itself.
    pub present: Vec<Vec<SheetArea>>,
    /// Cells each of which has to be filled before anything can be said.
    pub needed: Vec<SheetArea>,
    /// What is said where nothing is filled: 未填, or nothing for a record that need not be there.
    pub unused: &'static str,
}

/// The formulas of a demand, without the leading `=`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Live {
    /// Both sides, where the demand is one comparison of numbers, texts or dates.
    pub sides: Option<LiveSides>,
    /// Gives one of 通过, 尾差, 不符, 未填, 无法判断.
    pub verdict: String,
}

/// The formulas of the two sides: empty where cells are not filled, 无法判断 where a cell holds no number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveSides {
    /// The left side: amounts in 万元, dates as serial numbers.
    pub left: String,
    /// The right side.
    pub right: String,
    /// Left minus right, where they are numbers.
    pub difference: Option<String>,
}

/// Compiles a demand.
///
/// A cell that holds no number where one is needed makes the whole 无法判断: it is neither blank nor counted by `COUNT`.
///
/// # Errors
/// Why it has no formula.
pub fn live<R>(demand: &Demand<'_, R>, addresses: &impl Addresses<R>) -> Result<Live, NotAFormula> {
    let compiler = Compiler { addresses };
    let guards = compiler.guards(demand)?;
    let must = demand.must.expression();
    let mut judged = compiler.judged(must)?;
    if let Some(when) = demand.when {
        judged = Formula::call("IF", &[compiler.compile(when.expression())?, judged, literal::text(HOLDS)]);
    }
    let sides = must.sides().map(|sides| compiler.sides(sides, &guards)).transpose()?.flatten();
    let live = Live { sides, verdict: guards.around(judged, &literal::text(demand.unused), &literal::text(UNFILLED)) };
    let sides = live.sides.iter().flat_map(|sides| [Some(&sides.left), Some(&sides.right), sides.difference.as_ref()]);
    for formula in sides.flatten().chain([&live.verdict]) {
        lint(formula)?;
    }
    Ok(live)
}

impl<R> Compiler<'_, R> {
    /// 通过, 尾差 or 不符, where everything is there to be judged.
    fn judged(&self, must: &Expression<R>) -> Result<Formula, NotAFormula> {
        let holds = self.compile(must)?;
        let otherwise = match must.sides().filter(|sides| sides.allows_tail()) {
            Some(sides) => Formula::call("IF", &[self.explained(sides)?, literal::text(TAIL), literal::text(FAILS)]),
            None => literal::text(FAILS),
        };
        Ok(Formula::call("IF", &[holds, literal::text(HOLDS), otherwise]))
    }

    /// Whether rounding explains what both sides differ by: |d| <= 0.005 * n, in whole cents 2 * |d| <= n.
    fn explained(&self, sides: Sides<'_, R>) -> Result<Formula, NotAFormula> {
        let left = self.compile_as(sides.left, Type::Amount)?;
        let right = self.compile_as(sides.right, Type::Amount)?;
        let distance = Formula::call("ABS", &[Formula::infix(&left, "-", &right)]);
        let doubled = Formula::infix(&distance, "*", &Formula::atom("2"));
        let figures = Formula::sum([self.rounded_figures(sides.left)?, self.rounded_figures(sides.right)?]);
        Ok(Formula::infix(&doubled, "<=", &figures))
    }

    fn sides(&self, sides: Sides<'_, R>, guards: &Guards) -> Result<Option<LiveSides>, NotAFormula> {
        let Some(ty) = sides.left.ty.join(sides.right.ty).filter(|_| sides.shows().0) else { return Ok(None) };
        let nothing = literal::text("");
        let shown = |formula| guards.around(formula, &nothing, &nothing);
        let difference = match ty {
            Type::Amount | Type::Number | Type::Count if sides.shows().1 => {
                let (left, right) = (self.compile_as(sides.left, ty)?, self.compile_as(sides.right, ty)?);
                let difference = Formula::infix(&left, "-", &right);
                Some(shown(match ty {
                    Type::Amount => Formula::infix(&difference, "/", &Formula::atom("100")),
                    Type::Number => rounded(difference, NUMBER_PLACES),
                    Type::Count | Type::Text | Type::Date | Type::Truth => difference,
                }))
            }
            Type::Amount | Type::Number | Type::Count | Type::Text | Type::Date | Type::Truth => None,
        };
        let (left, right) = (shown(self.shown(sides.left)?), shown(self.shown(sides.right)?));
        Ok(Some(LiveSides { left, right, difference }))
    }

    /// How many figures of a side may be rounded: one, or the addends of a sum that are not zero.
    ///
    /// Each addend is asked after it has been rounded to cents, as it is added up. `COUNTIF(area,"<>0")` would also
    /// count blank cells and figures below half a cent; a test for `>0` would leave out what is subtracted.
    fn rounded_figures(&self, side: &Expression<R>) -> Result<Formula, NotAFormula> {
        let Some(addends) = side.addends() else { return Ok(Formula::atom("1")) };
        let zero = Formula::atom("0");
        let mut counts = Vec::new();
        for addend in addends {
            let cells = if let Node::Reference { many: true, .. } = &addend.node {
                self.part(addend)?
            } else {
                Part::One(self.compile(addend)?, addend.ty)
            };
            match cells {
                Part::One(value, _) => counts.push(Formula::infix(&value, "<>", &zero)),
                Part::Cells(areas, ty) => counts.extend(areas.into_iter().map(|Cells { text, single, results }| {
                    let cell = Formula::atom(text);
                    if results && !single {
                        // They are rounded already, and some may be empty texts.
                        let count = |test: &str| {
                            Formula::call("COUNTIF", &[cell.clone(), Formula::atom(format!("\"{test}\""))])
                        };
                        return Formula::sum([count(">0"), count("<0")]);
                    }
                    let figure = if ty == Type::Amount { cents(&cell) } else { cell };
                    let not_zero = Formula::infix(&figure, "<>", &zero);
                    if single { not_zero } else { how_many(&not_zero) }
                })),
            }
        }
        // Excel adds TRUE as 1.
        Ok(Formula::sum(counts))
    }

    fn guards(&self, demand: &Demand<'_, R>) -> Result<Guards, NotAFormula> {
        let mut operands = Operands::default();
        for sentence in demand.when.iter().copied().chain([demand.must]) {
            self.operands(sentence.expression(), &mut operands)?;
        }
        let [all, figures, heads] = [operands.all, operands.figures, operands.heads].map(|areas| joined(&areas));
        let groups = if demand.present.is_empty() { vec![all] } else { demand.present.clone() };
        let blank = |group: &Vec<SheetArea>| Formula::infix(&blanks(group), "=", &size(group));
        let groups: Vec<Formula> = groups.iter().filter(|group| !group.is_empty()).map(blank).collect();
        let mut missing = if groups.len() > 1 { groups.clone() } else { Vec::new() };
        if !demand.needed.is_empty() {
            missing.push(Formula::infix(&blanks(&joined(&demand.needed)), ">", &Formula::atom("0")));
        }
        let wrong = (!figures.is_empty()).then(|| {
            let numbers = figures.iter().map(|area| Formula::atom(area.to_string())).collect::<Vec<_>>();
            let known = Formula::sum([blanks(&figures), Formula::call("COUNT", &numbers)]);
            Formula::infix(&known, "<", &size(&figures))
        });
        let no_heads = heads.iter().map(|area| {
            let cells = Formula::atom(area.to_string());
            let broken = Formula::infix(&Formula::call("INT", std::slice::from_ref(&cells)), "<>", &cells);
            let below = Formula::call("COUNTIF", &[cells, literal::text("<0")]);
            Formula::sum([how_many(&broken), below])
        });
        let no_heads = (!heads.is_empty()).then(|| Formula::infix(&Formula::sum(no_heads), ">", &Formula::atom("0")));
        Ok(Guards { nothing: any(groups, "AND"), missing: any(missing, "OR"), wrong, no_heads })
    }

    /// Notes the areas of all references.
    fn operands(&self, sentence: &Expression<R>, operands: &mut Operands) -> Result<(), NotAFormula> {
        let mut failure = None;
        sentence.each_reference(&mut |reference, as_cells| match self.areas(reference) {
            Ok(areas) => {
                // A date that is none gives an error value by itself, which another condition may settle.
                if reference.ty.is_numeric() && !as_cells {
                    operands.figures.extend(areas.iter().cloned());
                }
                if reference.ty == Type::Count && !as_cells {
                    operands.heads.extend(areas.iter().cloned());
                }
                operands.all.extend(areas);
            }
            Err(error) => failure = failure.take().or(Some(error)),
        });
        failure.map_or(Ok(()), Err)
    }
}

/// The cells that a demand looks at.
#[derive(Default)]
struct Operands {
    all: Vec<SheetArea>,
    /// Those that are used as numbers.
    figures: Vec<SheetArea>,
    /// Those that are used as numbers of heads.
    heads: Vec<SheetArea>,
}

/// What is asked before a demand is judged.
struct Guards {
    /// Whether nothing of the record is filled.
    nothing: Option<Formula>,
    /// Whether a cell is blank without which nothing can be said.
    missing: Option<Formula>,
    /// Whether a cell holds no number where one is needed.
    wrong: Option<Formula>,
    /// Whether a cell holds no whole number of heads where one is needed.
    no_heads: Option<Formula>,
}

impl Guards {
    /// The formula where it can be judged, else what is said instead.
    fn around(&self, formula: Formula, unused: &Formula, unfilled: &Formula) -> String {
        let unknown = literal::text(UNKNOWN);
        let first = |question: &Option<Formula>, answer: &Formula, then: Formula| match question {
            Some(question) => Formula::call("IF", &[question.clone(), answer.clone(), then]),
            None => then,
        };
        let judged = Formula::call("IFERROR", &[first(&self.no_heads, &unknown, formula), unknown.clone()]);
        let numeric = first(&self.wrong, &unknown, judged);
        first(&self.nothing, unused, first(&self.missing, unfilled, numeric)).text
    }
}

fn any(mut questions: Vec<Formula>, name: &str) -> Option<Formula> {
    match questions.len() {
        0 => None,
        1 => questions.pop(),
        _ => Some(Formula::call(name, &questions)),
    }
}

/// The same cells in few areas, each cell once; only whether they are blank is asked.
fn joined(parts: &[SheetArea]) -> Vec<SheetArea> {
    let mut sheets: Vec<(Option<&Arc<str>>, Vec<Cell>)> = Vec::new();
    for SheetArea { sheet, area, .. } in parts {
        let rows = area.first.row..=area.last.row;
        let cells =
            rows.flat_map(|row| (area.first.column..=area.last.column).map(move |column| Cell::new(row, column)));
        match sheets.iter_mut().find(|(known, _)| *known == sheet.as_ref()) {
            Some((_, known)) => known.extend(cells),
            None => sheets.push((sheet.as_ref(), cells.collect())),
        }
    }
    let joined = sheets.into_iter().flat_map(|(sheet, mut cells)| {
        cells.sort_unstable();
        cells.dedup();
        areas(&cells).into_iter().map(move |area| SheetArea { sheet: sheet.cloned(), area, results: false })
    });
    joined.collect()
}

/// How many cells of the areas are blank; `COUNTA` would also count the empty texts that formulas give.
fn blanks(areas: &[SheetArea]) -> Formula {
    Formula::sum(areas.iter().map(|area| Formula::call("COUNTBLANK", &[Formula::atom(area.to_string())])))
}

/// How many cells there are.
fn size(areas: &[SheetArea]) -> Formula {
    let cells = |area: &SheetArea| {
        let (first, last) = (area.area.first, area.area.last);
        u64::from(last.row - first.row + 1) * u64::from(last.column - first.column + 1)
    };
    Formula::atom(areas.iter().map(cells).sum::<u64>().to_string())
}

/// How many cells fulfil a condition.
fn how_many(condition: &Formula) -> Formula {
    let ones = Formula::negate(&Formula::negate(condition));
    Formula::call("SUMPRODUCT", &[ones])
}
