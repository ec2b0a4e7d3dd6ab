//! Colours as people see them who do not see all, and as a printer without colours sets them.

/// Red, green and blue, linear, from zero to one.
type Light = [f64; 3];

/// Rows of a matrix that light is multiplied with.
type Matrix = [[f64; 3]; 3];

/// Who sees no red (protanopia), at full severity: Machado, Oliveira and Fernandes 2009, table 1.
const NO_RED: Matrix =
    [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]];
/// Who sees no green (deuteranopia), of the same table.
const NO_GREEN: Matrix =
    [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]];
/// Who sees all.
const ALL: Matrix = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
/// From linear sRGB to XYZ (IEC 61966-2-1).
const XYZ: Matrix = [[0.412_4, 0.357_6, 0.180_5], [0.212_6, 0.715_2, 0.072_2], [0.019_3, 0.119_2, 0.950_5]];
/// The white of it (D65).
const WHITE: Light = [0.950_5, 1.0, 1.089];

fn times(matrix: Matrix, light: Light) -> Light {
    matrix.map(|row| row.iter().zip(light).map(|(factor, part)| factor * part).sum())
}

/// A colour of a file, `RRGGBB`.
fn light(colour: &str) -> Light {
    [0, 2, 4].map(|at| {
        let part = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).expect("a colour")) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    })
}

/// CIE L*, a* and b*.
fn lab(light: Light) -> [f64; 3] {
    let root = |t: f64| if t > 216.0 / 24_389.0 { t.cbrt() } else { (24_389.0 / 27.0 * t + 16.0) / 116.0 };
    let of_white = times(XYZ, light);
    let [x, y, z] = [0, 1, 2].map(|at| root(of_white[at] / WHITE[at]));
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// By how much two colours differ in greys: of L*, from 0 for black to 100 for white.
pub fn in_greys(one: &str, other: &str) -> f64 {
    (lab(light(one))[0] - lab(light(other))[0]).abs()
}

/// By how much two colours differ (CIE 1976 ΔE) to whoever sees the least of it: all, no red, no green.
pub fn to_the_eye(one: &str, other: &str) -> f64 {
    let apart = |sight: Matrix| {
        let seen = |colour: &str| lab(times(sight, light(colour)).map(|part| part.clamp(0.0, 1.0)));
        let squares = seen(one).into_iter().zip(seen(other)).map(|(one, other)| (one - other).powi(2));
        squares.sum::<f64>().sqrt()
    };
    [ALL, NO_RED, NO_GREEN].map(apart).into_iter().fold(f64::INFINITY, f64::min)
}

/// The contrast of letters on a ground, from 1 to 21 (WCAG 2).
pub fn contrast(letters: &str, ground: &str) -> f64 {
    let [one, other] = [letters, ground].map(|colour| times(XYZ, light(colour))[1] + 0.05);
    one.max(other) / one.min(other)
}
