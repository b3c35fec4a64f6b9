//! Compiles the fact files into the module `facts`, and sets up linking as for all targets.

#[path = "../link.rs"]
mod link;

fn main() {
    link::main();
    factrom_tool::build_script().facts("../../seeds").emit();
}
