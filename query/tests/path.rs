//! From a question to rows: each name, each filter and each column, on a data set in which each of them makes a difference.
//!
//! In `storm.toml` an entity, a fact, a source, a predicate and a class have the id `storm`.

use factrom::{Error, Store, TermKey, day};
use factrom_query::{Answer, Ask, Cells, Column, Field, Filters, Kind, Named, Pattern, Refusal, Unanswered, names};

const BLOB: &[u8] = include_bytes!("storm.fct");

/// The same facts, and triples with terms that fact files can't write.
const WITH_TERMS: &[u8] = include_bytes!("terms.fct");

fn store() -> Store<'static> {
    Store::open(BLOB).unwrap()
}

/// The rows of a question, cells separated by ` | `.
fn rows(store: &Store<'_>, ask: &Ask<&str>, columns: &[Column]) -> Vec<String> {
    let cells = Cells::new(store);
    let row = |answer: Answer<'_>| {
        let cell = |column: &Column| {
            let mut cell = String::new();
            cells.write(*column, &answer, &mut cell).unwrap();
            cell
        };
        columns.iter().map(cell).collect::<Vec<_>>().join(" | ")
    };
    ask.answers(store).unwrap().map(|answer| row(answer.unwrap())).collect()
}

/// The ids of the facts that pass filters.
fn ids(filters: Filters<&str>) -> Vec<String> {
    rows(&store(), &Ask::Facts(filters), &[Column::Fact])
}

fn none() -> Filters<&'static str> {
    Filters::default()
}

fn subject(named: Named<&str>) -> Filters<&str> {
    Filters { triple: Pattern { subject: Some(named), ..Pattern::default() }, ..Filters::default() }
}

fn predicate(id: &str) -> Filters<&str> {
    Filters { triple: Pattern { predicate: Some(id), ..Pattern::default() }, ..Filters::default() }
}

fn object(named: Named<&str>) -> Filters<&str> {
    Filters { triple: Pattern { object: Some(named), ..Pattern::default() }, ..Filters::default() }
}

const ALL: [&str; 11] = [
    "ann-warns-bob",
    "bob-denies",
    "fact-hits",
    "hits-fact",
    "hits-number",
    "hits-text",
    "hits-year",
    "lasts-eight",
    "lasts-seven",
    "lasts-seven-too",
    "storm",
];

#[test]
fn each_filter_alone() {
    assert_eq!(ids(none()), ALL);
    assert_eq!(ids(subject(Named::Entity("gale"))), ["ann-warns-bob", "bob-denies"]);
    assert_eq!(ids(subject(Named::Fact("storm"))), ["fact-hits"]);
    assert_eq!(ids(predicate("lasts")), ["lasts-eight", "lasts-seven", "lasts-seven-too"]);
    assert_eq!(ids(predicate("storm")), ["fact-hits", "hits-fact"]);
    assert_eq!(ids(object(Named::Entity("harbour"))), ["storm"]);
    assert_eq!(ids(object(Named::Entity("storm"))), ["fact-hits"]);
    assert_eq!(ids(object(Named::Fact("storm"))), ["hits-fact"]);
    assert_eq!(ids(Filters { stance: Some("denied"), ..none() }), ["bob-denies"]);
    assert_eq!(ids(Filters { stance: Some("warned"), ..none() }), ["ann-warns-bob"]);
    assert_eq!(ids(Filters { speaker: Some("ann"), ..none() }), ["ann-warns-bob"]);
    assert_eq!(ids(Filters { speaker: Some("bob"), ..none() }), ["bob-denies"]);
    assert_eq!(ids(Filters { audience: Some("ann"), ..none() }), ["bob-denies"]);
    assert_eq!(ids(Filters { audience: Some("bob"), ..none() }), ["ann-warns-bob"]);
    assert_eq!(ids(Filters { audience: Some("rob"), ..none() }), ["bob-denies"]);
    assert_eq!(ids(Filters { place: Some("coast"), ..none() }), ["ann-warns-bob"]);
    assert_eq!(ids(Filters { place: Some("harbour"), ..none() }), ["bob-denies", "storm"]);
    assert_eq!(
        ids(Filters { source: Some("gazette"), ..none() }),
        ["hits-number", "hits-text", "hits-year", "lasts-eight", "lasts-seven-too", "storm"]
    );
    let when = |text: &str| day(text).map(|time| Some((time.first.0, time.last.0))).unwrap();
    assert_eq!(ids(Filters { when: when("2022-01-10"), ..none() }), ["storm"]);
    assert_eq!(ids(Filters { when: when("2022-01-11"), ..none() }), ["ann-warns-bob"]);
    assert_eq!(ids(Filters { when: when("2022-01"), ..none() }), ["ann-warns-bob", "storm"]);
}

