//! What a target once failed on: the smallest change to a seed that shows it, with what was wrong.

use super::seeds;

/// A seed with something changed.
struct Case {
    target: &'static str,
    /// The part, as the seed's first line names it.
    part: &'static str,
    from: &'static str,
    to: &'static str,
}

const CASES: [Case; 3] = [
    // A review whose hidden name leads to no sheet hid the new one: marks were not taken back exactly.
    Case {
        target: "mark",
        part: "*xl/workbook.xml",
        from: "name=\"_xlcheck.review\" localSheetId=",
        to: "name=\"_xlcheck.review\" x=",
    },
    // A sheet without a name was left out, so that the places of all others were wrong.
    Case { target: "mark", part: "*xl/workbook.xml", from: "<sheet name=", to: "<sheet x=" },
    // The review was entered in a list of sheets that the reader does not see: it could not be taken out again.
    Case { target: "mark", part: "*xl/workbook.xml", from: "<sheets>", to: "<sheets/><sheets>" },
];

/// The cases of a target.
pub fn of(target: &str) -> Vec<Vec<u8>> {
    CASES.iter().filter(|case| case.target == target).map(Case::input).collect()
}

impl Case {
    fn input(&self) -> Vec<u8> {
        let head = format!("{}\n", self.part);
        let seed = seeds::of(self.target).into_iter().find(|seed| seed.starts_with(head.as_bytes()));
        let text = String::from_utf8(seed.expect(self.part)).expect("UTF-8");
        assert!(text.contains(self.from), "{} no longer has {}", self.part, self.from);
        text.replacen(self.from, self.to, 1).into_bytes()
    }
}
