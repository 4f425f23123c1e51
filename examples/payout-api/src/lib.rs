//! A sandbox payout API on 127.0.0.1: it verifies signed payouts as a bank would, keeps them in
//! `SQLite` or `PostgreSQL`, and clears them on a clock that can be sped up. See the README beside it.

mod answer;
mod app;
mod body;
mod challenge;
mod clock;
mod config;
mod conversion;
mod device_key;
mod events;
mod intent;
mod ledger;
mod log;
mod openapi;
mod partner;
mod partner_key;
mod payout;
mod plan;
mod policy;
mod problem;
mod rate_limit;
mod rates;
mod relay;
mod routes;
mod sandbox;
mod secrets;
mod server;
mod session;
mod simulator;
mod step_up;
mod store;
mod submission;
mod test_accounts;
mod trust;
mod webhook;

pub use config::{Command, Config, DEMO_SECRET, Environment, HELP};
pub use log::log_to_stderr;
pub use server::Server;
pub use store::Database;
pub use webhook::Schedule;
