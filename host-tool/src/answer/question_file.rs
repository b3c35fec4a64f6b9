//! Reads question files: TOML tables, with the place of every error.

use std::collections::HashMap;

use factrom::{Decimal, Quantity, Stance, day};
use factrom_query::{Ask, Column, Filters, Named, Pattern, Refusal};
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::lookup::time_range;
use crate::diagnostic::{Diagnostic, FileId, Files, Located, Span, nearest};
use crate::fact_files::input::raw::RawObject;
use crate::fact_files::input::table::{Reader, document, type_name};
use crate::numbers::counted;
use crate::vocabulary::{QUANTITY, number_literal, time_literal};

/// A question and its expected answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its name: what is asked, in words. Unique in the file.
    pub name: Located<String>,
    /// The question as data.
    pub ask: Ask<String>,
    /// The columns of its rows.
    pub columns: Vec<Column>,
    /// The expected answer.
    pub expected: Expected,
}

/// The expected answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// These rows.
    Rows {
        /// The rows. Each has a cell for each column.
        rows: Vec<Vec<String>>,
        /// Whether the order matters.
        ordered: bool,
        /// Whether there may be other rows.
        at_least: bool,
    },
    /// This many answers.
    Count(usize),
    /// No answer, because a name can't be resolved.
    Refusal(Refusal),
}

type Diagnostics = Vec<Diagnostic>;

/// Reads a question file. Errors go to `diagnostics`, and the rest of the file is still read.
pub fn parse(files: &Files, file: FileId, diagnostics: &mut Diagnostics) -> Vec<Question> {
    let text = files.text(file);
    let noted = diagnostics.len();
    let document = document(file, text, diagnostics);
    let root = Span { file, bytes: 0..text.len().min(1) };
    if !document.get_ref().contains_key("question") {
        // One message is enough for a fact file. After a syntax error there may be questions that were not read.
        let first = document.get_ref().keys().map(|key| key.span()).min_by_key(|bytes| bytes.start);
        if diagnostics.len() == noted {
            diagnostics.push(
                Diagnostic::error(&first.map_or(root, |bytes| Span { file, bytes }), "this file has no [[question]]")
                    .help("name files or folders with questions; to check fact files, use `factrom check`"),
            );
        }
        return Vec::new();
    }
    let mut reader = Reader::new(document.get_ref(), root, "question file", diagnostics);
    let mut questions: Vec<Question> = Vec::new();
    let mut names: HashMap<String, Span> = HashMap::new();
    for (table, span) in reader.tables("question") {
        let Some(question) = Question::parse(table, span, reader.diagnostics()) else { continue };
        if let Some(first) = names.insert(question.name.value.clone(), question.name.span.clone()) {
            reader.diagnostics().push(
                Diagnostic::error(&question.name.span, format!("two questions are called `{}`", question.name.value))
                    .related(&first, "the first one")
                    .help("give each question a name of its own"),
            );
        }
        questions.push(question);
    }
    reader.finish();
    questions
}

impl Question {
    fn parse(table: &DeTable<'_>, span: Span, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut reader = Reader::new(table, span, "question", diagnostics);
        let name = reader.required("name");
        if let Some(name) = &name {
            // A missing key is reported at the question's name.
            reader.span = name.span.clone();
        }
        reader.missing_unless(table.contains_key("ask"), "ask");
        let ask = reader.tables("ask").into_iter().next().and_then(|(table, span)| parse_ask(table, span, reader.diagnostics()));
        let columns = reader.texts("columns");
        let columns = ask.as_ref().and_then(|ask| parse_columns(ask, &columns, reader.diagnostics()));
        // If the columns are wrong, the rows' cells can't be checked. The columns are reported already.
        let expected = parse_expected(&mut reader, table, ask.as_ref(), columns.as_deref());
        reader.finish();
        Some(Question { name: name?, ask: ask?, columns: columns?, expected: expected? })
    }
}

/// The keys of an `ask` that exclude all others.
const ALONE: [&str; 4] = ["fact", "entity", "entities", "pattern"];

