//! The terminal that a command writes to.

use std::io::Write;

/// The streams that a command writes to, and their properties.
pub struct Terminal<'o> {
    /// Output stream for answers.
    pub out: &'o mut dyn Write,
    /// Output stream for diagnostics and progress.
    pub err: &'o mut dyn Write,
    /// Whether `out` is a terminal.
    pub out_is_terminal: bool,
    /// Whether `err` is a terminal.
    pub err_is_terminal: bool,
    /// Whether colours are allowed on a terminal, that is, `NO_COLOR` is not set.
    pub color: bool,
    /// Width of the terminal `out`, in columns.
    pub width: Option<u16>,
}

impl std::fmt::Debug for Terminal<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Terminal")
            .field("out_is_terminal", &self.out_is_terminal)
            .field("width", &self.width)
            .finish_non_exhaustive()
    }
}
