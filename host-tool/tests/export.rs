//! Output of `factrom export`: JSON lines with all fields, and RDF that other tools can read, in which a claim is never a triple.

use std::collections::BTreeSet;
use std::path::Path;

use clap::Parser;
use factrom::{Stance, Store};
use factrom_tool::answer::jsonl;
use factrom_tool::cli::commands::export;
use factrom_tool::cli::{Failure, Outcome, Terminal};
use factrom_tool::compile::compile;
use factrom_tool::fact_files::input::Input;
use factrom_tool::fact_files::resolve::{Articles, Options, resolve};
use factrom_tool::model::Model;
use factrom_tool::rdf::export::Error;
use factrom_tool::rdf::export::{Version, write};
use factrom_tool::vocabulary::namespaces;
use oxrdf::{BlankNode, GraphName, Literal, NamedNode, Quad, Term, Triple};
use oxrdfio::{RdfFormat, RdfParser};

const FACTS: &str = r#"
[dataset]
id = "tea"
title = "A tea party"
namespace = "https://example.org/tea/"
language = "en"
license = "CC0-1.0"

[[class]]
id = "thing"
label = "thing"

[[class]]
id = "agent"
label = "agent"
subclass_of = ["thing"]
iri = "http://xmlns.com/foaf/0.1/Agent"

[[class]]
id = "place"
label = "place"
subclass_of = ["thing"]

[[predicate]]
id = "lasts"
label = "lasts"
domain = ["thing"]
range = ["quantity"]
functional = true

[[predicate]]
id = "takes"
label = "takes"
domain = ["agent"]
range = ["thing", "text"]

[[predicate]]
id = "purpose"
label = "purpose"
range = ["text"]
qualifier = true

[[entity]]
id = "party"
class = "thing"
label = "the tea party"
description = "A tea party that never ends"

[[entity]]
id = "watch"
class = "thing"
label = "the watch"
description = "A watch that tells the day"

[[entity]]
id = "hatter"
class = "agent"
label = "the Hatter"
description = "Host"
aliases = ["Mad Hatter"]
misspellings = ["Hattar"]
[[entity.role]]
title = "host"
at = "party"
when = "1865-11"

[[entity]]
id = "alice"
class = "agent"
label = "Alice"
description = "Guest"

[[entity]]
id = "garden"
class = "place"
label = "the garden"
description = "Where the table is laid"

[source]
id = "gazette"
title = "Party goes on"
publisher = "The Gazette"
authors = ["A. Hare", "D. Mouse"]
date = "1865-11-05?"
language = "en-gb"
file = "gazette.txt"
sha256 = "048207400863b05903ce0bdec86b39216628f030769709ecc0b8a0890d5edb63"
url = "https://example.org/gazette/7"

[[fact]]
id = "hatter-takes-watch"
statement = "The Hatter takes no watch."
subject = "hatter"
predicate = "takes"
object = "watch"
stance = "denied"
speaker = "hatter"
audience = "alice"
said_on = "1865-11-04"
said_at = "garden"
[fact.with]
purpose = { text = "to tell the \"time\"" }
[[fact.evidence]]
paragraph = 2
anchor = "I never took the watch"

[[fact]]
id = "party-lasts"
statement = "The party lasts more than six hours."
subject = "party"
predicate = "lasts"
object = { quantity = "> 6 h" }
stance = "asserted"
when = "1865-11"
where = "garden"
status = "doubtful"
note = "The clock stands still."
[[fact.evidence]]
paragraph = 1
anchor = "more than six hours"
[[fact.evidence]]
paragraph = 3
anchor = "it is always six"

[[fact]]
id = "party-lasts-long"
statement = "Alice says that the party lasts two hours."
subject = "party"
predicate = "lasts"
object = { quantity = "2 h" }
stance = "claimed"
speaker = "alice"
[[fact.evidence]]
paragraph = 3
anchor = "two hours at most"
"#;

/// The text of the source, which gives the anchors byte offsets.
const GAZETTE: &str = "It went on for more than six hours.

\u{201c}I never took the watch.\u{201d}

For them it is always six. But: two hours at most.
";

const NS: &str = "https://example.org/tea/";
const F: &str = "https://w3id.org/factrom/ns#";