#[test]
fn all_filters_must_match() {
    let harbour = Filters { place: Some("harbour"), ..none() };
    assert_eq!(ids(Filters { stance: Some("asserted"), ..harbour.clone() }), ["storm"]);
    assert_eq!(ids(Filters { speaker: Some("bob"), ..harbour.clone() }), ["bob-denies"]);
    assert_eq!(ids(Filters { speaker: Some("ann"), ..harbour }), [""; 0]);
}

#[test]
fn a_timeline_has_the_order_of_time() {
    let store = store();
    let fact = [Column::Fact];
    assert_eq!(rows(&store, &Ask::Timeline(none()), &fact), ["storm", "ann-warns-bob"]);
    let warned = Filters { stance: Some("warned"), ..none() };
    assert_eq!(rows(&store, &Ask::Timeline(warned), &fact), ["ann-warns-bob"]);
}

#[test]
fn triples_are_asserted_facts_alone() {
    let store = store();
    let columns = [Column::Subject, Column::Predicate, Column::Object];
    let ask = |subject| Ask::Pattern(Pattern { subject: Some(subject), ..Pattern::default() });
    assert_eq!(rows(&store, &ask(Named::Entity("gale")), &columns), [""; 0]);
    assert_eq!(rows(&store, &ask(Named::Fact("storm")), &columns), ["fact/storm | storm | storm"]);
    let object = Some(Named::Fact("storm"));
    let to_fact = Ask::Pattern(Pattern { object, ..Pattern::default() });
    assert_eq!(rows(&store, &to_fact, &columns), ["storm | storm | fact/storm"]);
    let hits = Ask::Pattern(Pattern { predicate: Some("hits"), ..Pattern::default() });
    assert_eq!(rows(&store, &hits, &columns).len(), 3);
}

/// An entity and a fact of one id don't look alike in any column where both can be.
#[test]
fn a_row_keeps_the_kind_of_an_id() {
    let store = store();
    let columns = [Column::Fact, Column::Subject, Column::Predicate, Column::Object];
    assert_eq!(
        rows(&store, &Ask::Facts(predicate("storm")), &columns),
        ["fact-hits | fact/storm | storm | storm", "hits-fact | storm | storm | fact/storm"]
    );
    assert_eq!(rows(&store, &Ask::Fact("ann-warns-bob"), &[Column::Qualifiers]), ["condition=fact/storm"]);
    let cells = Cells::new(&store);
    let term = |kind: &str| store.find(TermKey::Iri(&format!("https://storm.example/{kind}/storm"))).unwrap().unwrap();
    for kind in [Kind::Entity, Kind::Fact, Kind::Source, Kind::Predicate, Kind::Class] {
        for column in [Kind::Entity, Kind::Fact, Kind::Source, Kind::Predicate, Kind::Class] {
            let mut id = String::new();
            cells.write_id(term(kind.word()), column, &mut id).unwrap();
            let expected = if kind == column { "storm".to_string() } else { format!("{}/storm", kind.word()) };
            assert_eq!(id, expected);
        }
    }
}