fn parse_ask(table: &DeTable<'_>, span: Span, diagnostics: &mut Diagnostics) -> Option<Ask<String>> {
    let mut reader = Reader::new(table, span, "question's `ask`", diagnostics);
    let value = |text: Option<Located<String>>| text.map(|text| text.value);
    let alone = table.keys().find(|key| ALONE.contains(&key.get_ref().as_ref()));
    if let Some(alone) = alone.filter(|_| table.len() > 1) {
        let span = Span { file: reader.span.file, bytes: alone.span() };
        let message = format!("`{}` can't be combined with other keys of `ask`", alone.get_ref());
        reader.diagnostics().push(
            Diagnostic::error(&span, message).help(format!(
                "ask either for {}, or for facts by the other keys",
                ALONE.map(|key| format!("`{key}`")).join(" or ")
            )),
        );
    }
    let fact = value(reader.text("fact")).map(Ask::Fact);
    let entity = value(reader.text("entity")).map(Ask::Entity);
    let entities = value(reader.text("entities")).map(Ask::Entities);
    let pattern = reader.tables("pattern").into_iter().next().map(|(table, span)| {
        let mut reader = Reader::new(table, span, "pattern", reader.diagnostics());
        let pattern = parse_pattern(&mut reader);
        reader.finish();
        Ask::Pattern(pattern)
    });
    let triple = parse_pattern(&mut reader);
    let stance = reader.text("stance").filter(|word| is_stance(word, reader.diagnostics()));
    let (speaker, audience) = (value(reader.text("speaker")), value(reader.text("audience")));
    let (place, source) = (value(reader.text("where")), value(reader.text("source")));
    let when = reader.text("when").and_then(|when| match time_range(&when) {
        Ok(range) => Some((range.first.0, range.last.0)),
        Err(message) => {
            let help = "write 2022-01-10, 2022-01, 2022-01-10/2022-01-13, or a range such as 2022-01-10.., which includes its ends";
            reader.diagnostics().push(Diagnostic::error(&when.span, message).help(help));
            None
        }
    });
    let timeline = reader.flag("timeline");
    reader.finish();
    let filters = Filters { triple, stance: value(stance), speaker, audience, place, source, when };
    if alone.is_some() {
        return fact.or(entity).or(entities).or(pattern);
    }
    Some(if timeline { Ask::Timeline(filters) } else { Ask::Facts(filters) })
}

fn parse_pattern(reader: &mut Reader<'_, '_>) -> Pattern<String> {
    let file = reader.span.file;
    let named = |key, reader: &mut Reader<'_, '_>| {
        let value = reader.value(key)?;
        let raw = RawObject::parse(file, &value, reader.diagnostics())?;
        parse_named(raw, reader.diagnostics())
    };
    let subject = named("subject", reader);
    let predicate = reader.text("predicate").map(|predicate| predicate.value);
    Pattern { subject, predicate, object: named("object", reader) }
}

fn parse_named(raw: RawObject, diagnostics: &mut Diagnostics) -> Option<Named<String>> {
    let RawObject { kind, value: Located { value, span } } = raw;
    let Some(kind) = kind else { return Some(Named::Entity(value)) };
    let mut wrong = |message: String| {
        diagnostics.push(Diagnostic::error(&span, message));
        None
    };
    let typed = |lexical: String, datatype: &str| Some(Named::Typed { lexical, datatype: datatype.to_string() });
    match kind.as_str() {
        "entity" => Some(Named::Entity(value)),
        "fact" => Some(Named::Fact(value)),
        "text" => Some(Named::Text(value)),
        "quantity" => match Quantity::parse(&value) {
            Ok(_) => typed(value, QUANTITY),
            Err(error) => wrong(error.to_string()),
        },
        "number" => match Decimal::parse(&value) {
            Some(_) => typed(value.clone(), number_literal(&value).datatype().as_str()),
            None => wrong(format!("`{value}` is not a plain number")),
        },
        "date" => match day(&value) {
            Ok(_) => typed(value.clone(), time_literal(&value).datatype().as_str()),
            Err(error) => wrong(format!("`{value}` is not a date: {error}")),
        },
        other => {
            let help = match nearest(other, RawObject::KINDS) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the kinds are {}", RawObject::KINDS.map(|kind| format!("`{kind}`")).join(", ")),
            };
            diagnostics.push(Diagnostic::error(&kind.span, format!("`{other}` is not a kind of term")).help(help));
            None
        }
    }
}

fn is_stance(word: &Located<String>, diagnostics: &mut Diagnostics) -> bool {
    if Stance::from_word(word).is_some() {
        return true;
    }
    let words = Stance::ALL.iter().map(|stance| stance.word());
    let help = match nearest(word, words.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the stances are {}", words.collect::<Vec<_>>().join(", ")),
    };
    diagnostics.push(Diagnostic::error(&word.span, format!("`{}` is not a stance", word.value)).help(help));
    false
}

fn parse_columns(ask: &Ask<String>, written: &[Located<String>], diagnostics: &mut Diagnostics) -> Option<Vec<Column>> {
    let known = Column::of(ask);
    let mut columns = Vec::new();
    for word in written {
        if let Some(column) = Column::from_word(word).filter(|column| known.contains(column)) {
            columns.push(column);
            continue;
        }
        let words = known.iter().map(|column| column.word());
        let help = match nearest(word, words.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the columns are {}", words.collect::<Vec<_>>().join(", ")),
        };
        diagnostics.push(Diagnostic::error(&word.span, format!("the answers have no column `{}`", word.value)).help(help));
    }
    match columns.len() {
        0 if written.is_empty() => Some(Column::default_of(ask).to_vec()),
        len => (len == written.len()).then_some(columns),
    }
}