/// Expected lines of N-Triples, with prefixes that the tests expand.
fn expanded(line: &str) -> String {
    let mut line = line.to_string();
    for (prefix, iri) in [
        ("rdf:", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
        ("rdfs:", "http://www.w3.org/2000/01/rdf-schema#"),
        ("xsd:", "http://www.w3.org/2001/XMLSchema#"),
        ("skos:", "http://www.w3.org/2004/02/skos/core#"),
        ("prov:", "http://www.w3.org/ns/prov#"),
        ("schema:", "https://schema.org/"),
        ("f:", F),
        (":", NS),
    ] {
        line = line.replace(&format!("<{prefix}"), &format!("<{iri}"));
    }
    line
}

/// The blob of the facts above, with byte offsets of the anchors.
fn blob() -> Vec<u8> {
    let mut input = Input::default();
    input.add("facts.toml".into(), FACTS.to_string());
    let mut articles = Articles::default();
    articles.add("gazette.txt".to_string(), GAZETTE.to_string());
    let resolved = resolve(&input, Options { articles: Some(&articles), with_quotes: false });
    assert!(resolved.diagnostics.is_empty(), "{:?}", resolved.diagnostics);
    compile(&resolved.model).unwrap()
}

fn exported(blob: &[u8], format: RdfFormat, version: Version) -> Result<String, Error> {
    let store = Store::open(blob).unwrap();
    let mut out = Vec::new();
    write(&store, format, version, &mut out).map(|()| String::from_utf8(out).unwrap())
}

fn parsed(text: &str, format: RdfFormat) -> Vec<Quad> {
    RdfParser::from_format(format).for_slice(text.as_bytes()).collect::<Result<_, _>>().unwrap()
}

fn set(text: &str, format: RdfFormat) -> BTreeSet<String> {
    parsed(text, format).iter().map(Quad::to_string).collect()
}

/// Parses lines with the short IRIs of [`expanded`] into quads, in the form of [`set`].
fn lines(lines: &[&str]) -> Vec<String> {
    let text = lines.iter().map(|line| format!("{} .\n", expanded(line))).collect::<String>();
    parsed(&text, RdfFormat::NTriples).iter().map(Quad::to_string).collect()
}

#[test]
fn a_json_line_has_all_of_a_fact() {
    let blob = blob();
    let mut out = Vec::new();
    jsonl::write(&Store::open(&blob).unwrap(), &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(text.ends_with("}\n"));
    assert_eq!(
        lines[0],
        concat!(
            r#"{"id":"hatter-takes-watch","statement":"The Hatter takes no watch.","#,
            r#""subject":{"id":"hatter","label":"the Hatter","kind":"entity"},"predicate":{"id":"takes","label":"takes","kind":"predicate"},"#,
            r#""object":{"id":"watch","label":"the watch","kind":"entity"},"speaker":{"id":"hatter","label":"the Hatter","kind":"entity"},"#,
            r#""audience":{"id":"alice","label":"Alice","kind":"entity"},"where":null,"stance":"denied","status":"sound","note":null,"#,
            r#""when":null,"said_on":"1865-11-04","said_at":{"id":"garden","label":"the garden","kind":"entity"},"#,
            r#""qualifiers":[{"predicate":{"id":"purpose","label":"purpose","kind":"predicate"},"#,
            r#""object":{"value":"to tell the \"time\"","label":"to tell the \"time\"","datatype":"@en"}}],"#,
            r#""evidence":[{"source":"gazette","article":"gazette.txt","paragraph":2,"start":40,"end":62,"#,
            r#""anchor":"I never took the watch"}],"disputes":[],"corroborates":[]}"#,
        )
    );
    assert!(lines[1].starts_with(r#"{"id":"party-lasts","#), "facts are not in the order of their ids");
    assert!(lines[2].starts_with(r#"{"id":"party-lasts-long","#));
}

#[test]
fn rdf_11_has_everything() {
    let text = exported(&blob(), RdfFormat::NTriples, Version::Rdf11).unwrap();
    // Data set 5, classes 6, predicates 7, source 11, entities 21, facts 20 + 25 + 17, the asserted triple.
    assert_eq!(text.lines().count(), 113);
    let set = set(&text, RdfFormat::NTriples);
    assert_eq!(set.len(), 113, "a triple is missing or occurs twice");
    let expected = lines(&[
        r#"<:> <rdf:type> <http://rdfs.org/ns/void#Dataset>"#,
        r#"<:> <http://purl.org/dc/terms/identifier> "tea""#,
        r#"<:> <http://purl.org/dc/terms/title> "A tea party"@en"#,
        r#"<:> <schema:license> "CC0-1.0""#,
        r#"<http://xmlns.com/foaf/0.1/Agent> <rdf:type> <rdfs:Class>"#,
        r#"<http://xmlns.com/foaf/0.1/Agent> <rdfs:label> "agent"@en"#,
        r#"<:predicate/lasts> <rdf:type> <rdf:Property>"#,
        r#"<:predicate/lasts> <rdf:type> <f:FunctionalPredicate>"#,
        r#"<:predicate/takes> <rdfs:label> "takes"@en"#,
        r#"<:source/gazette> <rdf:type> <prov:Entity>"#,
        r#"<:source/gazette> <rdf:type> <schema:Article>"#,
        r#"<:source/gazette> <schema:headline> "Party goes on"@en-gb"#,
        r#"<:source/gazette> <schema:author> "A. Hare""#,
        r#"<:source/gazette> <schema:author> "D. Mouse""#,
        r#"<:source/gazette> <schema:datePublished> "1865-11-05?"^^<http://id.loc.gov/datatypes/edtf/EDTF>"#,
        r#"<:source/gazette> <schema:inLanguage> "en-gb""#,
        r#"<:source/gazette> <schema:url> <https://example.org/gazette/7>"#,
        r#"<:source/gazette> <f:file> "gazette.txt""#,
        r#"<:source/gazette> <f:sha256> "048207400863b05903ce0bdec86b39216628f030769709ecc0b8a0890d5edb63""#,
        r#"<:entity/hatter> <rdf:type> <http://xmlns.com/foaf/0.1/Agent>"#,
        r#"<:entity/hatter> <rdfs:label> "the Hatter"@en"#,
        r#"<:entity/hatter> <rdfs:comment> "Host"@en"#,
        r#"<:entity/hatter> <skos:altLabel> "Mad Hatter"@en"#,
        r#"<:entity/hatter> <skos:hiddenLabel> "Hattar"@en"#,
        r#"<:entity/hatter> <f:role> <:entity/hatter#role1>"#,
        r#"<:entity/hatter#role1> <schema:roleName> "host"@en"#,
        r#"<:entity/hatter#role1> <f:at> <:entity/party>"#,
        r#"<:entity/hatter#role1> <f:when> "1865-11"^^<xsd:gYearMonth>"#,
        r#"<:fact/hatter-takes-watch> <f:speaker> <:entity/hatter>"#,
        r#"<:fact/hatter-takes-watch> <f:audience> <:entity/alice>"#,
        r#"<:fact/hatter-takes-watch> <f:saidOn> "1865-11-04"^^<xsd:date>"#,
        r#"<:fact/hatter-takes-watch> <f:saidAt> <:entity/garden>"#,
        r#"<:fact/hatter-takes-watch> <:predicate/purpose> "to tell the \"time\""@en"#,
        r#"<:fact/party-lasts> <rdf:type> <f:Fact>"#,
        r#"<:fact/party-lasts> <rdf:type> <rdf:Statement>"#,
        r#"<:fact/party-lasts> <rdf:subject> <:entity/party>"#,
        r#"<:fact/party-lasts> <rdf:predicate> <:predicate/lasts>"#,
        r#"<:fact/party-lasts> <rdf:object> "> 6 h"^^<f:quantity>"#,
        r#"<:fact/party-lasts> <f:statement> "The party lasts more than six hours."@en"#,
        r#"<:fact/party-lasts> <f:stance> <f:asserted>"#,
        r#"<:fact/party-lasts> <f:status> <f:doubtful>"#,
        r#"<:fact/party-lasts> <f:note> "The clock stands still."@en"#,
        r#"<:fact/party-lasts> <f:when> "1865-11"^^<xsd:gYearMonth>"#,
        r#"<:fact/party-lasts> <f:where> <:entity/garden>"#,
        r#"<:fact/party-lasts> <f:disputes> <:fact/party-lasts-long>"#,
        r#"<:fact/party-lasts> <prov:wasDerivedFrom> <:source/gazette>"#,
        r#"<:fact/party-lasts> <f:evidence> <:fact/party-lasts#e1>"#,
        r#"<:fact/party-lasts> <f:evidence> <:fact/party-lasts#e2>"#,
        r#"<:fact/party-lasts#e2> <f:source> <:source/gazette>"#,
        r#"<:fact/party-lasts#e2> <f:paragraph> "3"^^<xsd:integer>"#,
        r#"<:fact/party-lasts#e2> <f:anchor> "it is always six"@en-gb"#,
        r#"<:fact/party-lasts#e2> <f:start> "77"^^<xsd:integer>"#,
        r#"<:fact/party-lasts#e2> <f:end> "93"^^<xsd:integer>"#,
        r#"<:entity/party> <:predicate/lasts> "> 6 h"^^<f:quantity>"#,
    ]);
    for line in expected {
        assert!(set.contains(&line), "{line} is missing in:\n{text}");
    }
}

#[test]
fn rdf_11_has_nothing_of_12() {
    for format in [RdfFormat::NTriples, RdfFormat::NQuads, RdfFormat::Turtle, RdfFormat::TriG] {
        let text = exported(&blob(), format, Version::Rdf11).unwrap();
        for foreign in ["<<", ">>", "{|", "reifies", "--ltr", "--rtl", "VERSION"] {
            assert!(!text.contains(foreign), "{foreign} in\n{text}");
        }
    }
}

#[test]
fn rdf_12_reifies_triple_terms() {
    let text = exported(&blob(), RdfFormat::NTriples, Version::Rdf12).unwrap();
    // One triple instead of four for each of three facts.
    assert_eq!(text.lines().count(), 113 - 9);
    let expected = "<:fact/hatter-takes-watch> <rdf:reifies> <<( <:entity/hatter> <:predicate/takes> <:entity/watch> )>> .";
    assert!(text.lines().any(|line| line == expanded(expected)), "{text}");
    assert!(!text.contains("#Statement>"));
    assert!(text.contains("<https://w3id.org/factrom/ns#Fact>"));
}

#[test]
fn the_four_formats_have_the_same_quads() {
    for version in [Version::Rdf11, Version::Rdf12] {
        let of = |format| set(&exported(&blob(), format, version).unwrap(), format);
        let ntriples = of(RdfFormat::NTriples);
        for format in [RdfFormat::NQuads, RdfFormat::Turtle, RdfFormat::TriG] {
            assert_eq!(of(format), ntriples, "{format}");
        }
    }
}

#[test]
fn turtle_is_for_people() {
    let text = exported(&blob(), RdfFormat::Turtle, Version::Rdf11).unwrap();
    let expected = r#"
fact:hatter-takes-watch a f:Fact , rdf:Statement ;
	rdf:subject entity:hatter ;
	rdf:predicate predicate:takes ;
	rdf:object entity:watch ;
	f:statement "The Hatter takes no watch."@en ;
	f:stance f:denied ;
	f:status f:sound ;
	f:speaker entity:hatter ;
	f:audience entity:alice ;
	f:saidOn "1865-11-04"^^xsd:date ;
	f:saidAt entity:garden ;
	predicate:purpose "to tell the \"time\""@en ;
	prov:wasDerivedFrom source:gazette ;
	f:evidence fact:hatter-takes-watch\#e1 .
fact:hatter-takes-watch\#e1 f:source source:gazette ;
	f:paragraph 2 ;
	f:anchor "I never took the watch"@en-gb ;
	f:start 40 ;
	f:end 62 .
"#;
    assert!(text.contains(expected), "{text}");
    assert!(text.contains("@prefix f: <https://w3id.org/factrom/ns#> .\n"));
    assert!(text.contains("@prefix entity: <https://example.org/tea/entity/> .\n"));
}

#[test]
fn two_exports_are_the_same_bytes() {
    for format in [RdfFormat::NTriples, RdfFormat::NQuads, RdfFormat::Turtle, RdfFormat::TriG] {
        for version in [Version::Rdf11, Version::Rdf12] {
            assert_eq!(exported(&blob(), format, version).unwrap(), exported(&blob(), format, version).unwrap());
        }
    }
}

#[test]
fn what_is_denied_or_claimed_is_no_triple() {
    for version in [Version::Rdf11, Version::Rdf12] {
        let set = set(&exported(&blob(), RdfFormat::NTriples, version).unwrap(), RdfFormat::NTriples);
        let never = lines(&[
            "<:entity/hatter> <:predicate/takes> <:entity/watch>",
            r#"<:entity/party> <:predicate/lasts> "2 h"^^<f:quantity>"#,
        ]);
        for line in never {
            assert!(!set.contains(&line), "{line}");
        }
        let takes = expanded("<:predicate/takes>");
        assert!(!set.iter().any(|quad| quad.split(' ').nth(1) == Some(&takes)));
    }
}

/// The repository's own data set, in which a few hundred facts are claims.
#[test]
fn of_the_seeds_everything_is_written_and_no_claim_is_a_triple() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../seeds");
    let resolved = resolve(&Input::read(&seeds).unwrap(), Options::default());
    assert!(resolved.is_sound());
    let blob = compile(&resolved.model).unwrap();
    let facts = &resolved.model.facts;
    let triple = |subject: &Term, predicate: &NamedNode, object: &Term| format!("{subject} {predicate} {object}");
    let of_fact = |fact: &factrom_tool::model::Fact| triple(&fact.subject, &fact.predicate, &fact.object);
    let asserted: BTreeSet<String> = facts.iter().filter(|fact| fact.stance == Stance::Asserted).map(of_fact).collect();
    let claims: BTreeSet<String> = facts
        .iter()
        .filter(|fact| fact.stance != Stance::Asserted)
        .map(of_fact)
        .filter(|claim| !asserted.contains(claim))
        .collect();
    assert!(claims.len() > 200, "{}", claims.len());
    let quads = parsed(&exported(&blob, RdfFormat::NTriples, Version::Rdf11).unwrap(), RdfFormat::NTriples);
    let plain: BTreeSet<String> =
        quads.iter().map(|quad| triple(&quad.subject.clone().into(), &quad.predicate, &quad.object)).collect();
    assert_eq!(plain.len(), quads.len(), "a triple occurs twice");
    assert_eq!(claims.intersection(&plain).collect::<Vec<_>>(), Vec::<&String>::new());
    assert!(asserted.is_subset(&plain));
    let statements = quads.iter().filter(|quad| quad.predicate == namespaces::own::STATEMENT).count();
    assert_eq!(statements, facts.len());
    let model = &resolved.model;
    let labelled = quads.iter().filter(|quad| quad.predicate == namespaces::rdfs::LABEL).count();
    assert_eq!(labelled, model.classes.len() + model.predicates.len() + model.entities.len());
}

fn node(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("https://example.org/{name}"))
}

/// A store that contains only triples with these objects, in one graph.
fn triples(objects: &[Term], graph: GraphName) -> Vec<u8> {
    let triples = objects.iter().map(|object| Quad::new(node("s"), node("p"), object.clone(), graph.clone())).collect();
    compile(&Model { triples, ..Model::default() }).unwrap()
}

#[test]
fn triples_alone_come_back_as_they_were() {
    let objects = [
        Term::from(node("o")),
        BlankNode::new_unchecked("b").into(),
        Literal::new_simple_literal("line\nbreak \"quoted\" \u{1F3A9}").into(),
        Literal::new_language_tagged_literal_unchecked("chapeau", "fr").into(),
        Literal::new_typed_literal("007", oxrdf::vocab::xsd::INTEGER).into(),
    ];
    let text = exported(&triples(&objects, GraphName::DefaultGraph), RdfFormat::NTriples, Version::Rdf11).unwrap();
    let expected =
        objects.iter().map(|object| Quad::new(node("s"), node("p"), object.clone(), GraphName::DefaultGraph).to_string());
    assert_eq!(set(&text, RdfFormat::NTriples), expected.collect::<BTreeSet<_>>());
    let turtle = exported(&triples(&objects, GraphName::DefaultGraph), RdfFormat::Turtle, Version::Rdf11).unwrap();
    assert!(!turtle.contains("skos"), "a store without facts has prefixes for facts: {turtle}");
}

#[test]
fn named_graphs_need_a_format_that_has_them() {
    let blob = triples(&[node("o").into()], node("g").into());
    let nquads = "<https://example.org/s> <https://example.org/p> <https://example.org/o> <https://example.org/g> .\n";
    assert_eq!(exported(&blob, RdfFormat::NQuads, Version::Rdf11).unwrap(), nquads);
    let trig = exported(&blob, RdfFormat::TriG, Version::Rdf11).unwrap();
    assert_eq!(set(&trig, RdfFormat::TriG), set(nquads, RdfFormat::NQuads));
    assert_eq!(
        exported(&blob, RdfFormat::NTriples, Version::Rdf11).unwrap_err().to_string(),
        "the store has triples in the graph <https://example.org/g>, but N-Triples has no named graphs: \
         export as nquads or trig"
    );
    assert!(matches!(exported(&blob, RdfFormat::Turtle, Version::Rdf12), Err(Error::NamedGraph { format: "Turtle", .. })));
}

#[test]
fn what_only_rdf_12_has_needs_it() {
    let triple = Triple::new(node("a"), node("b"), Literal::new_simple_literal("c"));
    let direction = Literal::new_directional_language_tagged_literal_unchecked("שלום", "he", oxrdf::BaseDirection::Rtl);
    let cases: [(Term, &str); 2] = [
        (
            triple.into(),
            "<<( <https://example.org/a> <https://example.org/b> \"c\" )>> is a triple term, which RDF 1.1 does not support: \
             export with --rdf-version 1.2",
        ),
        (
            direction.into(),
            "\"שלום\"@he--rtl is a text with a base direction, which RDF 1.1 does not support: export with --rdf-version 1.2",
        ),
    ];
    for (object, message) in cases {
        let blob = triples(std::slice::from_ref(&object), GraphName::DefaultGraph);
        let mut out = Vec::new();
        let error = write(&Store::open(&blob).unwrap(), RdfFormat::NTriples, Version::Rdf11, &mut out).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_eq!(out, b"", "something was written before the error");
        let text = exported(&blob, RdfFormat::NTriples, Version::Rdf12).unwrap();
        assert_eq!(text, format!("<https://example.org/s> <https://example.org/p> {object} .\n"));
    }
}

#[test]
fn what_is_no_iri_is_not_written() {
    let blob = triples(&[NamedNode::new_unchecked("https://example.org/a> <b").into()], GraphName::DefaultGraph);
    assert_eq!(
        exported(&blob, RdfFormat::NTriples, Version::Rdf11).unwrap_err().to_string(),
        "`https://example.org/a> <b` is not a valid IRI, so it cannot be exported: correct the data and rebuild the blob"
    );
}

#[derive(Parser)]
struct CommandLine {
    #[command(flatten)]
    args: export::Args,
}

/// Runs the command and returns its standard output.
fn run(arguments: &[&str]) -> Result<String, Failure> {
    let args = CommandLine::try_parse_from(["export"].iter().chain(arguments)).unwrap().args;
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut terminal =
        Terminal { out: &mut out, err: &mut err, out_is_terminal: false, err_is_terminal: false, color: false, width: None };
    assert_eq!(export::run(&args, &mut terminal)?, Outcome::Ok);
    Ok(String::from_utf8(out).unwrap())
}

#[test]
fn the_command_writes_to_standard_output_or_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_string();
    let (store, output) = (path("tea.fct"), path("tea.ttl"));
    std::fs::write(&store, blob()).unwrap();
    assert!(run(&["--store", &store]).unwrap().starts_with(r#"{"id":"hatter-takes-watch","#));
    let turtle = run(&["--store", &store, "--format", "turtle", "--rdf-version", "1.2"]).unwrap();
    assert_eq!(turtle, exported(&blob(), RdfFormat::Turtle, Version::Rdf12).unwrap());
    let nothing = run(&["--store", &store, "--format", "turtle", "--rdf-version", "1.2", "-o", &output]).unwrap();
    assert_eq!(nothing, "");
    assert_eq!(std::fs::read_to_string(&output).unwrap(), turtle);
}

#[test]
fn the_command_keeps_an_old_file_where_it_fails() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_string();
    let (store, output) = (path("graphs.fct"), path("graphs.nt"));
    std::fs::write(&store, triples(&[node("o").into()], node("g").into())).unwrap();
    std::fs::write(&output, "old").unwrap();
    let failure = run(&["--store", &store, "--format", "ntriples", "-o", &output]).unwrap_err();
    assert!(matches!(failure, Failure::BadInput(message) if message.ends_with("export as nquads or trig")));
    assert_eq!(std::fs::read_to_string(&output).unwrap(), "old");
    let failure = run(&["--store", &store, "--rdf-version", "1.1"]).unwrap_err();
    assert!(matches!(failure, Failure::Usage(message) if message.starts_with("--rdf-version has no effect on jsonl")));
}
