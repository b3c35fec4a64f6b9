//! Sections whose fields are read one by one: how the compiler writes them.

use serde::ser::SerializeTuple;
use serde::{Serialize, Serializer};

/// The message of a section whose fields are read one by one, where and when they are asked for.
///
/// It begins with a byte that says how many bytes a start has, 1, 2 or 4; then comes by field its first byte, counted from the first
/// field's, as a little-endian number of so many bytes; then the fields.
#[derive(Clone, Copy, Debug)]
pub struct Indexed<'a, S> {
    /// The bytes before the fields.
    pub starts: &'a [u8],
    /// The fields.
    pub section: S,
}

impl<S: Serialize> Serialize for Indexed<'_, S> {
    fn serialize<T: Serializer>(&self, serializer: T) -> Result<T::Ok, T::Error> {
        let mut message = serializer.serialize_tuple(self.starts.len().saturating_add(1))?;
        self.starts.iter().try_for_each(|byte| message.serialize_element(byte))?;
        message.serialize_element(&self.section)?;
        message.end()
    }
}

/// A section that is written as [`Indexed`].
pub trait FieldSection: Serialize {
    /// How many fields it has.
    const COUNT: u32;

    /// Shows each field in order: the compiler has to know where each begins.
    fn each_field<V: FieldVisitor>(&self, visitor: &mut V);
}

/// Sees the fields of a [`FieldSection`].
pub trait FieldVisitor {
    /// The next field.
    fn field<T: Serialize>(&mut self, field: &T);
}
