//! `factrom import`: all formats, imported and exported again and compared with canonical blank node names; invalid files and their
//! messages; and what happens to existing files after an error.

mod command_line;
mod round_trip;
