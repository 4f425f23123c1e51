//! Group commit: payouts of one partner that come while the last ones are being written share the
//! next commit. A disk takes as long to keep one payout as to keep thirty.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::{Connection, Store, Transaction};
use crate::log;
use crate::problem::{Failure, Result};

/// The most that share a commit; `PostgreSQL` keeps up to 64 savepoints at hand.
const MOST: usize = 50;

/// Does its part of the transaction.
type Work = Box<dyn FnOnce(Transaction<'_>) -> Tell + Send>;

/// Tells what came of it, once it is known whether the whole is on disk.
type Tell = Box<dyn FnOnce(Result<()>) + Send>;

/// What waits, by partner. For each partner who is listed a thread is at work.
#[derive(Default)]
pub(super) struct Groups(Mutex<HashMap<String, Vec<Work>>>);

impl Store {
    /// Runs work that commits the transaction it is given, which may be a part of a larger one:
    /// what the work returns is told when all of that is on disk.
    pub(crate) async fn grouped<T, F>(self: &Arc<Self>, partner: &str, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(Transaction<'_>) -> Result<T> + Send + 'static,
    {
        let (sender, told) = oneshot::channel();
        let work: Work = Box::new(move |transaction| {
            let done = work(transaction);
            Box::new(move |kept| {
                // Whoever asked may have gone.
                let _ = sender.send(kept.and(done));
            })
        });
        if self.groups.join(partner, work) {
            let (store, partner) = (Arc::clone(self), partner.to_owned());
            tokio::task::spawn_blocking(move || store.lead(&partner));
        }
        told.await.unwrap_or_else(|_| Err(lost()))
    }

    /// Works until nothing of the partner's waits.
    fn lead(&self, partner: &str) {
        let _leading = Leading {
            groups: &self.groups,
            partner,
        };
        loop {
            let mut lent = match self.lend() {
                Ok(lent) => lent,
                Err(failure) => {
                    log::failure(&failure);
                    return self.groups.abandon(partner);
                }
            };
            // Only now: who came while this waited for the connection goes along.
            let group = self.groups.next(partner);
            if group.is_empty() {
                return;
            }
            let mut tells = Vec::with_capacity(group.len());
            let kept = lent
                .connection()
                .and_then(|connection| together(connection, group, &mut tells));
            drop(lent);
            if let Err(failure) = &kept {
                log::failure(failure);
            }
            for tell in tells {
                tell(if kept.is_ok() { Ok(()) } else { Err(lost()) });
            }
        }
    }
}

/// One commit for all. Each is a part that it can undo without the others.
fn together(connection: &mut Connection, group: Vec<Work>, tells: &mut Vec<Tell>) -> Result<()> {
    let mut transaction = connection.transaction()?;
    let alone = group.len() == 1;
    for work in group {
        if alone {
            tells.push(work(transaction));
            return Ok(());
        }
        tells.push(work(transaction.part()?));
    }
    transaction.commit()
}

fn lost() -> Failure {
    Failure::Broken("the group commit failed".to_owned())
}

impl Groups {
    /// True when nobody is at work for the partner yet.
    fn join(&self, partner: &str, work: Work) -> bool {
        let mut waiting = self.waiting();
        if let Some(waiting) = waiting.get_mut(partner) {
            waiting.push(work);
            return false;
        }
        waiting.insert(partner.to_owned(), vec![work]);
        true
    }

    /// What goes together next. Once that is nothing, the partner is no longer listed.
    fn next(&self, partner: &str) -> Vec<Work> {
        let mut waiting = self.waiting();
        let Some(of_partner) = waiting.get_mut(partner) else {
            return Vec::new();
        };
        let count = of_partner.len().min(MOST);
        let group: Vec<_> = of_partner.drain(..count).collect();
        if group.is_empty() {
            waiting.remove(partner);
        }
        group
    }

    /// Drops what waits: whoever asked is told that it failed.
    fn abandon(&self, partner: &str) {
        let dropped = self.waiting().remove(partner);
        drop(dropped);
    }

    fn waiting(&self) -> MutexGuard<'_, HashMap<String, Vec<Work>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Groups {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Groups")
    }
}

/// After a panic somebody else can be at work for the partner.
struct Leading<'a> {
    groups: &'a Groups,
    partner: &'a str,
}

impl Drop for Leading<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.groups.abandon(self.partner);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, mpsc};

    use tokio::runtime::Handle;

    use super::{MOST, Store};
    use crate::problem::Kind;
    use crate::store::{Database, values};

    #[tokio::test]
    async fn a_refusal_undoes_its_own_part_only() {
        let database = Database::Sqlite(":memory:".into());
        let store = Arc::new(Store::open(&database, Handle::current()).expect("a database"));
        let ((holds, held), (release, released)) = (mpsc::channel(), mpsc::channel());
        let busy = Arc::clone(&store);
        let holder = tokio::task::spawn_blocking(move || {
            busy.now(|_| {
                holds.send(()).expect("the test waits");
                released.recv().expect("the test releases");
                Ok(())
            })
        });
        held.recv().expect("the connection is held");
        let numbers = 0..i64::try_from(MOST).expect("a small number") * 2;
        let asked = numbers.clone().map(|number| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                let work = move |mut transaction: super::Transaction<'_>| {
                    transaction.execute(
                        "INSERT INTO used_challenges (challenge, expires) VALUES (?1, ?2)",
                        values![&number.to_string(), number],
                    )?;
                    if number % 3 == 0 {
                        return Err(Kind::NonceReplayed.into());
                    }
                    transaction.commit()?;
                    Ok(number)
                };
                store.grouped("partner", work).await
            })
        });
        let asked: Vec<_> = asked.collect();
        let joined = || store.groups.waiting().get("partner").map_or(0, Vec::len);
        while joined() < MOST * 2 {
            tokio::task::yield_now().await;
        }
        release.send(()).expect("the holder waits");
        holder.await.expect("no panic").expect("no failure");
        for (number, asked) in numbers.zip(asked) {
            let told = asked.await.expect("no panic");
            assert_eq!(told.ok(), (number % 3 != 0).then_some(number));
        }
        let kept = store.now(|connection| {
            connection.rows("SELECT expires FROM used_challenges", values![], |row| {
                row.get::<i64>(0)
            })
        });
        let kept = kept.expect("a database");
        assert!(kept.iter().all(|number| number % 3 != 0));
        assert_eq!(kept.len(), MOST * 2 - (MOST * 2).div_ceil(3));
    }
}
