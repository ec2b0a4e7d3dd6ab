//! libFuzzer's entry to the target; what is run and what must hold stands in `targets/mark.rs`.
#![no_main]

#[path = "../targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::mark::run(data));
