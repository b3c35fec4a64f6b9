//! Questions asked: all answers at once, with an explanation if there are none because of a name.

use factrom::{Fact, Store};
use factrom_query::{Answer, Ask};

use super::lookup::{LookupError, explain};

/// All answers to a question.
///
/// # Errors
///
/// [`LookupError`] if a name can't be resolved, or if the blob is corrupt.
pub fn answers<'s>(store: &'s Store<'s>, ask: &Ask<&str>) -> Result<Vec<Answer<'s>>, LookupError> {
    let answers = ask.answers(store).map_err(|unanswered| explain(store, &unanswered))?;
    Ok(answers.collect::<Result<_, _>>()?)
}

/// The facts among the answers to a question.
///
/// # Errors
///
/// As for [`answers`].
pub fn facts<'s>(store: &'s Store<'s>, ask: &Ask<&str>) -> Result<Vec<Fact<'s>>, LookupError> {
    let fact = |answer| if let Answer::Fact(fact) = answer { Some(fact) } else { None };
    Ok(answers(store, ask)?.into_iter().filter_map(fact).collect())
}
