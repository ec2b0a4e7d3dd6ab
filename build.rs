//! Builds anew when a template changes.

fn main() {
    // include_dir embeds the folder as it was; a file added to it has to build anew.
    println!("cargo:rerun-if-changed=templates");
}