#[test]
fn each_column_of_a_fact() {
    let store = store();
    let cell = |fact, column| rows(&store, &Ask::Fact(fact), &[column]).remove(0);
    for (column, expected) in [
        (Column::Fact, "ann-warns-bob"),
        (Column::Statement, "Ann warned Bob that Gale would hit the coast."),
        (Column::Subject, "gale"),
        (Column::Predicate, "hits"),
        (Column::Object, "coast"),
        (Column::Speaker, "ann"),
        (Column::Audience, "bob"),
        (Column::Where, "coast"),
        (Column::Stance, "warned"),
        (Column::Status, "sound"),
        (Column::When, "2022-01-11"),
        (Column::SaidOn, "2022-01-09"),
        (Column::SaidAt, "harbour"),
        (Column::Note, ""),
        (Column::Qualifiers, "condition=fact/storm"),
        (Column::Source, "storm"),
        (Column::Evidence, "storm:2"),
        (Column::Disputes, ""),
        (Column::Corroborates, ""),
        (Column::Id, ""),
        (Column::Label, ""),
        (Column::Class, ""),
        (Column::Graph, ""),
    ] {
        assert_eq!(cell("ann-warns-bob", column), expected, "{column:?}");
    }
    assert_eq!(cell("bob-denies", Column::Audience), "ann rob");
    assert_eq!(cell("bob-denies", Column::Status), "doubtful");
    assert_eq!(cell("bob-denies", Column::Note), "The text calls him Robert.");
    assert_eq!(cell("hits-number", Column::Speaker), "cleo rob");
    assert_eq!(cell("storm", Column::Source), "gazette storm");
    assert_eq!(cell("storm", Column::Evidence), "gazette:3 storm:1 storm:6");
    assert_eq!(cell("storm", Column::SaidOn), "");
    assert_eq!(cell("lasts-seven", Column::Object), "7 h");
    assert_eq!(cell("lasts-seven", Column::Disputes), "lasts-eight");
    assert_eq!(cell("lasts-seven", Column::Corroborates), "lasts-seven-too");
    assert_eq!(cell("lasts-eight", Column::Disputes), "lasts-seven lasts-seven-too");
    assert_eq!(cell("lasts-eight", Column::Corroborates), "");
}

#[test]
fn each_column_of_an_entity() {
    let store = store();
    let columns = [Column::Id, Column::Label, Column::Class, Column::Fact, Column::Subject];
    assert_eq!(rows(&store, &Ask::Entity("storm"), &columns), ["storm | Anna | kind of storm |  | "]);
}

#[test]
fn a_column_is_known_by_its_number_and_its_word() {
    let mut numbers = 0;
    for number in 0..=u8::MAX {
        let Some(column) = Column::from_number(number) else { continue };
        assert_eq!((column as u8, Column::from_word(column.word())), (number, Some(column)));
        numbers += 1;
    }
    let of = |ask: Ask<&str>| Column::of(&ask).len();
    let (facts, entities, triples) = (of(Ask::Facts(none())), of(Ask::Entity("")), of(Ask::Pattern(Pattern::default())));
    // Facts and triples share subject, predicate and object.
    assert_eq!((facts, entities, triples, numbers), (19, 3, 4, 19 + 3 + 4 - 3));
    assert_eq!(Column::from_word("colour"), None);
}

fn found(name: &str) -> Result<String, Error> {
    let store = store();
    let entity = names::entity(&store, name).map_err(|unanswered| unanswered.error)?;
    Ok(rows(&store, &Ask::Entity(&entity.iri()?.to_string()), &[Column::Id]).remove(0))
}

#[test]
fn an_id_wins_over_a_name_and_a_label_over_other_names() {
    // Gale is called storm as well, Bob Cleo, and Ann Robin.
    assert_eq!(found("storm"), Ok("storm".into()));
    assert_eq!(found("cleo"), Ok("cleo".into()));
    assert_eq!(found("robin"), Ok("robin".into()));
    assert_eq!(found("https://storm.example/entity/storm"), Ok("storm".into()));
    // As no id is written.
    assert_eq!(found("Storm"), Ok("gale".into()));
    assert_eq!(found("CLEO"), Ok("bob".into()));
    // The label of one entity, another name of another.
    assert_eq!(found("Port"), Ok("robin".into()));
    // As a source misspells it.
    assert_eq!(found("habour"), Ok("harbour".into()));
}

