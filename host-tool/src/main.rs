//! x
use factrom_tool::*;
fn main() {
    let t = std::time::Instant::now();
    let input = input::Input::read(std::path::Path::new("seeds")).unwrap();
    println!("read {:?}", t.elapsed());
    let articles = resolve::Articles::read(std::path::Path::new("../shared/articles")).unwrap();
    let r = resolve::resolve(&input, resolve::Options { articles: Some(&articles), with_quotes: false });
    println!("resolve {:?}", t.elapsed());
    println!("{}", diagnostic::render_all(&r.diagnostics, &input.files, true));
    for c in &r.coverage {
        println!("{} {} {} {} {:?}", c.source, c.sentences, c.touched, c.skipped, c.missing);
    }
    if !r.is_sound() {
        return;
    }
    let b = compile::compile(&r.model).unwrap();
    println!("compile {:?} {}", t.elapsed(), b.len());
    std::fs::write("/tmp/x.fct", &b).unwrap();
    let s = factrom::Store::open(&b).unwrap();
    println!("{} facts {} triples {} terms {:?}", s.fact_count(), s.triple_count(), s.term_count(), s.title().unwrap());
    let r = s.entity("rybakov").unwrap();
    println!("{r:?}");
    for f in s.facts().speaker(r).stance(factrom::Stance::Denied) {
        println!("{}", f.unwrap());
    }
}
