//! Webhooks to partners, signed by Standard Webhooks: a message for each event is written in the
//! transaction that writes the event, and sent until its endpoint takes it or patience is over.

mod destination;
mod dispatch;
pub(crate) mod endpoint;
mod outbox;
mod schedule;
mod send;
mod signing;

pub(crate) use self::destination::AllowedHosts;
pub(crate) use self::dispatch::run;
pub(crate) use self::outbox::enqueue;
pub use self::schedule::Schedule;