#[test]
fn a_name_of_nothing_and_a_name_of_several_are_told_apart() {
    let store = store();
    assert_eq!(found("Robert"), Err(Error::Ambiguous));
    assert_eq!(found("Dora"), Err(Error::NotFound));
    fn refusal<'q>(ask: &'q Ask<&str>, store: &Store<'_>) -> (Refusal, Field, &'q str) {
        ask.answers(store).map(|_| ()).unwrap_err().refusal().unwrap()
    }
    assert_eq!(refusal(&Ask::Entity("Robert"), &store), (Refusal::Ambiguous, Field::Entity, "Robert"));
    assert_eq!(refusal(&Ask::Fact("gale"), &store), (Refusal::NotFound, Field::Fact, "gale"));
    for (filters, field) in [
        (subject(Named::Entity("x")), Field::Entity),
        (subject(Named::Fact("x")), Field::Fact),
        (predicate("x"), Field::Predicate),
        (object(Named::Entity("x")), Field::Entity),
        (Filters { stance: Some("x"), ..none() }, Field::Stance),
        (Filters { speaker: Some("x"), ..none() }, Field::Entity),
        (Filters { audience: Some("x"), ..none() }, Field::Entity),
        (Filters { place: Some("x"), ..none() }, Field::Entity),
        (Filters { source: Some("x"), ..none() }, Field::Source),
    ] {
        assert_eq!(refusal(&Ask::Facts(filters.clone()), &store), (Refusal::NotFound, field, "x"), "{filters:?}");
        assert_eq!(refusal(&Ask::Timeline(filters), &store), (Refusal::NotFound, field, "x"));
    }
    let all = rows(&store, &Ask::Entities("Robert"), &[Column::Id]);
    assert_eq!(all, ["bob", "rob"]);
    assert_eq!(rows(&store, &Ask::Entities("Dora"), &[Column::Id]), [""; 0]);
    assert_eq!(rows(&store, &Ask::Entities("storm"), &[Column::Id]), ["storm", "gale"]);
    assert_eq!(rows(&store, &Ask::Entities("port"), &[Column::Id]), ["harbour", "robin"]);
    let store_error = Unanswered { name: Some((Field::Entity, "x")), error: Error::Write };
    assert_eq!((store_error.refusal(), Unanswered::from(Error::NotFound).refusal()), (None, None));
}

#[test]
fn fields_and_refusals_have_words() {
    let fields = [Field::Entity, Field::Predicate, Field::Source, Field::Fact, Field::Stance].map(|field| field.to_string());
    assert_eq!(fields, ["entity", "predicate", "source", "fact", "stance"]);
    assert_eq!([Refusal::NotFound, Refusal::Ambiguous].map(Refusal::word), ["not-found", "ambiguous"]);
}

#[test]
fn a_predicate_is_named_by_its_id_or_any_iri_of_the_store() {
    let store = store();
    let lasts = names::predicate(&store, "lasts").unwrap();
    assert_eq!(names::predicate(&store, "https://storm.example/predicate/lasts"), Ok(lasts));
    let entity = store.entity("storm").unwrap().term();
    assert_eq!(names::predicate(&store, "https://storm.example/entity/storm"), Ok(entity));
    assert_eq!(names::predicate(&store, "gale").unwrap_err().error, Error::NotFound);
}

/// What a person means who types only a text.
#[test]
fn a_text_alone_means_what_the_store_has() {
    let store = store();
    let (cells, term) = (Cells::new(&store), |text| names::term(&store, text).unwrap());
    let shown = |text| {
        term(text).map(|term| {
            let mut shown = String::new();
            cells.write_id(term, Kind::Entity, &mut shown).unwrap();
            shown
        })
    };
    // What a row shows names the same term again.
    for path in ["fact/storm", "source/storm", "predicate/storm", "class/storm"] {
        assert_eq!(shown(path).as_deref(), Some(path));
    }
    assert_eq!(shown("entity/storm").as_deref(), Some("storm"));
    assert_eq!(shown("storm").as_deref(), Some("storm"), "the entity wins over the fact and the text");
    assert_eq!(term("storm"), Some(store.entity("storm").unwrap().term()));
    assert_eq!(shown("GALE").as_deref(), Some("gale"));
    assert_eq!(shown("7 h").as_deref(), Some("7 h"));
    assert_eq!(shown("lasts-seven").as_deref(), Some("fact/lasts-seven"));
    assert_eq!(shown("https://storm.example/source/gazette").as_deref(), Some("source/gazette"));
    let typed = |lexical, datatype| store.find(TermKey::Typed(lexical, datatype)).unwrap();
    assert_eq!(term("2022"), typed("2022", "http://www.w3.org/2001/XMLSchema#gYear"), "a date before a number");
    assert!(typed("2022", "http://www.w3.org/2001/XMLSchema#integer").is_some());
    for nothing in ["", "9 h", "fact/gale", "facts/storm", "fact/", "entity/Gale", "nobody"] {
        assert_eq!(term(nothing), None, "{nothing}");
    }
    assert_eq!(names::term(&store, "Robert").unwrap_err().error, Error::Ambiguous);
}

