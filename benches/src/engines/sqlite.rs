//! SQLite: a table of terms with a unique index on their text, and the triples in three tables without row ids, one for each order.
//!
//! The file is vacuumed, opened read-only as immutable (so no locks are taken) and mapped into memory. Statements are prepared
//! once. A first match is one step of such a statement.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::fs::File;
use std::hint::black_box;
use std::io::BufReader;

use oxrdf::Term;
use oxttl::NTriplesParser;
use rusqlite::{Connection, OpenFlags, Statement};

use super::{Engine, Place, absent};
use crate::Failure;
use crate::questions::{Role, SHAPES, SampleTerm, Shape, dictionary_form};

const FILE: &str = "store.sqlite";
const SCHEMA: &str = "
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE terms (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
    CREATE TABLE spo (s INTEGER NOT NULL, p INTEGER NOT NULL, o INTEGER NOT NULL, PRIMARY KEY (s, p, o)) WITHOUT ROWID;
    CREATE TABLE pos (p INTEGER NOT NULL, o INTEGER NOT NULL, s INTEGER NOT NULL, PRIMARY KEY (p, o, s)) WITHOUT ROWID;
    CREATE TABLE osp (o INTEGER NOT NULL, s INTEGER NOT NULL, p INTEGER NOT NULL, PRIMARY KEY (o, s, p)) WITHOUT ROWID;";
const FIND: &str = "SELECT id FROM terms WHERE text = ?1";
const TEXT: &str = "SELECT text FROM terms WHERE id = ?1";
const OBJECT: &str = "SELECT object.text FROM terms AS subject, terms AS predicate, spo, terms AS object
    WHERE subject.text = ?1 AND predicate.text = ?2 AND s = subject.id AND p = predicate.id AND object.id = o LIMIT 1";

/// An open database and its statements.
pub struct Sqlite {
    find: RefCell<Statement<'static>>,
    text: RefCell<Statement<'static>>,
    object: RefCell<Statement<'static>>,
    /// Statement of each pattern, indexed by its bound roles as bits.
    patterns: Vec<RefCell<Statement<'static>>>,
}

impl fmt::Debug for Sqlite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sqlite").finish_non_exhaustive()
    }
}

fn connect(place: &Place) -> Result<Connection, Failure> {
    let uri = format!("file:{}?immutable=1", place.file(FILE).display());
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(uri, flags)?;
    connection.pragma_update(None, "mmap_size", i64::from(i32::MAX))?;
    Ok(connection)
}

fn bits<T>(pattern: [Option<T>; 3]) -> usize {
    pattern.iter().enumerate().map(|(role, bound)| usize::from(bound.is_some()) << role).sum()
}

/// Returns the statement of a pattern, on the table whose order starts with the bound roles.
fn select(shape: &Shape) -> String {
    let table = match shape.bound {
        [_, false, false] | [true, true, _] => "spo",
        [false, true, _] => "pos",
        [_, false, true] => "osp",
    };
    let bound = ["s = ?1", "p = ?2", "o = ?3"].into_iter().zip(shape.bound).filter(|(_, bound)| *bound);
    let conditions: Vec<&str> = bound.map(|(condition, _)| condition).collect();
    let filter = if conditions.is_empty() { String::new() } else { format!(" WHERE {}", conditions.join(" AND ")) };
    format!("SELECT s, p, o FROM {table}{filter}")
}

impl Sqlite {
    /// Runs the statement of a pattern for at most this many rows.
    fn rows(&self, bound: [Option<&i64>; 3], most: u64) -> Result<u64, Failure> {
        let mut statement = self.patterns.get(bits(bound)).ok_or("a pattern of more than three roles")?.borrow_mut();
        for (position, id) in bound.iter().enumerate() {
            if let Some(id) = id {
                statement.raw_bind_parameter(position + 1, id)?;
            }
        }
        let mut rows = statement.raw_query();
        let mut count = 0;
        while count < most {
            let Some(row) = rows.next()? else { break };
            black_box::<[i64; 3]>([row.get(0)?, row.get(1)?, row.get(2)?]);
            count += 1;
        }
        Ok(count)
    }
}

