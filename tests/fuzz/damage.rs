//! Damage to bytes by chance that is the same in every run: bits, chunks, numbers, and tokens of XML and of sentences.

/// Numbers that look random (a linear congruential generator, Knuth's constants).
pub struct Dice(u64);

impl Dice {
    /// A sequence of its own for each number.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below a bound that is not zero.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % bound
    }
}

/// What is put in where it hurts: limits, markup, other encodings, tokens of the rule language.
const TOKENS: [&str; 44] = [
    "0",
    "-1",
    "1048577",
    "4294967295",
    "18446744073709551616",
    "1e400",
    "NaN",
    "XFD1048576",
    "A0",
    "ZZZZ1",
    "<",
    ">",
    "\"",
    "&",
    "&#0;",
    "&#x10FFFF;",
    "&lt;",
    "]]>",
    "<![CDATA[",
    "<!--",
    "-->",
    "<!DOCTYPE x>",
    "<?x?>",
    "/>",
    "</c>",
    "<c r=\"B2\"><v>1</v></c>",
    "<row r=\"2\">",
    "</row>",
    " t=\"s\"",
    "<f t=\"shared\" si=\"0\" ref=\"A1:B9\">",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "😀",
    "xlcheck:",
    "〔审核意见",
    "(",
    ")",
    " not ",
    " if ",
    "sum(",
    "[",
    "=",
    "\n",
];

/// One of the seeds with one to six damages.
pub fn damaged(seeds: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seeds[dice.below(seeds.len())].clone();
    for _ in 0..=dice.below(6) {
        damage(&mut bytes, seeds, dice);
    }
    bytes
}

fn damage(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], dice: &mut Dice) {
    let (from, to) = piece(bytes, dice);
    let chosen = bytes[from..to].to_vec();
    let put: Vec<u8> = match dice.below(9) {
        0 => chosen.iter().map(|byte| byte ^ (1 << dice.below(8))).collect(),
        1 => Vec::new(),
        2 => chosen.repeat(2 + dice.below(3)),
        3 => TOKENS[dice.below(TOKENS.len())].as_bytes().to_vec(),
        4 => [TOKENS[dice.below(TOKENS.len())].as_bytes(), &chosen].concat(),
        // A piece from elsewhere, of this input or of another.
        5 | 6 => {
            let other = if dice.below(2) == 0 { bytes.as_slice() } else { &seeds[dice.below(seeds.len())] };
            let (from, to) = piece(other, dice);
            other[from..to].to_vec()
        }
        7 => chosen.iter().rev().copied().collect(),
        _ => {
            bytes.truncate(to);
            return;
        }
    };
    bytes.splice(from..to, put);
}

/// Where a short piece lies: any bytes, or from one mark of a text to the next, so that damage keeps a shape.
fn piece(bytes: &[u8], dice: &mut Dice) -> (usize, usize) {
    let at = dice.below(bytes.len() + 1);
    let is_mark = |byte: &u8| matches!(byte, b'<' | b'>' | b'"' | b' ' | b'=' | b',' | b'\n' | b'(' | b')');
    if dice.below(3) == 0 {
        return (at, (at + dice.below(32)).min(bytes.len()));
    }
    let from = bytes[..at].iter().rposition(is_mark).unwrap_or(at);
    let rest = &bytes[at..];
    let marks = 1 + dice.below(4);
    let to = rest.iter().enumerate().filter(|(_, byte)| is_mark(byte)).nth(marks).map_or(bytes.len(), |(n, _)| at + n);
    (from, to.min(from + 4_096))
}