#[test]
fn a_named_text_or_literal_is_found_or_nothing_matches() {
    let typed = |lexical, datatype| object(Named::Typed { lexical, datatype });
    assert_eq!(ids(object(Named::Text("storm"))), ["hits-text"]);
    assert_eq!(ids(typed("2022", "http://www.w3.org/2001/XMLSchema#gYear")), ["hits-year"]);
    assert_eq!(ids(typed("2022", "http://www.w3.org/2001/XMLSchema#integer")), ["hits-number"]);
    assert_eq!(ids(object(Named::Term(store().entity("harbour").unwrap().term()))), ["storm"]);
    for absent in [object(Named::Text("gale")), typed("2022", "x:y"), subject(Named::Text("gale"))] {
        assert_eq!(ids(absent.clone()), [""; 0]);
        assert_eq!(store_rows(&Ask::Timeline(absent.clone())), 0);
        assert_eq!(store_rows(&Ask::Pattern(absent.triple)), 0);
    }
}

fn store_rows(ask: &Ask<&str>) -> usize {
    rows(&store(), ask, &[Column::Subject]).len()
}

#[test]
fn a_page_is_about_an_entity_or_else_a_fact() {
    let store = store();
    let page = |name| {
        let answer = Answer::named(&store, name).map_err(|unanswered| unanswered.error)?;
        let mut page = String::new();
        for column in [Column::Id, Column::Fact] {
            Cells::new(&store).write(column, &answer, &mut page)?;
            page.push('|');
        }
        Ok(page)
    };
    assert_eq!(page("storm"), Ok("storm||".into()));
    assert_eq!(page("entity/storm"), Ok("storm||".into()));
    assert_eq!(page("fact/storm"), Ok("|storm|".into()));
    assert_eq!(page("https://storm.example/fact/storm"), Ok("|storm|".into()));
    assert_eq!(page("lasts-seven"), Ok("|lasts-seven|".into()));
    assert_eq!(page("Gale"), Ok("gale||".into()));
    assert_eq!(page("source/storm"), Err(Error::NotFound));
    assert_eq!(page("nobody"), Err(Error::NotFound));
    assert_eq!(page("Robert"), Err(Error::Ambiguous));
}

#[test]
fn a_cursor_ends_and_stays_ended() {
    let store = store();
    for (ask, count) in [
        (Ask::Facts(none()), 11),
        (Ask::Timeline(none()), 2),
        (Ask::Fact("storm"), 1),
        (Ask::Entity("storm"), 1),
        (Ask::Entities("storm"), 2),
        (Ask::Pattern(Pattern::default()), store.triple_count() as usize),
    ] {
        let mut answers = ask.answers(&store).unwrap();
        assert_eq!(answers.by_ref().count(), count, "{ask:?}");
        assert!(answers.next().is_none());
    }
}

#[test]
fn terms_of_other_data_are_shown_whole_and_found() {
    let store = Store::open(WITH_TERMS).unwrap();
    let columns = [Column::Subject, Column::Predicate, Column::Object, Column::Graph];
    let of = |subject| {
        let subject = names::term(&store, subject).unwrap().map(Named::Term);
        let mut rows = rows(&store, &Ask::Pattern(Pattern { subject, ..Pattern::default() }), &columns);
        rows.sort();
        rows
    };
    let says = "http://other.example/says";
    assert_eq!(
        of("entity/new"),
        [
            "new | entity/storm | https://storm.example/other/storm | ".to_string(),
            format!("new | {says} | _:storm | "),
            format!("new | {says} | plain | "),
        ]
    );
    assert_eq!(of("https://storm.example/storm"), ["https://storm.example/storm | storm | https://storm.example/entity/a/b | "]);
    assert_eq!(
        of("http://other.example/storm"),
        [format!("http://other.example/storm | {says} | <<( storm hits <<( fact/storm entity/storm class/storm )>> )>> | ")]
    );
    assert_eq!(of("source/storm"), [format!("source/storm | {says} | class/storm | source/storm")]);
    // A plain string is a text too.
    let count = |object| {
        let ask: Ask<&str> = Ask::Pattern(Pattern { object: Some(object), ..Pattern::default() });
        rows(&store, &ask, &columns).len()
    };
    assert_eq!((count(Named::Text("plain")), count(Named::Text("blank"))), (1, 0));
    let plain = store.find(TermKey::String("plain")).unwrap();
    assert!(plain.is_some());
    assert_eq!(names::term(&store, "plain").unwrap(), plain);
    let predicate = Ask::Pattern(Pattern { predicate: Some(says), ..Pattern::default() });
    assert_eq!(rows(&store, &predicate, &columns).len(), 4);
}
