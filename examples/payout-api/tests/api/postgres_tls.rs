//! The way to `PostgreSQL`: encrypted and to the right server, or not at all.

use std::io::{Read, Write};
use std::net::TcpListener;

use payout_api::{Config, Server};

use crate::support::{POSTGRES, SECRET, device, intent, on_server, pay, unique};
use crate::support::{Sandbox, runtime};

/// The certificate of the server that the tests run on, if it has one: a PEM file.
const AUTHORITY: &str = "PAYOUT_API_TEST_POSTGRES_CA";

/// Why the API does not start.
fn refusal(database: &str) -> String {
    let config = Config {
        port: 0,
        database: std::ffi::OsString::from(database).into(),
        log: false,
        ..Config::default()
    };
    runtime().block_on(Server::start(config)).unwrap_err()
}

#[test]
fn a_server_without_tls_gets_no_word() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        // The question for TLS (PostgreSQL protocol, SSLRequest), and No.
        let mut question = [0; 8];
        stream.read_exact(&mut question).unwrap();
        assert_eq!(question, [0, 0, 0, 8, 4, 210, 22, 47]);
        stream.write_all(b"N").unwrap();
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).unwrap();
        rest
    });
    let told = refusal(&format!(
        "postgres://me:hunter2@127.0.0.1:{port}/?sslmode=require"
    ));
    assert!(told.contains("TLS") && !told.contains("hunter2"), "{told}");
    assert!(heard.join().unwrap().is_empty());
}

#[test]
fn the_server_must_be_the_one_that_it_says() {
    let (Ok(server), Ok(authority)) = (std::env::var(POSTGRES), std::env::var(AUTHORITY)) else {
        println!("{POSTGRES} and {AUTHORITY} name no server with TLS");
        return;
    };
    let (role, schema) = (format!("tls_{}", unique()), format!("tls_{}", unique()));
    on_server(&server, &format!("CREATE ROLE {role} LOGIN SUPERUSER"));
    on_server(&server, &format!("CREATE SCHEMA {schema}"));
    let place = server.split_once('@').unwrap().1;
    let address = |host: &str, more: &str| {
        let place = place.replace("127.0.0.1", host);
        format!("postgres://{role}@{place}?options=-csearch_path%3D{schema}&{more}")
    };
    // Nobody on this machine vouches for it; and it is not called so.
    let trusted = format!("sslmode=verify-full&sslrootcert={authority}");
    for database in [
        address("127.0.0.1", "sslmode=require"),
        address("localhost", &format!("hostaddr=127.0.0.1&{trusted}")),
    ] {
        let told = refusal(&database);
        assert!(told.contains("TLS"), "{told}");
    }
    let database = address("127.0.0.1", &trusted);
    let sandbox = Sandbox::with(|config| {
        config.partner_secret = SECRET.to_owned();
        config.database = std::ffi::OsString::from(database).into();
    });
    let device = device(1);
    let session = sandbox.session(&device);
    pay(&sandbox, &session, &device, &intent(&session)).ok(202);
    let (all, encrypted) = runtime().block_on(async {
        let (client, connection) = tokio_postgres::connect(&server, tokio_postgres::NoTls)
            .await
            .unwrap();
        tokio::spawn(connection);
        let sql = "SELECT count(*), count(*) FILTER (WHERE ssl) FROM pg_stat_ssl
                   JOIN pg_stat_activity USING (pid) WHERE usename = $1";
        let row = client.query_one(sql, &[&role]).await.unwrap();
        (row.get::<_, i64>(0), row.get::<_, i64>(1))
    });
    assert!(all >= 2 && encrypted == all, "{encrypted} of {all}");
    sandbox.stop();
    on_server(&server, &format!("DROP SCHEMA {schema} CASCADE"));
    on_server(&server, &format!("DROP ROLE {role}"));
}
