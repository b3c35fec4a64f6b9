//! `factrom import`: every format in, and everything out again, compared up to the names of blank nodes by W3C's canonical ones;
//! bad files beside their messages; and what must not happen to files when something goes wrong.

mod command_line;
mod round_trip;
