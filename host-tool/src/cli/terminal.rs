//! The terminal that a command writes to.

use std::io::Write;

/// Where a command writes, and what is on the other side.
pub struct Terminal<'o> {
    /// Answers.
    pub out: &'o mut dyn Write,
    /// Diagnostics and progress.
    pub err: &'o mut dyn Write,
    /// Whether answers go to a terminal.
    pub out_is_terminal: bool,
    /// Whether diagnostics go to a terminal.
    pub err_is_terminal: bool,
    /// Whether a terminal may be sent colours: `NO_COLOR` is not set.
    pub color: bool,
    /// Columns of the terminal that answers go to.
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
