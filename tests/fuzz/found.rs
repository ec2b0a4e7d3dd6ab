//! Inputs that a target once failed on, each as small as it could be made, with what was wrong.

/// The cases of a target.
pub fn of(target: &str) -> Vec<Vec<u8>> {
    CASES.iter().filter(|(of, _)| *of == target).map(|(_, input)| input.to_vec()).collect()
}

/// Target and input.
const CASES: [(&str, &[u8]); 0] = [];
