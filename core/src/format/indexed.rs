//! The message of a section whose fields are read one by one, as the compiler writes it.

use serde::ser::SerializeTuple;
use serde::{Serialize, Serializer};

/// The message of a section whose fields are read one by one, when a query needs them.
///
/// The first byte says how many bytes a start has: 1, 2 or 4. Then come the starts: for each field the offset of its first
/// byte, as a little-endian number, counted from the end of the starts. Then come the fields.
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
    /// Number of fields.
    const COUNT: u32;

    /// Passes each field to the visitor, in order. The compiler needs the offset of each.
    fn each_field<V: FieldVisitor>(&self, visitor: &mut V);
}

/// Receives the fields of a [`FieldSection`].
pub trait FieldVisitor {
    /// The next field.
    fn field<T: Serialize>(&mut self, field: &T);
}
