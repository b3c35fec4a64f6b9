//! Facts and their parts: names, stances, times, quantities, entities, sources, and the cursors that filter facts.

pub(crate) mod name_fold;
pub(crate) mod stance;
pub(crate) mod time;

pub(crate) mod quantity;
pub(crate) mod value_order;

pub(crate) mod entity;
pub(crate) mod source;
pub(crate) mod vocabulary;

pub(crate) mod fact;

pub(crate) mod cursor;
