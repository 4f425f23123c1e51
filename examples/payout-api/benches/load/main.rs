//! How many payouts a second the API accepts, and how long one takes at half of that:
//! `cargo xtask bench api`. Every payout is signed ahead by a device key, verified, and stored as
//! in earnest; at the end the server is killed and the database has to hold each one that was
//! answered, once.

mod connection;
mod server;
mod signing;

use std::net::SocketAddr;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use connection::Connection;
use server::Server;
use signing::Devices;

/// How many requests are under way at once when the server is to be busy.
const BUSY: usize = 32;

/// Enough connections that a request which is due never waits for one.
const WAITING: usize = 128;

/// What is sent first, to warm up and to guess the rate.
const WARM_UP: usize = 1_000;

/// How long each measurement is to take.
const DURATION: Duration = Duration::from_secs(10);

fn main() {
    let server = Server::start();
    println!("{}", machine());
    println!(
        "{}; client, server and database share the cores",
        server.version
    );
    let mut devices = Devices::register(&server);

    let warm = closed_loop(server.address, &devices.sign(WARM_UP));
    let requests = devices.sign(times(warm, DURATION));
    let busy = closed_loop(server.address, &requests);
    println!(
        "accepted:   {busy:.0} payouts/s, {} over {BUSY} connections",
        requests.len()
    );

    let rate = busy / 2.0;
    let requests = devices.sign(times(rate, DURATION));
    let mut latencies = open_loop(server.address, &requests, rate);
    latencies.sort_unstable();
    println!(
        "at half:    {rate:.0} payouts/s for {} s; latency p50 {}, p95 {}, p99 {}, max {}",
        DURATION.as_secs(),
        ms(latencies[latencies.len() / 2]),
        ms(latencies[latencies.len() * 95 / 100]),
        ms(latencies[latencies.len() * 99 / 100]),
        ms(latencies[latencies.len() - 1]),
    );

    let stored = server.kill_and_count();
    assert_eq!(stored, devices.signed(), "payouts after kill -9");
    println!("after kill -9 all {stored} payouts are in the database, each once");
}

/// Keeps the server busy: each connection sends its next request once the last is answered.
/// Accepted payouts a second.
fn closed_loop(server: SocketAddr, requests: &[Vec<u8>]) -> f64 {
    let next = AtomicUsize::new(0);
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..BUSY {
            scope.spawn(|| {
                let mut connection = Connection::open(server);
                while let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
                    connection.accepted(request);
                }
            });
        }
    });
    count(requests.len()) / begun.elapsed().as_secs_f64()
}

/// Sends at fixed times, whatever the server does. A latency begins when its request was due, so
/// that a server that stalls cannot hide it.
fn open_loop(server: SocketAddr, requests: &[Vec<u8>], rate: f64) -> Vec<Duration> {
    let next = AtomicUsize::new(0);
    let begun = Instant::now() + Duration::from_millis(200);
    let work = || {
        let mut connection = Connection::open(server);
        let mut latencies = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(request) = requests.get(at) else {
                return latencies;
            };
            let due = begun + Duration::from_secs_f64(count(at) / rate);
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            connection.accepted(request);
            latencies.push(due.elapsed());
        }
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..WAITING).map(|_| scope.spawn(work)).collect();
        let all = workers.into_iter().map(|worker| worker.join().unwrap());
        all.flatten().collect()
    })
}

/// How many requests that is, and at least a hundred.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn times(rate: f64, duration: Duration) -> usize {
    (rate * duration.as_secs_f64()).max(100.0) as usize
}

fn count(requests: usize) -> f64 {
    f64::from(u32::try_from(requests).unwrap())
}

fn ms(latency: Duration) -> String {
    format!("{:.1} ms", latency.as_secs_f64() * 1_000.0)
}

fn machine() -> String {
    let read = |file: &str| std::fs::read_to_string(file).unwrap_or_default();
    let cpus = read("/proc/cpuinfo");
    let model = cpus
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or(std::env::consts::ARCH, |rest| {
            rest.trim_start_matches([' ', '\t', ':'])
        });
    let cores = std::thread::available_parallelism().map_or(0, NonZero::get);
    let load = read("/proc/loadavg");
    let load = load.split(' ').next().unwrap_or_default();
    let system = std::env::consts::OS;
    format!("{cores} cores, {model}, {system}; load before: {load}")
}