fn parse_expected(
    reader: &mut Reader<'_, '_>,
    table: &DeTable<'_>,
    ask: Option<&Ask<String>>,
    columns: Option<&[Column]>,
) -> Option<Expected> {
    let ordered = reader.flag("ordered") || matches!(ask, Some(Ask::Timeline(_)));
    let at_least = reader.flag("at_least");
    let (rows, count, refusal) = (reader.value("rows"), reader.value("count"), reader.text("error"));
    let given = [rows.is_some(), count.is_some(), table.contains_key("error")];
    let file = reader.span.file;
    match given.iter().filter(|given| **given).count() {
        1 => {}
        0 => {
            let message = "this question has no expected answer";
            let help = "write `rows`, `count` or `error`; if you write `rows = []`, `factrom test --bless` fills in the rows";
            let diagnostic = Diagnostic::error(&reader.span.clone(), message).help(help);
            reader.diagnostics().push(diagnostic);
            return None;
        }
        _ => {
            let diagnostic =
                Diagnostic::error(&reader.span.clone(), "this question has more than one of `rows`, `count` and `error`")
                    .help("keep one of them, and write another question for the other");
            reader.diagnostics().push(diagnostic);
            return None;
        }
    }
    for key in ["columns", "ordered", "at_least"] {
        if let Some((key, _)) = table.get_key_value(key).filter(|_| rows.is_none()) {
            let span = Span { file, bytes: key.span() };
            let message = format!("`{}` says how to compare rows, but the question has no `rows`", key.get_ref());
            reader.diagnostics().push(Diagnostic::error(&span, message).help(format!("remove `{}`", key.get_ref())));
        }
    }
    if let Some(refusal) = refusal {
        return parse_refusal(&refusal, reader.diagnostics()).map(Expected::Refusal);
    }
    if let Some(count) = count {
        return parse_count(file, &count, reader.diagnostics()).map(Expected::Count);
    }
    let rows = parse_rows(file, &rows?, columns?, reader.diagnostics())?;
    Some(Expected::Rows { rows, ordered, at_least })
}

fn parse_refusal(word: &Located<String>, diagnostics: &mut Diagnostics) -> Option<Refusal> {
    let refusal = [Refusal::NotFound, Refusal::Ambiguous].into_iter().find(|refusal| refusal.word() == word.value);
    if refusal.is_none() {
        diagnostics.push(
            Diagnostic::error(&word.span, format!("`{}` is not an error that a question can expect", word.value))
                .help("write `not-found` or `ambiguous`"),
        );
    }
    refusal
}

fn parse_count(file: FileId, value: &Spanned<&DeValue<'_>>, diagnostics: &mut Diagnostics) -> Option<usize> {
    let number = match value.get_ref() {
        DeValue::Integer(integer) => usize::from_str_radix(integer.as_str(), integer.radix()).ok(),
        _ => None,
    };
    if number.is_none() {
        diagnostics.push(
            Diagnostic::error(&Span { file, bytes: value.span() }, "`count` of a question must be a whole number, 0 or more")
                .label(format!("this is {}", type_name(value.get_ref()))),
        );
    }
    number
}

fn parse_rows(
    file: FileId,
    value: &Spanned<&DeValue<'_>>,
    columns: &[Column],
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Vec<String>>> {
    let DeValue::Array(items) = value.get_ref() else {
        diagnostics.push(
            Diagnostic::error(&Span { file, bytes: value.span() }, "`rows` of a question must be a list of rows")
                .label(format!("this is {}", type_name(value.get_ref())))
                .help("write rows = [[\"...\"], [\"...\"]], or [\"...\", \"...\"] for rows of one column"),
        );
        return None;
    };
    let mut rows = Vec::new();
    for item in items.iter() {
        let span = Span { file, bytes: item.span() };
        let cells = match item.get_ref() {
            DeValue::Array(cells) => parse_cells(file, cells, diagnostics),
            DeValue::String(cell) => Some(vec![cell.to_string()]),
            other => {
                let diagnostic =
                    Diagnostic::error(&span, "a row is a list of strings").label(format!("this is {}", type_name(other)));
                diagnostics.push(diagnostic);
                None
            }
        };
        let Some(cells) = cells else { continue };
        if cells.len() == columns.len() {
            rows.push(cells);
        } else {
            let words: Vec<&str> = columns.iter().map(|column| column.word()).collect();
            diagnostics.push(
                Diagnostic::error(
                    &span,
                    format!("this row has {} for {}", counted(cells.len(), "cell"), counted(columns.len(), "column")),
                )
                .help(format!("write a cell for each of {}", words.join(", "))),
            );
        }
    }
    (rows.len() == items.len()).then_some(rows)
}

fn parse_cells(file: FileId, cells: &DeArray<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<String>> {
    let mut texts = Vec::new();
    for cell in cells.iter() {
        match cell.get_ref() {
            DeValue::String(text) => texts.push(text.to_string()),
            other => diagnostics.push(
                Diagnostic::error(&Span { file, bytes: cell.span() }, "a cell is a string")
                    .label(format!("this is {}", type_name(other)))
                    .help("put it in quotation marks"),
            ),
        }
    }
    (texts.len() == cells.len()).then_some(texts)
}