impl Engine for Sqlite {
    type Bound = i64;
    const HAS_IDS: bool = true;
    const FILES: &'static [(&'static str, bool)] = &[(FILE, false)];

    fn build(place: &Place) -> Result<(), Failure> {
        let mut ids: HashMap<String, i64> = HashMap::new();
        let mut triples: Vec<[i64; 3]> = Vec::new();
        for triple in NTriplesParser::new().for_reader(BufReader::new(File::open(&place.triples)?)) {
            let triple = triple?;
            triples.push([triple.subject.into(), triple.predicate.into(), triple.object].map(|term: Term| {
                let next = ids.len() as i64 + 1;
                *ids.entry(dictionary_form(&term)).or_insert(next)
            }));
        }
        triples.sort_unstable();
        let mut connection = Connection::open(place.file(FILE))?;
        connection.execute_batch(SCHEMA)?;
        let transaction = connection.transaction()?;
        {
            let mut terms: Vec<(String, i64)> = ids.into_iter().collect();
            terms.sort_unstable_by_key(|(_, id)| *id);
            let mut insert = transaction.prepare("INSERT INTO terms VALUES (?1, ?2)")?;
            for (text, id) in &terms {
                insert.execute((id, text))?;
            }
            let mut insert = transaction.prepare("INSERT INTO spo VALUES (?1, ?2, ?3)")?;
            for [subject, predicate, object] in &triples {
                insert.execute((subject, predicate, object))?;
            }
        }
        transaction.execute_batch(
            "INSERT INTO pos SELECT p, o, s FROM spo ORDER BY p, o, s;
             INSERT INTO osp SELECT o, s, p FROM spo ORDER BY o, s, p;",
        )?;
        transaction.commit()?;
        // No ANALYZE: each pattern uses a single table, and with statistics SQLite would plan a statement again for each new value.
        connection.execute_batch("VACUUM")?;
        Ok(())
    }

    fn open(place: &Place) -> Result<Self, Failure> {
        // Opened once per process, so the connection and its statements may live as long as the process.
        let connection: &'static Connection = Box::leak(Box::new(connect(place)?));
        let prepare = |sql: &str| connection.prepare(sql).map(RefCell::new);
        let mut shapes = SHAPES;
        shapes.sort_unstable_by_key(|shape| bits(shape.bound.map(|bound| bound.then_some(()))));
        let patterns = shapes.iter().map(|shape| prepare(&select(shape))).collect::<Result<_, _>>()?;
        Ok(Sqlite { find: prepare(FIND)?, text: prepare(TEXT)?, object: prepare(OBJECT)?, patterns })
    }

    fn open_and_close(place: &Place) -> Result<(), Failure> {
        // One statement makes SQLite read the schema. Before that it has only stored the file name.
        black_box(connect(place)?.prepare(FIND)?);
        Ok(())
    }

    fn bind(&self, _role: Role, term: &SampleTerm) -> Result<i64, Failure> {
        let mut statement = self.find.borrow_mut();
        statement.raw_bind_parameter(1, term.dictionary.as_str())?;
        let mut rows = statement.raw_query();
        Ok(rows.next()?.ok_or_else(|| absent(term))?.get(0)?)
    }

    fn text_of(&self, _role: Role, id: &i64, out: &mut String) -> Result<(), Failure> {
        out.clear();
        let mut statement = self.text.borrow_mut();
        statement.raw_bind_parameter(1, id)?;
        let mut rows = statement.raw_query();
        out.push_str(rows.next()?.ok_or("no such id")?.get_ref(0)?.as_str()?);
        Ok(())
    }

    fn first(&self, bound: [Option<&i64>; 3]) -> Result<bool, Failure> {
        Ok(self.rows(bound, 1)? == 1)
    }

    fn count(&self, bound: [Option<&i64>; 3]) -> Result<u64, Failure> {
        self.rows(bound, u64::MAX)
    }

    fn object_text(&self, subject: &SampleTerm, predicate: &SampleTerm, out: &mut String) -> Result<(), Failure> {
        out.clear();
        let mut statement = self.object.borrow_mut();
        statement.raw_bind_parameter(1, subject.dictionary.as_str())?;
        statement.raw_bind_parameter(2, predicate.dictionary.as_str())?;
        let mut rows = statement.raw_query();
        out.push_str(rows.next()?.ok_or_else(|| absent(subject))?.get_ref(0)?.as_str()?);
        Ok(())
    }
}
