//! Tools that the chores need, installed once per machine.
