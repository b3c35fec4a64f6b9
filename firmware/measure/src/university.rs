//! Two queries of the Lehigh University Benchmark, written as firmware would: nested loops over patterns, with the most selective
//! one outermost.

use factrom::{Error, Pattern, Store, TermId, TermKey};

macro_rules! class_or_property {
    ($name:literal) => {
        concat!("http://siemens.com/urdf/univ-bench.owl#", $name)
    };
}

const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const COURSE: &str = "http://www.Department0.University0.edu/GraduateCourse0";

/// Whether the store contains the terms of the queries.
pub fn is_known(store: &Store<'_>) -> Result<bool, Error> {
    Ok(store.find(TermKey::Iri(COURSE))?.is_some())
}

/// Query 1: counts the graduate students who take a certain course.
pub fn graduate_students_of_a_course(store: &Store<'_>) -> Result<u32, Error> {
    let (a, takes) = (iri(store, TYPE)?, iri(store, class_or_property!("takesCourse"))?);
    let (graduate_student, course) = (iri(store, class_or_property!("GraduateStudent"))?, iri(store, COURSE)?);
    let mut answers = 0u32;
    for taken in store.triples(Pattern { subject: None, predicate: Some(takes), object: Some(course) }) {
        if has(store, taken?.subject, a, graduate_student)? {
            answers = answers.wrapping_add(1);
        }
    }
    Ok(answers)
}

/// Query 9: counts the students who take a course that their advisor teaches, by student, advisor and course.
pub fn students_taught_by_their_advisor(store: &Store<'_>) -> Result<u32, Error> {
    let (a, takes) = (iri(store, TYPE)?, iri(store, class_or_property!("takesCourse"))?);
    let (advisor, teaches) = (iri(store, class_or_property!("advisor"))?, iri(store, class_or_property!("teacherOf"))?);
    let (student, faculty) = (iri(store, class_or_property!("Student"))?, iri(store, class_or_property!("Faculty"))?);
    let course = iri(store, class_or_property!("Course"))?;
    let mut answers = 0u32;
    for advised in store.triples(Pattern { predicate: Some(advisor), ..Pattern::default() }) {
        let (x, y) = advised.map(|triple| (triple.subject, triple.object))?;
        if !has(store, x, a, student)? || !has(store, y, a, faculty)? {
            continue;
        }
        for taught in store.triples(Pattern { subject: Some(y), predicate: Some(teaches), object: None }) {
            let z = taught?.object;
            if has(store, x, takes, z)? && has(store, z, a, course)? {
                answers = answers.wrapping_add(1);
            }
        }
    }
    Ok(answers)
}

fn iri(store: &Store<'_>, iri: &str) -> Result<TermId, Error> {
    store.find(TermKey::Iri(iri))?.ok_or(Error::NotFound)
}

fn has(store: &Store<'_>, subject: TermId, predicate: TermId, object: TermId) -> Result<bool, Error> {
    let pattern = Pattern { subject: Some(subject), predicate: Some(predicate), object: Some(object) };
    Ok(store.triples(pattern).next().transpose()?.is_some())
}
