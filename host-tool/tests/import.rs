//! `factrom import`: every format in, and everything out again, compared up to the names of blank nodes by W3C's canonical ones;
//! bad files beside their messages; and what must not happen to files when something goes wrong.

#[path = "import/command_line.rs"]
mod command_line;
#[path = "import/round_trip.rs"]
mod round_trip;
